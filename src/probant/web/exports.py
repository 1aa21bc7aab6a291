"""Files to take away: charts, tables, and the decision page in one piece."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Response

from probant.errors import Ambiguous, TooLittle
from probant.report import ai_pictures, document, mix, plate, table
from probant.report.ai_pictures import Picture
from probant.report.chrome import Chrome
from probant.report.courses import Course, course
from probant.report.language import Language
from probant.report.page import decision_page
from probant.report.plate import Plate
from probant.vocabulary import Evidence, Indicator
from probant.web.reader import Reader, Reading
from probant.web.sheet import HTML, sent
from probant.words import say

T = TypeVar("T")
N = TypeVar("N", Evidence, Indicator, Course)
router = APIRouter(include_in_schema=False)
_UNPLAIN = re.compile(r"[^A-Za-z0-9_-]+")
CSV, PDF, PNG, SVG = "text/csv; charset=utf-8", "application/pdf", "image/png", "image/svg+xml"


@router.get("/{tag}/decision.pdf")
def pdf(reader: Reading) -> Response:
    """The decision page to print."""
    board = reader.do("board", business=reader.business)
    filters, business = reader.filters(board), reader.business
    beside = document.Beside(
        mix=reader.do("mix", business=business),
        moved=reader.do("refreshed", business=business),
        ai=reader.do("ai", business=business),
        data=reader.do("data"),
    )
    return _file(
        reader,
        lambda: reader.made(document.pdf, board, reader.language, filters=filters, beside=beside),
        PDF,
        "decision",
        "pdf",
    )


@router.get("/{tag}/decision.html")
def html(reader: Reading) -> Response:
    """The decision page in one file, to be sent."""
    board, dress = reader.do("board", business=reader.business), Chrome(theme=reader.theme)
    filters = reader.filters(board)
    return _file(
        reader,
        lambda: reader.made(decision_page, board, reader.language, chrome=dress, filters=filters),
        HTML,
        "decision",
        "html",
    )


@router.get("/{tag}/evidence/{evidence_id}/chart.svg")
def proof_svg(evidence_id: str, reader: Reading) -> Response:
    """The chart of one piece of evidence, to be scaled."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    return _file(reader, lambda: _picture(plate.svg, _plate(shown.evidence, reader), reader), SVG, shown.id, "svg")


