"""What the pages show, as JSON for other programs; described at /api/openapi.json."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Query, Response

from probant.actions.verbs import VERBS, adapter
from probant.web.reader import Calling, Reader

router = APIRouter(prefix="/api/v1", tags=["read"])
JSON = "application/json"


def _result_of(verb: str) -> Any:
    """Type of what a verb returns: what the description of the API is made from."""
    return get_type_hints(resolve_name(VERBS[verb]))["return"]


def _told(reader: Reader, verb: str, **arguments: Any) -> Response:
    """A verb's result; each sentence comes with its `text` in the language that was asked for."""
    result = reader.do(verb, **arguments)
    return reader.show(lambda: adapter(verb).dump_json(result, context={"say": reader.language.say}), JSON, **arguments)


@router.get("/answers", response_model=_result_of("board"))
def answers(reader: Calling) -> Response:
    """The three answers, the indicators of the first page, and the evidence."""
    return _told(reader, "board", business=reader.business)


@router.get("/metrics", response_model=_result_of("metrics"))
def metrics(reader: Calling) -> Response:
    """Every metric that the data carry, with its series."""
    return _told(reader, "metrics", business=reader.business)


@router.get("/evidence", response_model=_result_of("evidence_list"))
def evidence_list(reader: Calling) -> Response:
    """The newest evidence to each question."""
    return _told(reader, "evidence_list")


@router.get("/evidence/{evidence_id}", response_model=_result_of("evidence"))
def evidence(evidence_id: str, reader: Calling) -> Response:
    """One piece of evidence by its id, or the beginning of it."""
    return _told(reader, "evidence", evidence_id=evidence_id)


@router.get("/data", response_model=_result_of("data"))
def data(reader: Calling) -> Response:
    """What the store holds, and the account of every batch."""
    return _told(reader, "data")


@router.get("/ledger", response_model=_result_of("ledger"))
def ledger(reader: Calling, last: Annotated[int, Query(ge=1, le=1000, description="How many.")] = 50) -> Response:
    """The newest entries of the ledger, and whether all of them hold."""
    return _told(reader, "ledger", last=last)
