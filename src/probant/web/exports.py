"""Files to take away: charts, tables, and the decision page in one piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response

from probant.errors import Ambiguous, TooLittle
from probant.report import document, draw, table
from probant.report.charts.choice import chart
from probant.report.charts.series import series
from probant.report.chrome import Chrome
from probant.report.page import decision_page
from probant.vocabulary import Evidence, Indicator
from probant.web.reader import Reader, Reading, Theme
from probant.web.sheet import HTML, sent
from probant.words import say

router = APIRouter(include_in_schema=False)
CSV, PDF, PNG, SVG = "text/csv; charset=utf-8", "application/pdf", "image/png", "image/svg+xml"


@router.get("/{tag}/decision.pdf")
def pdf(reader: Reading) -> Response:
    """The decision page to print."""
    board = reader.do("board", business=reader.business)
    filters = reader.filters(board)
    return _file(
        reader, lambda: reader.made(document.pdf, board, reader.language, filters=filters), PDF, "decision", "pdf"
    )


@router.get("/{tag}/decision.html")
def html(reader: Reading) -> Response:
    """The decision page in one file, to be sent."""
    board, dress = reader.do("board", business=reader.business), Chrome(theme=reader.theme)
    return _file(
        reader, lambda: reader.made(decision_page, board, reader.language, chrome=dress), HTML, "decision", "html"
    )


@router.get("/{tag}/evidence/{evidence_id}/chart.svg")
def proof_svg(evidence_id: str, reader: Reading) -> Response:
    """The chart of one piece of evidence, to be scaled."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    spec = _chart(shown.evidence, reader)
    return _file(reader, lambda: reader.made(draw.svg, spec, reader.language, _paper(reader)), SVG, shown.id, "svg")


@router.get("/{tag}/evidence/{evidence_id}/chart.png")
def proof_png(evidence_id: str, reader: Reading) -> Response:
    """The chart of one piece of evidence, to be pasted."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    spec = _chart(shown.evidence, reader)
    return _file(reader, lambda: reader.made(draw.png, spec, reader.language, _paper(reader)), PNG, shown.id, "png")


@router.get("/{tag}/evidence/{evidence_id}/table.csv")
def proof_csv(evidence_id: str, reader: Reading) -> Response:
    """The estimates of one piece of evidence, for a sheet."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    return _file(reader, lambda: _rows_of_evidence(shown.evidence, reader), CSV, shown.id, "csv")


@router.get("/{tag}/metrics/{name}/chart.png")
def metric_png(name: str, reader: Reading) -> Response:
    """The course of one metric, to be pasted."""
    spec = series(_indicator(reader, name), reader.language)
    return _file(reader, lambda: reader.made(draw.png, spec, reader.language, _paper(reader)), PNG, name, "png")


@router.get("/{tag}/metrics/{name}/table.csv")
def metric_csv(name: str, reader: Reading) -> Response:
    """The course of one metric, for a sheet."""
    found = _indicator(reader, name)
    return _file(reader, lambda: _rows_of_indicator(found, reader), CSV, name, "csv")


def _file(reader: Reader, make: Callable[[], str | bytes], media: str, name: str, ending: str) -> Response:
    """A file to be stored under a name that says what it is, in which language."""
    return sent(reader.sheet(make, media), reader.request, file=f"{name}-{reader.language.tag}.{ending}")


def _paper(reader: Reader) -> Theme:
    """The theme of a picture, which has no reader's system to follow."""
    return reader.theme or "light"


def _chart(evidence: Evidence, reader: Reader) -> Any:
    spec = chart(evidence, reader.language)
    if spec is None:
        raise TooLittle(
            say("There is no chart: this evidence estimates nothing."), mend=say("see its table, which says why")
        )
    return spec


def _indicator(reader: Reader, name: str) -> Indicator:
    """The one indicator of that name."""
    found: tuple[Indicator, ...] = reader.do("metrics", names=(name,), business=reader.business)
    if len(found) != 1:
        raise Ambiguous(
            say("{metric} is known of {count} businesses.", metric=name, count=len(found)),
            mend=say("choose one of: {names}", names=tuple(one.business for one in found)),
        )
    return found[0]


def _rows_of_evidence(evidence: Evidence, reader: Reader) -> str:
    rows = table.of_evidence(evidence, reader.language)
    return table.to_csv(rows, reader.stamp(), evidence.grade, reader.language)


def _rows_of_indicator(indicator: Indicator, reader: Reader) -> str:
    rows = table.of_indicator(indicator, reader.language)
    return table.to_csv(rows, reader.stamp(), indicator.grade, reader.language, unit=indicator.unit)