@router.get("/{tag}/evidence/{evidence_id}/chart.png")
def proof_png(evidence_id: str, reader: Reading) -> Response:
    """The chart of one piece of evidence, to be pasted."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    return _file(reader, lambda: _picture(plate.png, _plate(shown.evidence, reader), reader), PNG, shown.id, "png")


@router.get("/{tag}/evidence/{evidence_id}/table.csv")
def proof_csv(evidence_id: str, reader: Reading) -> Response:
    """The estimates of one piece of evidence, for a sheet."""
    shown = reader.do("evidence", evidence_id=evidence_id)
    return _file(reader, lambda: _sheet(table.of_evidence, shown.evidence, reader), CSV, shown.id, "csv")


@router.get("/{tag}/metrics/{name}/chart.svg")
def metric_svg(name: str, reader: Reading) -> Response:
    """The course of one metric, to be scaled."""
    made = plate.of_indicator(_indicator(reader, name), reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.svg, made, reader), SVG, name, "svg")


@router.get("/{tag}/metrics/{name}/chart.png")
def metric_png(name: str, reader: Reading) -> Response:
    """The course of one metric, to be pasted."""
    made = plate.of_indicator(_indicator(reader, name), reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.png, made, reader), PNG, name, "png")


@router.get("/{tag}/metrics/{name}/table.csv")
def metric_csv(name: str, reader: Reading) -> Response:
    """The course of one metric, for a sheet."""
    found = _indicator(reader, name)
    return _file(reader, lambda: _sheet(table.of_indicator, found, reader), CSV, name, "csv")


@router.get("/{tag}/courses/{course_id}/chart.svg")
def course_svg(course_id: str, reader: Reading) -> Response:
    """A picture over time, to be scaled."""
    made = plate.of_course(_course(reader, course_id), reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.svg, made, reader), SVG, course_id, "svg")


@router.get("/{tag}/courses/{course_id}/chart.png")
def course_png(course_id: str, reader: Reading) -> Response:
    """A picture over time, to be pasted."""
    made = plate.of_course(_course(reader, course_id), reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.png, made, reader), PNG, course_id, "png")


@router.get("/{tag}/courses/{course_id}/table.csv")
def course_csv(course_id: str, reader: Reading) -> Response:
    """The weeks of a picture over time, for a sheet."""
    found = _course(reader, course_id)
    return _file(reader, lambda: _sheet(table.of_course, found, reader), CSV, course_id, "csv")


@router.get("/{tag}/mix/{name:path}/chart.svg")
def mix_svg(name: str, reader: Reading) -> Response:
    """A picture of the mix, to be scaled."""
    made = mix.plated(_mix(reader), name, reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.svg, made, reader), SVG, f"mix-{_plain(name)}", "svg")


@router.get("/{tag}/mix/{name:path}/chart.png")
def mix_png(name: str, reader: Reading) -> Response:
    """A picture of the mix, to be pasted."""
    made = mix.plated(_mix(reader), name, reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.png, made, reader), PNG, f"mix-{_plain(name)}", "png")


@router.get("/{tag}/mix/{name:path}/table.csv")
def mix_csv(name: str, reader: Reading) -> Response:
    """The figures behind a picture of the mix, or the proposal, for a sheet."""
    view = _mix(reader)
    made = mix.tabled(view, name, reader.language)
    about = reader.stamp().about(view.shown.evidence)
    text = table.to_csv(made, about, reader.language)
    return _file(reader, lambda: text, CSV, f"mix-{_plain(name)}", "csv")


@router.get("/{tag}/ai/pictures/{name}/chart.svg")
def ai_svg(name: str, reader: Reading) -> Response:
    """A picture of the page on AI, to be scaled."""
    made = ai_pictures.plated(_of_ai(name, reader), reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.svg, made, reader), SVG, name, "svg")


@router.get("/{tag}/ai/pictures/{name}/chart.png")
def ai_png(name: str, reader: Reading) -> Response:
    """A picture of the page on AI, to be pasted."""
    made = ai_pictures.plated(_of_ai(name, reader), reader.stamp(), reader.language)
    return _file(reader, lambda: _picture(plate.png, made, reader), PNG, name, "png")


@router.get("/{tag}/ai/pictures/{name}/table.csv")
def ai_csv(name: str, reader: Reading) -> Response:
    """What a picture of the page on AI shows, for a sheet."""
    one = _of_ai(name, reader)
    about = ai_pictures.stamped(one, reader.stamp())
    return _file(reader, lambda: table.to_csv(one.table(reader.language), about, reader.language), CSV, name, "csv")


def _of_ai(name: str, reader: Reader) -> Picture:
    return ai_pictures.picture(reader.do("ai", business=reader.business), name)


def _mix(reader: Reader) -> Any:
    return reader.do("mix", business=reader.business)


def _plain(name: str) -> str:
    """A name of data as part of a file's name: plain ASCII letters, figures and hyphens."""
    return _UNPLAIN.sub("-", name)


def _course(reader: Reader, name: str) -> Course:
    return course(reader.do("board", business=reader.business), name)


def _file(reader: Reader, make: Callable[[], str | bytes], media: str, name: str, ending: str) -> Response:
    """A file to be stored under a name that says what it is, in which language."""
    return sent(reader.sheet(make, media), reader.request, file=f"{name}-{reader.language.tag}.{ending}")


def _picture(draw: Callable[..., T], made: Plate, reader: Reader) -> T:
    """A picture in the reader's theme; it has no system to follow, so it is light where none was chosen."""
    return reader.made(draw, made, reader.language, reader.theme or "light")


def _plate(evidence: Evidence, reader: Reader) -> Plate:
    made = plate.of_evidence(evidence, reader.stamp(), reader.language)
    if made is None:
        raise TooLittle(
            say("There is no chart: this evidence estimates nothing."), mend=say("see its table, which says why")
        )
    return made


def _indicator(reader: Reader, name: str) -> Indicator:
    """The one indicator of that name."""
    found: tuple[Indicator, ...] = reader.do("metrics", names=(name,), business=reader.business)
    if len(found) != 1:
        raise Ambiguous(
            say("{metric} is known of {count} businesses.", metric=name, count=len(found)),
            mend=say("choose one of: {names}", names=tuple(one.business for one in found)),
        )
    return found[0]


def _sheet(rows: Callable[[N, Language], table.Table], one: N, reader: Reader) -> str:
    return table.to_csv(rows(one, reader.language), reader.stamp().about(one), reader.language)
