"""What the whole file proves, before any of it is understood: decimal marks, orders of dates, zones, one currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import add
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import Column
from probant.contract.dimensions import SPAN
from probant.errors import Ambiguous, Inconsistent
from probant.source import asks, currencies, days, numerals, tally
from probant.source.cells import Form, trimmed
from probant.source.chunk import Lines, Part, Piece, Table
from probant.source.plan import Field, Fixed, Plan
from probant.source.records import OpenQuote
from probant.source.settings import SourceSettings
from probant.source.spans import Covers
from probant.source.stride import Placed, ahead, placed
from probant.source.tally import Seen, Tally
from probant.vocabulary import Tell
from probant.words import say

Tallies = Mapping[Field, Tally]


@dataclass(frozen=True, slots=True)
class Proof:
    """How each column is to be read, and what shows it."""

    forms: Mapping[Field, Form]
    seen: Tallies
    """Of the columns whose text could mean more than one thing."""
    pieces: int
    """Pieces that were looked at."""
    whole: bool
    """Whether they are all that the file has."""


def settled(table: Table, plan: Plan, settings: SourceSettings, file: str, tell: Tell) -> Proof:
    """What the first piece proves, where it settles how every column is to be read; else what the whole file proves.

    Raises
    ------
    Ambiguous, Inconsistent
        As `prove`.
    """
    first = list(islice(table.pieces(), 2))
    if len(first) == 2:
        try:
            nothing = _nothing(plan)
            seen = nothing | _look_at(table, plan, Placed(0, table.first, first[0]), nothing)
            return Proof(_forms(file, plan, seen, settings), seen, 1, whole=False)
        except (Ambiguous, Inconsistent, OpenQuote):
            pass  # what a piece leaves open the rest may decide, and an error must say what the whole file shows
    return prove(table, plan, settings, file, tell)


def prove(
    table: Table,
    plan: Plan,
    settings: SourceSettings,
    file: str,
    tell: Tell,
    *,
    since: Placed | None = None,
    known: Tallies | None = None,
) -> Proof:
    """Look at every row once, or at those from `since` on, and decide how each column is to be read.

    `known` is what the rows before them proved.

    Raises
    ------
    Ambiguous
        If no cell of the file decides a decimal mark, an order or a zone that matters, or if cells
        contradict one another.
    Inconsistent
        If the file holds two currencies, or another than it is to be loaded with.
    """
    seen, pieces = dict(known or _nothing(plan)), since.number if since else 0
    # Whatever is known so far only spares work: a piece that parses plainly proves nothing new.
    for piece, found in ahead(lambda one: _look_at(table, plan, one, dict(seen)), placed(table, since)):
        seen.update({field: seen[field] + one for field, one in found.items()})
        pieces += 1
        tell(piece.piece.done, say("looking through {file}", file=file))
    return Proof(_forms(file, plan, seen, settings), seen, pieces, whole=True)


def _nothing(plan: Plan) -> dict[Field, Tally]:
    return {field: Tally() for field in plan.fields if _proves(_column(plan, field)) and field != plan.lengths}


def _look_at(table: Table, plan: Plan, piece: Placed, seen: Tallies) -> dict[Field, Tally]:
    try:
        found = look(table, plan, piece.piece, seen)
    except OpenQuote as error:
        raise error.below(piece.line) from None
    return {field: one.below(piece.line) for field, one in found.items()}


def _column(plan: Plan, field: Field) -> Column:
    return plan.contract.by_name[field[0]]


def _proves(column: Column) -> bool:
    return column.unit == "code" or not (pa.types.is_string(column.type) or pa.types.is_boolean(column.type))


def look(table: Table, plan: Plan, piece: Piece, seen: Tallies) -> Tallies:
    """What a piece proves, its lines counted from 0; no more than is needed beside what was `seen`."""
    headers = tuple(dict.fromkeys(header for _, header in seen))
    types, mark = kinds(plan, seen)
    parsed = table.typed(piece, types, mark) if any(kind != pa.string() for kind in types.values()) else None
    if parsed is None:
        chunk = table.chunk(piece, headers, 0)
        return {field: _tally(_column(plan, field), chunk.columns[field[1]], chunk.lines) for field in seen}
    return _loose(plan, seen, parsed, types)


def news(proof: Proof, plan: Plan, parsed: pa.Table, types: Mapping[str, pa.DataType]) -> bool:
    """Whether the columns of a piece that were parsed as text prove what was not known."""
    found = _loose(plan, proof.seen, parsed, types)
    return any(proof.seen[field].untold(one) for field, one in found.items())


def _loose(plan: Plan, seen: Tallies, parsed: pa.Table, types: Mapping[str, pa.DataType]) -> Tallies:
    lines = np.arange(parsed.num_rows, dtype=np.int64)
    loose = {field: parsed[field[1]].combine_chunks() for field in seen if types[field[1]] == pa.string()}
    return {field: _tally(_column(plan, field), (Part(cells),), lines) for field, cells in loose.items()}


def _tally(column: Column, parts: tuple[Part, ...], lines: Lines) -> Tally:
    return reduce(add, (_of(trimmed(part, column), column, lines) for part in parts), Tally())


def _of(part: Part, column: Column, lines: Lines) -> Tally:
    if not pa.types.is_string(part.cells.type):
        part, lines = _telling(part.cells, lines)
    if column.unit == "code":
        codes = pc.utf8_upper(part.cells)
        return tally.of_currencies(codes, part.cells, lines)
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return tally.of_dates(part, lines)
    return tally.of_numbers(part, lines)


def _telling(cells: pa.Array, lines: Lines) -> tuple[Part, Lines]:
    """Of typed values, the one that tells most: types leave nothing open but the time zone."""
    told = pc.is_valid(cells)
    if pa.types.is_timestamp(cells.type) and cells.type.tz:
        told = pc.and_(told, pc.not_equal(cells, pc.floor_temporal(cells, unit="day")))
    rows = np.flatnonzero(pc.fill_null(told, False).to_numpy(zero_copy_only=False))[:1]
    return Part(cells.take(pa.array(rows)).cast(pa.string()), plain=True), lines[rows]


def kinds(plan: Plan, seen: Tallies) -> tuple[dict[str, pa.DataType], str]:
    """Per header, the type by which a piece may be parsed at once without overlooking a proof; else text."""
    marks = {mark for mark in numerals.MARKS if any(_decided(one) == mark for one in seen.values())}
    mark = marks.pop() if len(marks) == 1 else "."
    types: dict[str, pa.DataType] = {}
    for field, one in seen.items():
        kind = _kind(_column(plan, field), one, mark)
        types[field[1]] = kind if types.get(field[1], kind) == kind else pa.string()
    return types, mark


def _decided(one: Tally) -> str | None:
    left = [mark for mark in numerals.MARKS if mark not in one.excluded]
    return left[0] if len(left) == 1 else None


def _kind(column: Column, one: Tally, mark: str) -> pa.DataType:
    if column.unit == "code" or one.currencies:
        return pa.string()
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return _date_kind(column, one)
    if _decided(one) == mark:
        return pa.float64()
    return pa.string() if one.excluded or one.unsure else pa.int64()


def _date_kind(column: Column, one: Tally) -> pa.DataType:
    """ISO dates and instants parse at once; whether they have offsets must have been seen before."""
    if one.excluded or one.unsure or not (one.naive or one.zoned):
        return pa.string()
    if pa.types.is_date(column.type):
        return column.type
    if one.naive and one.zoned:
        return pa.string()
    return pa.timestamp("us") if one.naive else column.type


def _one_currency(file: str, plan: Plan, seen: Tallies) -> None:
    found = sorted(
        ((one, token) for said in seen.values() for token, one in said.currencies.items()),
        key=lambda pair: pair[0].line,
    )
    possible: frozenset[str] | None = None
    for one, token in found:
        left = currencies.meant(token) if possible is None else possible & currencies.meant(token)
        if not left:
            raise asks.currency_changed(file, found[0][0], one)
        possible = left
    slot = plan.shapes[0].get("currency")
    if isinstance(slot, Fixed) and possible and slot.value.is_valid and slot.value.as_py() not in (*possible, "XXX"):
        raise asks.currency_denied(file, slot.value.as_py(), found[0][0])


def _forms(file: str, plan: Plan, seen: Tallies, settings: SourceSettings) -> dict[Field, Form]:
    _one_currency(file, plan, seen)
    zone = ZoneInfo(settings.timezone) if settings.timezone else None
    marks = {_decided(one) for one in seen.values()} & set(numerals.MARKS)
    orders = {left[0] for one in seen.values() if len(left := _orders(one)) == 1}
    forms = {}
    for field in plan.fields:
        one, column = seen.get(field, Tally()), _column(plan, field)
        if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
            _check_zone(file, field, column, one, zone)
            _check_spans(file, field, one, plan)
            open_ = bool(one.excluded or one.unsure)
            order = settings.date_order or _order(file, field, one, orders)
            forms[field] = Form(order=order if open_ else None, zone=zone, covers=_covers(field, plan))
        elif field == plan.lengths:
            forms[field] = forms["day", field[1]]
        else:
            forms[field] = Form(decimal=settings.decimal or _mark(file, field, one, marks))
    return forms


def _mark(file: str, field: Field, one: Tally, others: set[str | None]) -> str:
    """The decimal mark that the column proves, else the one that the file's other columns prove."""
    if len(one.excluded) == len(numerals.MARKS):
        raise asks.decimal_torn(file, field[1], one.excluded[","], one.excluded["."])
    own = _decided(one)
    if own is None and len(others) == 1:
        own = next(iter(others))
    if own is None and one.unsure:
        raise asks.decimal_open(file, field[1], one.unsure[".", ","])
    return own or "."


