"""The pages: decision, metrics, evidence, data, ledger; and their charts, for those who want them to answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from probant.report import lively, page
from probant.web.ahead import Ahead
from probant.web.exports import to_print
from probant.web.reader import Reader, Reading, preferred
from probant.web.sheet import JSON

router = APIRouter(include_in_schema=False)
ENTRIES = 200
"""Entries of the ledger on its page; the command line shows all."""


@router.get("/")
def first(request: Request) -> Response:
    """To the decision page in the reader's language."""
    return RedirectResponse(f"/{preferred(request)}/", 307, {"Vary": "Accept-Language", "Cache-Control": "no-store"})


@router.get("/{tag}")
@router.get("/{tag}/")
def decision(reader: Reading) -> Response:
    """The three answers and what they rest on."""
    board = reader.do("board", business=reader.business)
    dress, filters = reader.chrome("decision"), reader.filters(board)
    _ahead(reader)
    return reader.show(lambda: reader.made(page.decision_page, board, reader.language, chrome=dress, filters=filters))


def _ahead(reader: Reader) -> None:
    """Have the printed report made ready while nobody waits, unless the project has changed by then."""
    ahead: Ahead = reader.request.app.state.ahead
    ahead.wish(lambda: to_print(reader) if reader.desk.version() == reader.version else None)


@router.get("/{tag}/metrics")
def metrics(reader: Reading) -> Response:
    """Every metric that the data carry."""
    found = reader.do("metrics", business=reader.business)
    return reader.show(lambda: reader.made(page.metrics_page, found, reader.language, **reader.dress("metrics")))


@router.get("/{tag}/evidence")
def evidence(reader: Reading) -> Response:
    """All evidence at hand."""
    shown = reader.do("board", business=reader.business).evidence
    return reader.show(lambda: reader.made(page.evidence_page, shown, reader.language, **reader.dress("evidence")))


@router.get("/{tag}/evidence/{evidence_id}")
def proof(evidence_id: str, reader: Reading) -> Response:
    """One piece of evidence: question, method, data, checks, limits."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    return reader.show(lambda: reader.made(page.proof_page, shown, reader.language, **reader.dress("evidence")))


@router.get("/{tag}/data")
def data(reader: Reading) -> Response:
    """What the store holds, and the account of every batch."""
    view = reader.do("data")
    return reader.show(lambda: reader.made(page.data_page, view, reader.language, **reader.dress("data")))


@router.get("/{tag}/ledger")
def ledger(reader: Reading) -> Response:
    """Who did what, when, and whether the chain holds."""
    view = reader.do("ledger", last=ENTRIES)
    return reader.show(lambda: reader.made(page.ledger_page, view, reader.language, **reader.dress("ledger")))


Width = Annotated[int, Query(ge=240, le=1200, description="Pixels of each chart.")]


@router.get("/{tag}/charts.json")
def charts(reader: Reading, width: Width) -> Response:
    """The charts of the decision page and of the evidence, for the reader's browser to draw."""
    board = reader.do("board", business=reader.business)
    return reader.show(lambda: lively.of_board(board, reader.language, width), JSON, width=width)


@router.get("/{tag}/metrics/charts.json")
def metric_charts(reader: Reading, width: Width) -> Response:
    """The charts of the metrics, for the reader's browser to draw."""
    found = reader.do("metrics", business=reader.business)
    return reader.show(lambda: lively.of_metrics(found, reader.language, width), JSON, width=width)


@router.get("/{tag}/evidence/{evidence_id}/charts.json")
def proof_chart(evidence_id: str, reader: Reading, width: Width) -> Response:
    """The chart of one piece of evidence, for the reader's browser to draw."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    return reader.show(lambda: lively.of_proof(shown, reader.language, width), JSON, width=width)
