"""An initiative as its tables declare it, read into values that cannot contradict themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from probant.errors import TooLittle, UnknownName
from probant.evidence.initiatives.question import Horizons
from probant.words import say

Row = Mapping[str, Any]
Key = tuple[str, str]
"""Business and initiative."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of a product, its range, and what it rests on."""

    name: str
    value: float | None
    """Mean; None where it is that of evidence, or of a published effect."""
    low: float | None = None
    """5th percentile; None where no range is given."""
    high: float | None = None
    """95th percentile."""
    basis: str = "measured"
    """'evidence', 'measured', 'published', 'self_reported' or 'assumed'."""
    source: str | None = None
    """Id of the evidence, or of the published effect."""
    subject: str | None = None
    author: str | None = None
    """Role that judged it."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit, or one cost of use, as a product of factors."""

    name: str
    lines: tuple[str, ...]
    """One, or it is refused."""
    kind: str
    first: int
    """Months after the start from which it counts."""
    factors: Mapping[str, Factor]

    @property
    def line(self) -> str:
        """Its home."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of one kind in one month."""

    month: int
    """From the start, 0 up; what was paid before the start counts as month 0."""
    kind: str
    state: str
    amount: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class People:
    """Who used it in one month."""

    month: int
    licensed: int
    active: int
    used: float
    """Active people, each times the share of their work that was assisted."""
    unknown: int
    """Teams whose assisted share is not known."""

    @property
    def adoption(self) -> float:
        """Share of the work in scope that is done with it, in [0, 1]; 0 where nobody is licensed."""
        return min(1.0, self.used / self.licensed) if self.licensed else 0.0


@dataclass(frozen=True, slots=True)
class Initiative:
    """All that is declared of one initiative."""

    key: Key
    register: Row
    """Its row of the register."""
    currency: str
    start: date
    costs: tuple[Cost, ...]
    traced: tuple[Cost, ...]
    """Tokens as the traces of its agent cost."""
    unpriced: int
    """Spans of its agent that read or wrote tokens and have no price."""
    benefits: tuple[Benefit, ...]
    people: tuple[People, ...]
    """By month, rising."""
    readings: tuple[Row, ...]
    judgements: tuple[Row, ...]
    currencies: tuple[str, ...] = field(default=())
    """Of its costs and traces."""

    @property
    def name(self) -> str:
        """As in the register."""
        return self.key[1]


def one(question: Horizons, name: str, data: Mapping[str, pa.Table]) -> Initiative:
    """The initiative of that name.

    Raises UnknownName with the nearest name, TooLittle where it says nowhere when it starts.
    """
    known = [row["initiative"] for row in data["names"].to_pylist()]
    if name not in known:
        raise UnknownName(say("initiative"), name, known)
    found = every(question, data)
    if not found:
        raise UnknownName(say("initiative of this business"), name, ())
    return found[0]


def every(question: Horizons, data: Mapping[str, pa.Table]) -> tuple[Initiative, ...]:
    """All initiatives that the tables hold, by name. Raises TooLittle where one says nowhere when it starts."""
    rows = {name: table.to_pylist() for name, table in data.items() if name != "names"}
    grouped = {name: _by_key(found) for name, found in rows.items()}
    return tuple(_initiative(question, row, grouped) for row in rows["register"])


def _initiative(question: Horizons, register: Row, grouped: Mapping[str, Mapping[Key, list[Row]]]) -> Initiative:
    key = _key(register)
    own = {name: found.get(key, []) for name, found in grouped.items()}
    start = _start(question, register, own["costs"])
    return Initiative(
        key=key,
        register=register,
        currency=register["currency"],
        start=start,
        costs=tuple(_cost(row, start) for row in own["costs"]),
        traced=tuple(
            _cost({"kind": "tokens", "state": "realised", **row}, start)
            for row in own["tokens"]
            if row["amount"] is not None
        ),
        unpriced=sum(row["unpriced"] for row in own["tokens"]),
        benefits=_benefits(own["benefits"], own["drivers"]),
        people=tuple(_people(row, start) for row in own["adoption"] if _months(start, row["month"]) >= 0),
        readings=tuple(own["readings"]),
        judgements=tuple(own["judgements"]),
        currencies=tuple(
            sorted({row["currency"] for row in (*own["costs"], *own["tokens"]) if row["currency"] is not None})
        ),
    )


def _start(question: Horizons, register: Row, costs: Sequence[Row]) -> date:
    """First day of the first month: as declared, else of the first cost, else as asked."""
    first = register["starts_on"] or min((row["month"] for row in costs), default=None) or question.start
    if first is None:
        raise TooLittle(
            say("“{initiative}” does not say when it starts, and has no cost yet.", initiative=register["initiative"]),
            mend=say("declare its starts_on"),
        )
    return date(first.year, first.month, 1)


def _benefits(benefits: Iterable[Row], drivers: Iterable[Row]) -> tuple[Benefit, ...]:
    by_name: dict[str, list[Row]] = {}
    for row in benefits:
        by_name.setdefault(row["benefit"], []).append(row)
    factors: dict[str, dict[str, Factor]] = {}
    for row in drivers:
        told = ("value", "low", "high", "basis", "source", "subject", "author")
        made = Factor(row["factor"], **{name: row[name] for name in told})
        factors.setdefault(row["benefit"], {})[made.name] = made
    return tuple(
        Benefit(
            name, tuple(row["line"] for row in rows), rows[0]["kind"], rows[0]["first_month"], factors.get(name, {})
        )
        for name, rows in by_name.items()
    )


def _cost(row: Row, start: date) -> Cost:
    month = max(0, _months(start, row["month"]))
    return Cost(month, row["kind"], row["state"], row["amount"], row.get("low"), row.get("high"))


def _people(row: Row, start: date) -> People:
    return People(_months(start, row["month"]), row["licensed"], row["active"], row["used"], row["unknown"])


def _months(start: date, month: date) -> int:
    return (month.year - start.year) * 12 + month.month - start.month


def _by_key(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _key(row: Row) -> Key:
    return row["business"], row["initiative"]
