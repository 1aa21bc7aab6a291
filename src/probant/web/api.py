"""What the pages show, as JSON for other programs; described at /api/openapi.json.

Each answer is `about`, what it speaks of, and `result`, what the verb of the command line gives with --json.
"""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name
from typing import Annotated, Any, Generic, TypeVar, get_type_hints

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, TypeAdapter

from probant.actions.verbs import VERBS
from probant.report.views import Stamp
from probant.web.reader import Calling, Reader
from probant.web.sheet import JSON

router = APIRouter(prefix="/api/v1", tags=["read"])


T = TypeVar("T")


class Told(BaseModel, Generic[T]):
    """A result, and what it speaks of: period, filters, date of the data, version and grades."""

    about: Stamp
    result: T


@cache
def _told_of(verb: str) -> type[Told[Any]]:
    """What an answer with a verb's result looks like: the description of the API is made from it."""
    result = get_type_hints(resolve_name(VERBS[verb]))["return"]
    return Told[result]  # type: ignore[valid-type]


def _told(reader: Reader, verb: str, *, about: Stamp | None = None, **arguments: Any) -> Response:
    """A verb's result; each sentence comes with its `text` in the language that was asked for."""
    told = _told_of(verb)(about=about or reader.stamp(), result=reader.do(verb, **arguments))
    context = {"say": reader.language.say}
    return reader.show(lambda: TypeAdapter(type(told)).dump_json(told, context=context), JSON, **arguments)


@router.get("/answers", response_model=_told_of("board"))
def answers(reader: Calling) -> Response:
    """The three answers, the indicators of the first page, and the evidence."""
    return _told(reader, "board", business=reader.business)


@router.get("/metrics", response_model=_told_of("metrics"))
def metrics(reader: Calling) -> Response:
    """Every metric that the data carry, with its series."""
    return _told(reader, "metrics", business=reader.business)


@router.get("/evidence", response_model=_told_of("evidence_list"))
def evidence_list(reader: Calling) -> Response:
    """The newest evidence to each question."""
    return _told(reader, "evidence_list")


@router.get("/evidence/{evidence_id}", response_model=_told_of("evidence"))
def evidence(evidence_id: str, reader: Calling) -> Response:
    """One piece of evidence by its id, or the beginning of it."""
    about = reader.stamp().about(reader.do("evidence", evidence_id=evidence_id).evidence)
    return _told(reader, "evidence", about=about, evidence_id=evidence_id)


@router.get("/data", response_model=_told_of("data"))
def data(reader: Calling) -> Response:
    """What the store holds, and the account of every batch."""
    return _told(reader, "data")


@router.get("/ledger", response_model=_told_of("ledger"))
def ledger(reader: Calling, last: Annotated[int, Query(ge=1, le=1000, description="How many.")] = 50) -> Response:
    """The newest entries of the ledger, and whether all of them hold."""
    return _told(reader, "ledger", last=last)
