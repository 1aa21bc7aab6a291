"""Cells of one column: what is blank, what each means, and why some mean nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import Column
from probant.contract.dimensions import CHANNEL
from probant.source import days, numerals, spans
from probant.source.chunk import BLANKS, Part
from probant.source.flags import flag
from probant.source.spans import Covers
from probant.words import Words, say

LONGEST = 10_000
"""Bytes of text that a cell may hold: ids, names and addresses are far shorter."""

Value = str | bool | int | float | Decimal | date | datetime
Parse = Callable[[str], Value | Words]
_CONTROL = 32
_SUM = ("total", "totals", "totaux", "grand total", "total général", "sum", "somme")
_SUMS = pa.array([form for text in _SUM for form in (text, text.capitalize(), text.title(), text.upper())])
"""Where a channel should stand: what is said in a row that adds up the others, and would be counted twice."""
_DIGITS = 38
_FIRST_INK, _LAST_INK = np.uint8(ord("!")), np.uint8(ord("~"))


@dataclass(frozen=True, slots=True)
class Form:
    """How the text of a column is to be read, once that is known."""

    decimal: str = "."
    order: str | None = None
    zone: ZoneInfo | None = None
    covers: Covers = "day"
    """What a row covers, where that may be written in place of its day."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Values of one column of a chunk, in the contract's type."""

    values: pa.Array
    """(N,) NULL where the cell is blank or faulty."""
    faults: Mapping[int, Words] = field(default_factory=dict)
    """Row -> why its cell means nothing."""


def trimmed(part: Part, column: Column) -> Part:
    """The part without blanks around its text, NULL where nothing is left or where it says 'not known'."""
    if not pa.types.is_string(part.cells.type) or (pa.types.is_string(column.type) and _tight(part.cells)):
        return part
    text = pc.utf8_trim(part.cells, characters=BLANKS)
    blank = (
        pc.equal(pc.binary_length(text), 0)
        if pa.types.is_string(column.type)
        else pc.is_in(text, value_set=pa.array(numerals.NOTHING))
    )
    return Part(pc.if_else(blank, pa.scalar(None, pa.string()), text) if pc.any(blank).as_py() else text, part.plain)


def _tight(cells: pa.Array) -> bool:
    """Whether no text is empty, or begins or ends with what could be a blank; a quick look that spares the slow one."""
    _, offsets, data = cells.buffers()
    if cells.null_count or not len(cells) or data is None:
        return False
    ends = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    letters = np.frombuffer(data, np.uint8)
    if (ends[:-1] == ends[1:]).any():
        return False
    # Unsigned, what is below the first letter wraps around to above the last.
    edges = letters[ends[:-1]] - _FIRST_INK, letters[ends[1:] - 1] - _FIRST_INK
    return bool(max(edge.max() for edge in edges) <= _LAST_INK - _FIRST_INK)


def understood(parts: tuple[Part, ...], column: Column, form: Form) -> Cells:
    """All parts of one column read into the contract's type, and checked against its bounds."""
    read = [_read(trimmed(part, column), column, form) for part in parts]
    values = read[0].values if len(read) == 1 else pc.coalesce(*(one.values for one in read))
    faults = {row: why for one in read for row, why in one.faults.items()}
    return Cells(values, _out_of_bounds(values, column) | faults)


def _read(part: Part, column: Column, form: Form) -> Cells:
    cells, kind = part.cells, column.type
    if not pa.types.is_string(cells.type):
        return _typed(cells, column, form)
    if pa.types.is_string(kind):
        return _texts(cells, column)
    if pa.types.is_boolean(kind):
        return _each(cells, flag, kind)
    if _is_date(kind):
        values, read = days.at_once(cells, kind, form.zone), _moment(kind, form)
    elif form.covers == "month":
        values, read = None, lambda text: spans.month_length(text, form.order, form.zone)
    else:
        mark = "." if part.plain else form.decimal
        values, read = numerals.at_once(cells, mark, kind), _number(kind, mark)
    return Cells(values) if values is not None else _each(cells, read, kind)