def _orders(one: Tally) -> list[str]:
    return [order for order in days.ORDERS if order not in one.excluded] if one.excluded or one.unsure else []


def _order(file: str, field: Field, one: Tally, others: set[str]) -> str | None:
    """The order that the column proves, else the one that the others prove; None where every date is ISO."""
    left = _orders(one)
    if len(one.excluded) == len(days.ORDERS):
        raise asks.order_torn(file, field[1], _contradicting(one))
    shared = [order for order in left if order in others]
    if len(left) > 1 and len(shared) == 1:
        return shared[0]
    unsure = [seen for pair, seen in one.unsure.items() if set(pair) <= set(left)]
    if unsure:
        raise asks.order_open(file, field[1], left, unsure[0])
    return left[0] if left else None


def _contradicting(one: Tally) -> list[Seen]:
    return sorted({seen.line: seen for order, seen in one.excluded.items() if order != "ymd"}.values(), key=_line)


def _line(seen: Seen) -> int:
    return seen.line


def _covers(field: Field, plan: Plan) -> Covers:
    return plan.covers or "day" if field[0] == "day" else "day"


def _check_spans(file: str, field: Field, one: Tally, plan: Plan) -> None:
    """Rows that cover a week or a month must be known to: a month's money is not that of its first day."""
    if field[0] == "day" and SPAN.name in plan.contract.by_name:
        for covers, seen in one.spans.items():
            if covers != plan.covers:
                raise asks.span_open(file, field[1], seen, covers)


def _check_zone(file: str, field: Field, column: Column, one: Tally, zone: ZoneInfo | None) -> None:
    missing = one.zoned if pa.types.is_date(column.type) else one.naive
    if zone is None and missing is not None:
        raise asks.zone_open(file, field[1], missing)
