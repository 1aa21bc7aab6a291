"""What the first rows of a file show, for what is proposed: which columns hold numbers, how far apart its days are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa

from probant.contract.definition import MONEY, Column
from probant.source import days, numerals
from probant.source.cells import trimmed
from probant.source.chunk import Part, Table
from probant.source.spans import Covers, span
from probant.words import say

_ROWS = 500
_FEWEST = 3
"""Days that must differ before the distance between them says anything."""
_WEEK = 7
_MONTHS = range(28, 32)
_ANY = Column("any", MONEY, "", say("Whatever a column may hold."))


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the first rows of a file show."""

    rows: int
    """Lines below the header, in the whole file."""
    numbers: frozenset[str] = frozenset()
    """Headers of columns in which nothing but numbers was seen; blank cells say nothing against it."""
    amounts: frozenset[str] = frozenset()
    """Those of them in which no number is below zero."""
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Header -> the cells that were seen, blank ones left out, in order."""

    def covers(self, header: str) -> Covers | None:
        """What a row covers, by how the days of that column are written or how far apart they are; None if open."""
        texts = tuple(dict.fromkeys(self.texts.get(header, ())))
        if named := {longer.covers for text in texts if (longer := span(text))}:
            return named.pop() if len(named) == 1 else None
        dated = [one for text in texts if (one := days.written(text))]
        orders = (None,) if all(one.day(None) for one in dated) else days.ORDERS
        fitting = [order for order in orders if all(one.day(order) for one in dated)]
        found = {_distance(one.day(order) for one in dated) for order in fitting}
        return found.pop() if len(found) == 1 else None


def glimpse(table: Table) -> Glimpse:
    """Look at the first rows of a file, and count all of its lines."""
    headers = tuple(header for header in dict.fromkeys(table.headers) if header)
    rows, texts = 0, dict[str, tuple[str, ...]]()
    for piece in table.pieces():
        if not rows:
            columns = table.chunk(piece, headers, 0).columns
            texts = {header: tuple(_texts(columns[header])) for header in headers}
        rows += table.height(piece)
    read = {header: _numbers(cells) for header, cells in texts.items()}
    numbers = {header for header, found in read.items() if found is not None}
    amounts = {header for header in numbers if all(one >= 0 for one in read[header] or ())}
    return Glimpse(rows, frozenset(numbers), frozenset(amounts), texts)


def _texts(parts: Sequence[Part]) -> Iterable[str]:
    for part in parts:
        cells = part.cells.slice(0, _ROWS)
        text = cells if pa.types.is_string(cells.type) else cells.cast(pa.string())
        yield from (one for one in trimmed(Part(text), _ANY).cells.to_pylist() if one is not None)


def _numbers(cells: Sequence[str]) -> list[Decimal] | None:
    """The cells as numbers, with whichever decimal mark fits them all; None where neither does."""
    for mark in numerals.MARKS:
        read = [numerals.number(text, mark) for text in cells]
        found = [one for one in read if isinstance(one, Decimal)]
        if len(found) == len(read):
            return found
    return None


def _distance(moments: Iterable[date | None]) -> Covers | None:
    """What rows on such days cover; None where too few days differ, or they lie otherwise."""
    found = sorted({day for day in moments if day is not None})
    gaps = [(later - day).days for day, later in pairwise(found)]
    if len(found) < _FEWEST:
        return None
    if min(gaps) == _WEEK and all(gap % _WEEK == 0 for gap in gaps):
        return "week"
    if all(day.day == 1 for day in found) and min(gaps) in _MONTHS:
        return "month"
    return "day" if min(gaps) == 1 else None