def _typed(cells: pa.Array, column: Column, form: Form) -> Cells:
    """Values that were parsed already; what the type, the calendar or the zone does not hold goes by its text."""
    kind = column.type
    if cells.type == kind and not _strange(cells):
        return Cells(cells)
    try:
        if pa.types.is_decimal(cells.type) and pa.types.is_integer(kind):
            return Cells(cells.cast(kind))
        if pa.types.is_integer(cells.type) and pa.types.is_floating(kind):
            return Cells(cells.cast(kind))
        if pa.types.is_integer(cells.type) and pa.types.is_decimal(kind):
            return Cells(cells.cast(pa.decimal128(_DIGITS, kind.scale)).cast(kind))
    except pa.ArrowInvalid:
        pass
    return _read(Part(cells.cast(pa.string()), plain=True), column, form)


def _strange(cells: pa.Array) -> bool:
    """Whether a parser let through what the type or the calendar does not hold."""
    if pa.types.is_floating(cells.type):
        return not pc.all(pc.is_finite(cells)).as_py()
    if pa.types.is_decimal(cells.type):
        # Arrow's CSV parser does not look at the precision again once it has filled up the decimals.
        ends = pc.min_max(cells).as_py().values()
        return any(end is not None and abs(end) >= 10 ** (cells.type.precision - cells.type.scale) for end in ends)
    return _is_date(cells.type) and days.strange(cells)


def _is_date(kind: pa.DataType) -> bool:
    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _number(kind: pa.DataType, mark: str) -> Parse:
    def read(text: str) -> Value | Words:
        value = numerals.number(text, mark)
        return value if isinstance(value, Words) else numerals.fitted(value, kind)

    return read


def _moment(kind: pa.DataType, form: Form) -> Parse:
    if pa.types.is_date(kind):
        return lambda text: spans.first_day(text, form.order, form.zone, form.covers)
    return lambda text: days.instant(text, form.order, form.zone)


def _each(cells: pa.Array, parse: Parse, kind: pa.DataType) -> Cells:
    """Parse each distinct text once."""
    coded = cells.dictionary_encode()
    found = [parse(text) for text in coded.dictionary.to_pylist()]
    values = pa.array([None if isinstance(one, Words) else one for one in found], kind).take(coded.indices)
    return Cells(values, _rows(coded.indices, {code: one for code, one in enumerate(found) if isinstance(one, Words)}))


def _rows(codes: pa.Array, wrong: Mapping[int, Words]) -> dict[int, Words]:
    if not wrong:
        return {}
    plain = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False)
    return {int(row): wrong[int(plain[row])] for row in np.flatnonzero(np.isin(plain, list(wrong)))}


def _texts(cells: pa.Array, column: Column) -> Cells:
    """Names and ids as they are; a code in capitals."""
    if column.unit == "code":
        as_they_are = all(_code(text) == text for text in pc.unique(cells).drop_null().to_pylist())
        return Cells(cells) if as_they_are else _each(cells, _code, column.type)
    longest = pc.max(pc.binary_length(cells)).as_py() or 0
    sums = column.name == CHANNEL.name and pc.any(pc.is_in(cells, value_set=_SUMS)).as_py()
    if longest <= LONGEST and not sums and not _controls(cells):
        return Cells(cells)
    return _each(cells, _channel if sums else _clean, column.type)


def _controls(cells: pa.Array) -> bool:
    data = cells.buffers()[2]
    return data is not None and data.size > 0 and bool(np.frombuffer(data, np.uint8).min() < _CONTROL)


def _clean(text: str) -> str | Words:
    if len(text.encode()) > LONGEST:
        return say("The text is longer than {limit} bytes.", limit=LONGEST)
    if any(ord(letter) < _CONTROL and letter not in "\t\n\r" for letter in text):
        return say("The text holds control characters.")
    return text


def _channel(text: str) -> str | Words:
    return say("This is no channel: the row adds up others.") if text in _SUMS.to_pylist() else _clean(text)


def _code(text: str) -> str | Words:
    code = text.upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else say("This is not a currency code.")


def _scalar(bound: float, kind: pa.DataType) -> pa.Scalar:
    return pa.scalar(Decimal(str(bound)), kind) if pa.types.is_decimal(kind) else pa.scalar(bound)


def _out_of_bounds(values: pa.Array, column: Column) -> dict[int, Words]:
    bounds = (
        (column.low, pc.less, say("The number is below {bound}.", bound=column.low)),
        (column.high, pc.greater, say("The number is above {bound}.", bound=column.high)),
    )
    faults: dict[int, Words] = {}
    for bound, beyond, why in bounds:
        if bound is not None:
            mask = beyond(values, _scalar(bound, column.type))
            if pc.any(mask).as_py():
                rows = np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))
                faults |= dict.fromkeys(rows.tolist(), why)
    return faults
