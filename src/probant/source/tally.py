"""What the cells of one column prove: which readings are ruled out, and by which cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from itertools import combinations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.source import currencies, days, numerals
from probant.source.chunk import Lines, Part
from probant.source.spans import Span, span

_EXAMPLES = 3
_PROBED = 16
_MIDNIGHT = "[T ]00(:00(:00([.]0+)?)?)?([Z+-].*)?$"


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell, and the line on which it stands."""

    text: str
    line: int

    def below(self, lines: int) -> Seen:
        """The same cell, that many lines further down."""
        return replace(self, line=self.line + lines)


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the cells of one column prove. Tallies add up; of two cells that prove the same, the first is kept."""

    excluded: Mapping[str, Seen] = field(default_factory=dict)
    """Reading (a decimal mark, an order) -> the first cell that cannot be read so, and can be read otherwise."""
    unsure: Mapping[Pair, tuple[Seen, ...]] = field(default_factory=dict)
    """Two readings -> the first cells that both accept and that mean something else in each."""
    currencies: Mapping[str, Seen] = field(default_factory=dict)
    """Currency code or sign -> where it stands first."""
    naive: Seen | None = None
    """First time without an offset."""
    zoned: Seen | None = None
    """First time with an offset that is not midnight."""
    spans: Mapping[str, Seen] = field(default_factory=dict)
    """What is written in place of a day ('week', 'month') -> the first cell in which it is."""

    def __add__(self, later: Tally) -> Tally:
        pairs = {*self.unsure, *later.unsure}
        both = {pair: (*self.unsure.get(pair, ()), *later.unsure.get(pair, ())) for pair in pairs}
        return Tally(
            {**later.excluded, **self.excluded},
            {pair: _first(seen) for pair, seen in both.items()},
            {**later.currencies, **self.currencies},
            self.naive or later.naive,
            self.zoned or later.zoned,
            {**later.spans, **self.spans},
        )

    def untold(self, more: Tally) -> bool:
        """Whether `more` proves anything that this does not."""
        return not (
            more.excluded.keys() <= self.excluded.keys()
            and more.unsure.keys() <= self.unsure.keys()
            and more.currencies.keys() <= self.currencies.keys()
            and (self.naive is not None or more.naive is None)
            and (self.zoned is not None or more.zoned is None)
            and more.spans.keys() <= self.spans.keys()
        )

    def below(self, lines: int) -> Tally:
        """The tally of the same cells, that many lines further down."""
        return Tally(
            {reading: seen.below(lines) for reading, seen in self.excluded.items()},
            {pair: tuple(one.below(lines) for one in seen) for pair, seen in self.unsure.items()},
            {token: seen.below(lines) for token, seen in self.currencies.items()},
            self.naive and self.naive.below(lines),
            self.zoned and self.zoned.below(lines),
            {covers: seen.below(lines) for covers, seen in self.spans.items()},
        )


def _first(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    by_text = {one.text: one for one in reversed(seen)}
    return tuple(sorted(by_text.values(), key=lambda one: one.line)[:_EXAMPLES])


def of_numbers(part: Part, lines: Lines) -> Tally:
    """What cells of numbers say of the decimal mark and of the currency."""
    named = of_currencies(_tokens(part.cells), part.cells, lines)
    if part.plain:
        return named
    marked = pc.match_substring_regex(part.cells, "[.,]")
    point, comma = (
        pc.and_(marked, pc.match_substring_regex(part.cells, numerals.PATTERN[mark])) for mark in numerals.MARKS
    )
    excluded = {
        ",": _where(pc.and_(point, pc.invert(comma)), part.cells, lines, 1),
        ".": _where(pc.and_(comma, pc.invert(point)), part.cells, lines, 1),
    }
    unsure = _where(pc.and_(point, comma), part.cells, lines, _EXAMPLES)
    return named + Tally(
        {mark: seen[0] for mark, seen in excluded.items() if seen}, {(".", ","): unsure} if unsure else {}
    )


def _where(mask: pa.Array, text: pa.Array, lines: Lines, most: int) -> tuple[Seen, ...]:
    if not pc.any(mask).as_py():
        return ()
    rows = np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))
    found: dict[str, Seen] = {}
    for row in rows:
        found.setdefault(text[int(row)].as_py(), Seen(text[int(row)].as_py(), int(lines[row])))
        if len(found) == most:
            break
    return tuple(found.values())


def _tokens(text: pa.Array) -> pa.Array:
    if not pc.any(pc.match_substring_regex(text, currencies.BESIDE)).as_py():
        return pa.nulls(len(text), pa.string())
    return pc.replace_substring_regex(text, currencies.AROUND, "")


def of_currencies(tokens: pa.Array, text: pa.Array, lines: Lines) -> Tally:
    """Where each currency stands first; what is none is left to the check of each row."""
    found = {}
    for token in pc.unique(tokens).drop_null().to_pylist():
        if token and currencies.meant(token):
            row = pc.index(tokens, token).as_py()
            found[token] = Seen(text[row].as_py(), int(lines[row]))
    return Tally(currencies=found)


def of_dates(part: Part, lines: Lines) -> Tally:
    """What cells of days or instants say of the order of day and month, and of their time zone."""
    rows = _telling(part.cells)
    if rows is not None:
        part, lines = Part(part.cells.take(pa.array(rows))), lines[rows]
    cells = part.cells.dictionary_encode()
    texts = cells.dictionary.to_pylist()
    claims: dict[tuple[str, ...], list[int]] = {}
    for code, text in enumerate(texts):
        for claim in _claims(days.written(text) or span(text)):
            first = claims.setdefault(claim, [])
            if len(first) < _EXAMPLES:
                first.append(code)
    at = {code: int(lines[pc.index(cells.indices, code).as_py()]) for first in claims.values() for code in first}
    seen = {claim: tuple(Seen(texts[code], at[code]) for code in first) for claim, first in claims.items()}
    return Tally(
        excluded={claim[1]: first[0] for claim, first in seen.items() if claim[0] == "not"},
        unsure={(claim[1], claim[2]): first for claim, first in seen.items() if claim[0] == "or"},
        naive=next(iter(seen.get(("naive",), ())), None),
        zoned=next(iter(seen.get(("zoned",), ())), None),
        spans={claim[1]: first[0] for claim, first in seen.items() if claim[0] == "spans"},
    )


def _telling(cells: pa.Array) -> Lines | None:
    """Where all are ISO, and all with an offset or all without: the row that tells as much as all of them."""
    for kind in (pa.timestamp("us", tz="UTC"), pa.timestamp("us")):
        try:
            cells.slice(0, _PROBED).cast(kind)  # Arrow makes a message for each cell that does not parse.
            cells.cast(kind)
        except pa.ArrowInvalid:
            continue
        told = pc.is_valid(cells) if kind.tz is None else pc.invert(pc.match_substring_regex(cells, _MIDNIGHT))
        return np.flatnonzero(pc.fill_null(told, False).to_numpy(zero_copy_only=False))[:1]
    return None


def _claims(what: days.Written | Span | None) -> Iterator[tuple[str, ...]]:
    if what is None:
        return
    if isinstance(what, Span):
        yield "spans", what.covers
        return
    if what.offset is None:
        yield ("naive",)
    elif what.clock != time():
        yield ("zoned",)
    if days.PLAINLY in what.days:
        return
    # With points the month never comes first, unless the day cannot either.
    possible = ("dmy",) if what.points and "dmy" in what.days else tuple(what.days)
    for order in days.ORDERS:
        if order not in possible:
            yield ("not", order)
    for one, other in combinations(possible, 2):
        if what.days[one] != what.days[other]:
            yield ("or", *sorted((one, other)))
