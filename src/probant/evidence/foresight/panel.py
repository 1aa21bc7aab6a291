"""The store's weekly rows as arrays on one calendar of weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np

from probant.evidence.foresight.scale import Array, Scale
from probant.vocabulary import Period

Row = Mapping[str, Any]
AHEAD = frozenset({"price", "promotion", "holiday"})
"""Kinds of control that the company knows before the week comes: it sets them, or the calendar does."""
SIGNAL = "other"
"""Kind of control that is tested as a metric, and not held fixed."""
GAPS = 0.2
"""Share of weeks without a value above which nothing is said of a metric."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """T weeks, from a Monday on, in which the outcome is known."""

    first: date
    outcome: Array
    """(T,) in its own unit."""
    scale: Scale
    """On which the outcome is foretold."""
    spend: Array
    """(T, 0 or 1) spend of all channels on its scale; no column where none is known."""
    ahead: Array
    """(T, A) controls that are known before their week."""
    seen: Array
    """(T, S) controls that are known only in their week."""
    counting: float | None = None
    """Variance of the outcome on its scale that comes of counting few sales; None where their number is not known."""

    @property
    def period(self) -> Period:
        """From the first Monday to the Monday after the last week."""
        return Period(self.first, self.first + timedelta(weeks=len(self.outcome)))

    def part(self, start: int, end: int) -> Panel:
        """Weeks from `start` up to, not including, `end`."""
        cut = slice(start, end)
        first = self.first + timedelta(weeks=start)
        return replace(
            self,
            first=first,
            outcome=self.outcome[cut],
            spend=self.spend[cut],
            ahead=self.ahead[cut],
            seen=self.seen[cut],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A metric in the weeks of a panel in which it was there."""

    name: str
    start: int
    """Week of the panel in which it begins."""
    values: Array
    """(at most T,) on its scale; a week without a value holds the last one before."""
    gaps: float
    """Share of its weeks without a value, in [0, 1]."""
    counting: float = 0.0
    """Variance on its scale that comes of counting; 0 for what is not counted, or in whole numbers by nobody."""

    @property
    def end(self) -> int:
        """Week of the panel after its last."""
        return self.start + len(self.values)


def whole_weeks(rows: Sequence[Row], until: date, *, late: int = 0) -> dict[date, float]:
    """Values by Monday; the first week, which may be cut short, and those that are not over yet are left out.

    Parameters
    ----------
    rows : sequence of dict
        start (Monday), value; in the order of weeks.
    until : date
        Day after the last one of the data.
    late : int
        Weeks after its end in which a week's figure still grows: it is put where it was known.
    """
    whole = [row for row in rows[1:] if row["start"] + timedelta(weeks=1 + late) <= until]
    shift = timedelta(weeks=late)
    return {row["start"] + shift: float(row["value"]) for row in whole if row["value"] is not None}


def panel(
    outcome: Mapping[date, float],
    spend: Mapping[date, float],
    controls: Sequence[Row],
    sold: Mapping[date, float] = MappingProxyType({}),
) -> Panel | None:
    """The longest unbroken run of weeks up to the last known outcome, with what is held fixed; None for no week.

    Spend, where any is known, bounds the run: before its first week and after its last it is not known,
    and not 0; a week between without a row is one in which nothing was paid. `sold` is the number of sales
    behind the outcome.
    """
    weeks = _run(outcome, spend)
    if not weeks:
        return None
    values = np.array([outcome[week] for week in weeks])
    paid = np.array([spend.get(week, 0.0) for week in weeks])
    columns = _held(controls, weeks)
    empty = np.empty((len(weeks), 0))
    return Panel(
        first=weeks[0],
        outcome=values,
        scale=Scale.of(values),
        spend=Scale.of(paid).up(paid)[:, None] if spend else empty,
        ahead=np.column_stack([empty, *(column for kind, column in columns if kind in AHEAD)]),
        seen=np.column_stack([empty, *(column for kind, column in columns if kind not in AHEAD)]),
        counting=_counting(values, np.array([sold.get(week, np.nan) for week in weeks])),
    )


def candidate(name: str, found: Mapping[date, float], held: Panel) -> Candidate | None:
    """A metric on the calendar of a panel; None where it has no value in its weeks."""
    weeks = len(held.outcome)
    values = np.array([found.get(held.first + timedelta(weeks=week), np.nan) for week in range(weeks)])
    known = np.flatnonzero(np.isfinite(values))
    if len(known) == 0:
        return None
    start, end = int(known[0]), int(known[-1]) + 1
    inside = values[start:end]
    filled = _carried(inside)
    scale = Scale.of(filled)
    counting = scale.counting(filled) if filled.min() >= 0.0 and (filled == np.rint(filled)).all() else 0.0
    return Candidate(name, start, scale.up(filled), float(np.mean(np.isnan(inside))), counting)


def signals(controls: Sequence[Row]) -> dict[str, dict[date, float]]:
    """Series of the table controls that are tested as metrics, by name."""
    found: dict[str, dict[date, float]] = {}
    for row in controls:
        if row["kind"] == SIGNAL and row["value"] is not None:
            found.setdefault(row["control"], {})[row["start"]] = float(row["value"])
    return found


def _run(outcome: Mapping[date, float], spend: Mapping[date, float]) -> list[date]:
    known = sorted(week for week in outcome if not spend or min(spend) <= week <= max(spend))
    breaks = [place for place in range(1, len(known)) if known[place] - known[place - 1] != timedelta(weeks=1)]
    return known[breaks[-1] if breaks else 0 :]


def _counting(outcome: Array, sold: Array) -> float | None:
    """Noise of the number of sales, and of what each is worth: that wavers from week to week by chance too."""
    there = (sold > 0.0) & (outcome > 0.0)
    if there.sum() < len(outcome) / 2:
        return None
    worth = np.diff(np.log(outcome[there] / sold[there]))
    return float(np.mean(1.0 / sold[there]) + (worth**2).mean() / 2)


def _held(controls: Sequence[Row], weeks: Sequence[date]) -> list[tuple[str, Array]]:
    """Kind and (T,) values of each control that varies; weeks without a value hold the last one before."""
    series: dict[tuple[str, str], dict[date, float]] = {}
    for row in controls:
        if row["kind"] != SIGNAL and row["value"] is not None:
            series.setdefault((row["kind"], row["control"]), {})[row["start"]] = float(row["value"])
    found = []
    for (kind, _), values in sorted(series.items()):
        column = np.array([values.get(week, np.nan) for week in weeks])
        if np.isfinite(column).any():
            filled = _carried(column)
            found += [(kind, filled)] if np.ptp(filled) > 0.0 else []
    return found


def _carried(values: Array) -> Array:
    """The same with the last known value, or before any the first, where none is known."""
    known = np.isfinite(values)
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.asarray(values[np.where(last < 0, int(known.argmax()), last)])
