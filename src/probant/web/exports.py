"""Files to take away: whatever a page shows as picture and as table, and the decision page in one piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import APIRouter, Response

from probant.errors import Ambiguous, TooLittle
from probant.report import ai_pictures, courses, document, mix, pen, plate, table, truth
from probant.report.chrome import Chrome
from probant.report.page import decision_page
from probant.report.plate import Plate
from probant.report.table import Table
from probant.report.views import Stamp
from probant.vocabulary import Evidence, Indicator
from probant.web.press import Press
from probant.web.reader import Reader, Reading
from probant.web.sheet import HTML, Sheet, sent
from probant.words import say

router = APIRouter(include_in_schema=False)
_UNPLAIN = re.compile(r"[^A-Za-z0-9_-]+")
CSV, PDF, PNG, SVG = "text/csv; charset=utf-8", "application/pdf", "image/png", "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Thing:
    """What can be taken away as picture and as table; either is made when it is asked for."""

    file: str
    """Name of its files, without language and ending."""
    stamp: Stamp
    """What it alone speaks of."""
    plate: Callable[[], Plate]
    table: Callable[[], Table]


def _svg(thing: Thing, reader: Reader) -> str:
    return plate.svg(thing.plate(), reader.language, _theme(reader))


def _png(thing: Thing, reader: Reader) -> bytes:
    return plate.png(thing.plate(), reader.language, _theme(reader))


def _csv(thing: Thing, reader: Reader) -> str:
    return table.to_csv(thing.table(), thing.stamp, reader.language)


def _theme(reader: Reader) -> str:
    """A picture has no system to follow, so it is light where no theme was chosen."""
    return reader.theme or "light"


Make = Callable[[Thing, Reader], str | bytes]
FILES: Mapping[str, tuple[str, Make]] = MappingProxyType(
    {"chart.svg": (SVG, _svg), "chart.png": (PNG, _png), "table.csv": (CSV, _csv)}
)
"""Kind of each file, and what makes it; by the end of its address."""


Find = Callable[[str, Reader], Thing]


def offered(start: str) -> Callable[[Find], Find]:
    """All files of the things that a function finds by name, at addresses that begin so."""

    def offer(find: Find) -> Find:
        for end, (media, make) in FILES.items():
            answer = _taken(find, make, media, end.rpartition(".")[2])
            router.add_api_route(f"/{{tag}}/{start}/{{name:path}}/{end}", answer, methods=["GET"])
        return find

    return offer


def _taken(find: Find, make: Make, media: str, ending: str) -> Callable[[str, Reader], Response]:
    """What answers the address of one kind of file."""

    def take(name: str, reader: Reading) -> Response:
        thing = find(name, reader)
        return _file(reader, reader.sheet(lambda: reader.made(make, thing, reader), media), thing.file, ending)

    return take


@offered("evidence")
def _proof(name: str, reader: Reader) -> Thing:
    """A piece of evidence by its id, or the beginning of it."""
    shown = reader.do("evidence", evidence_id=name)
    one, stamp, language = shown.evidence, reader.stamp(), reader.language
    return Thing(shown.id, stamp.about(one), lambda: _plate(one, reader), lambda: truth.of_shown(shown, language))


@offered("metrics")
def _metric(name: str, reader: Reader) -> Thing:
    one, stamp, language = _indicator(reader, name), reader.stamp(), reader.language
    return Thing(
        name,
        stamp.about(one),
        lambda: plate.of_indicator(one, stamp, language),
        lambda: table.of_indicator(one, language),
    )


@offered("courses")
def _course(name: str, reader: Reader) -> Thing:
    one = courses.course(reader.do("board", business=reader.business), name)
    stamp, language = reader.stamp(), reader.language
    return Thing(
        name, stamp.about(one), lambda: plate.of_course(one, stamp, language), lambda: table.of_course(one, language)
    )


@offered("mix")
def _mix(name: str, reader: Reader) -> Thing:
    """A picture of the mix, or its proposal."""
    view, stamp, language = reader.do("mix", business=reader.business), reader.stamp(), reader.language
    return Thing(
        f"mix-{_UNPLAIN.sub('-', name)}",
        stamp if view.shown is None else stamp.about(view.shown.evidence),
        lambda: mix.plated(view, name, stamp, language),
        lambda: mix.tabled(view, name, language),
    )


@offered("ai/pictures")
def _of_ai(name: str, reader: Reader) -> Thing:
    one = ai_pictures.picture(reader.do("ai", business=reader.business), name)
    stamp, language = reader.stamp(), reader.language
    return Thing(
        name,
        ai_pictures.stamped(one, stamp),
        lambda: ai_pictures.plated(one, stamp, language),
        lambda: one.table(language),
    )


@router.get("/{tag}/decision.pdf")
def pdf(reader: Reading) -> Response:
    """The decision page to print."""
    return _file(reader, reader.sheet(lambda: _set(reader), PDF), "decision", "pdf")


def _set(reader: Reader) -> bytes:
    """The report in type; the engine that sets it gets ready while the report is told."""
    press: Press = reader.request.app.state.press
    press.ready(pen.compose)
    return reader.made(document.set_in_type, to_print(reader))


def to_print(reader: Reader) -> str:
    """All that the printed report says and shows, short of setting it in type; kept while nothing changes."""
    business, language = reader.business, reader.language
    with ThreadPoolExecutor(1, "data") as other:  # the engine counts there while the rest is put together here
        data = other.submit(reader.do, "data")
        board = reader.do("board", business=business)
        beside = document.Beside(
            mix=reader.do("mix", business=business),
            moved=reader.do("refreshed", business=business),
            ai=reader.do("ai", business=business),
            data=data.result(),
        )
    filters = reader.filters(board)
    return reader.shelf.get(
        reader.version,
        ("to print", language.tag, business),
        lambda: reader.made(document.told, board, language, filters=filters, beside=beside),
    )


@router.get("/{tag}/decision.html")
def html(reader: Reading) -> Response:
    """The decision page in one file, to be sent."""
    board, dress = reader.do("board", business=reader.business), Chrome(theme=reader.theme)
    filters = reader.filters(board)
    sheet = reader.sheet(
        lambda: reader.made(decision_page, board, reader.language, chrome=dress, filters=filters), HTML
    )
    return _file(reader, sheet, "decision", "html")


def _file(reader: Reader, sheet: Sheet, name: str, ending: str) -> Response:
    """A file to be stored under a name that says what it is, in which language."""
    return sent(sheet, reader.request, file=f"{name}-{reader.language.tag}.{ending}")


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
