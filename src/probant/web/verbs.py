"""The verbs of the commands, for those who hold the token that only the project folder holds."""

from __future__ import annotations

from secrets import compare_digest
from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from probant.actions.verbs import VERBS
from probant.errors import UnknownName
from probant.web.work import Work
from probant.words import say


def holds_token(request: Request) -> None:
    """Let pass who sends the token that the lease in the project folder bears."""
    sent = request.headers.get("authorization", "")
    expected = f"Bearer {request.app.state.lease.token}"
    if not compare_digest(sent.encode(), expected.encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


router = APIRouter(prefix="/api/verbs", include_in_schema=False, dependencies=[Depends(holds_token)])


class Call(BaseModel):
    """The body of a call."""

    model_config = ConfigDict(extra="forbid")

    arguments: dict[str, Any] = Field(default_factory=dict)


class Lines(StreamingResponse):
    """The lines of a work; when the one who asked for it goes, by Ctrl-C or otherwise, the work stops too.

    Without a server a command's work ends with the command: it is no different with one.
    """

    def __init__(self, work: Work) -> None:
        super().__init__(work.lines(), media_type="application/x-ndjson")
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines until the last one, or until nobody hears them."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._work.stop()


@router.post("/{verb}")
async def call(verb: str, body: Call, request: Request) -> Lines:
    """Do one verb; each line of the answer is one JSON object, the last bears `result` or `error`."""
    if verb not in VERBS:
        raise UnknownName(say("verb"), verb, VERBS)
    return Lines(request.app.state.bench.start(verb, body.arguments))
