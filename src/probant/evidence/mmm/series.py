"""The store's sums as arrays: one row a step, none left out, of all channels and controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from probant.errors import Inconsistent, TooLittle, UnknownName
from probant.evidence.mmm.data import WHOLE
from probant.evidence.mmm.question import EVERY, NAMES, MixQuestion
from probant.stats.adstock import Array
from probant.vocabulary import Period
from probant.words import say

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """T steps of C channels, the paid ones first, and K controls."""

    days: tuple[date, ...]
    """(T,) first day of each step; none is left out between the first and the last."""
    step_days: int
    outcome: Array
    """(T,) NaN where it is not known."""
    channels: tuple[str, ...]
    spend: Array
    """(T, C) currency; 0 where nothing was paid, and for organic channels."""
    exposure: Array
    """(T, C) what works: spend, impressions, or the value of an organic channel; >= 0."""
    history: Array
    """(H, C) exposure of the steps before the first, the newest last."""
    controls: tuple[str, ...]
    values: Array
    """(T, K) of the controls; 0 where not known."""
    paid: int
    """How many of the channels cost money."""
    frequency: Array | None = None
    """(H + T, C) impressions by person reached, history first, of channels that work by reach; 1 elsewhere."""
    silent: tuple[str, ...] = ()
    """Channels asked about, or seen, that were never on."""

    @property
    def period(self) -> Period:
        """From the first day of the first step to the day after the last one."""
        return Period(self.days[0], self.days[-1] + timedelta(days=self.step_days))

    @property
    def known(self) -> np.ndarray:
        """(T,) whether the outcome is known."""
        return np.isfinite(self.outcome)

    @property
    def totals(self) -> Array:
        """(C,) spend over all steps."""
        summed: Array = self.spend.sum(axis=0)
        return summed

    def shares(self) -> dict[str, float]:
        """Share of all spend by paid channel."""
        paid = self.totals[: self.paid]
        return dict(zip(self.channels, (paid / paid.sum()).tolist(), strict=False)) if paid.sum() > 0.0 else {}

    def of_channels(self, chosen: np.ndarray) -> Series:
        """Those channels alone, `chosen` (C,) true or false."""
        return replace(
            self,
            channels=tuple(name for name, is_chosen in zip(self.channels, chosen, strict=True) if is_chosen),
            spend=self.spend[:, chosen],
            exposure=self.exposure[:, chosen],
            history=self.history[:, chosen],
            paid=int(chosen[: self.paid].sum()),
            frequency=None if self.frequency is None else self.frequency[:, chosen],
        )

    def first(self, steps: int) -> Series:
        """The first `steps` steps alone."""
        return replace(
            self,
            days=self.days[:steps],
            outcome=self.outcome[:steps],
            spend=self.spend[:steps],
            exposure=self.exposure[:steps],
            values=self.values[:steps],
            frequency=None if self.frequency is None else self.frequency[: len(self.history) + steps],
        )


def series(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> Series:
    """Steps from the first to the last of which outcome and spend are known.

    Raises UnknownName for names that the store does not hold, Inconsistent for several currencies or negative
    spend, TooLittle where spend and outcome have no step in common, or the outcome is 0 throughout.
    """
    _check(question, rows)
    days = _shared_days(question, [rows])
    found = _assembled(question, rows, days)
    _check_outcome(question, found)
    return found


def prepared(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> tuple[tuple[str, ...], tuple[date, ...]]:
    """The areas with both spend and outcome, and the steps that they share; raises as `series`."""
    _check(question, rows)
    named = sorted({row["area"] for row in rows["outcome"]} & {row["area"] for row in rows["spend"]} - {WHOLE})
    return tuple(named), _shared_days(question, [rows_of(rows, name) for name in named]) if named else ()


def rows_of(rows: Mapping[str, Sequence[Row]], area: str) -> dict[str, Sequence[Row]]:
    """The rows of one area; controls and covered steps that are of no area in particular are of each."""
    found: dict[str, Sequence[Row]] = {
        name: [row for row in table if row.get("area", area) == area] for name, table in rows.items()
    }
    return found | {"controls": [row for row in rows["controls"] if row["area"] in (area, WHOLE)]}


def of_area(
    question: MixQuestion, rows: Mapping[str, Sequence[Row]], area: str, days: tuple[date, ...], like: Series
) -> Series:
    """One area over these steps, with the channels of all areas together, `like`, on in it or not."""
    return _assembled(question, rows_of(rows, area), days, like)


def together(question: MixQuestion, rows: Mapping[str, Sequence[Row]], days: tuple[date, ...]) -> Series:
    """All areas added up."""
    found = _assembled(question, rows, days)
    _check_outcome(question, found)
    return found


def _check(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> None:
    _check_names(question, rows["names"])
    _check_currencies(rows["currencies"])
    _check_spend(rows["spend"])


def _shared_days(question: MixQuestion, parts: Sequence[Mapping[str, Sequence[Row]]]) -> tuple[date, ...]:
    """Steps from the first to the last of which spend and outcome are known, in all parts."""
    ends = []
    for rows in parts:
        known = {row["step"] for row in rows["outcome"] if row["days"] >= question.step_days}
        both = known & _covered(question, rows["covered"])
        ends.append((min(both), max(both)) if both else (date.max, date.min))
    first, last = max(one for one, _ in ends), min(one for _, one in ends)
    if first > last:
        raise TooLittle(
            say("No whole step has both spend and {outcome}.", outcome=NAMES[question.outcome]),
            mend=say("load spend and outcomes of the same weeks, or ask for another outcome or period"),
        )
    return _steps(first, last, question.step_days)


def _assembled(
    question: MixQuestion, rows: Mapping[str, Sequence[Row]], days: tuple[date, ...], like: Series | None = None
) -> Series:
    before = _steps(days[0] - timedelta(days=question.step_days * (question.lags - 1)), days[0], question.step_days)
    every, seen = (*before[:-1], *days), len(before) - 1
    asked = question.channels or tuple(sorted({row["channel"] for row in rows["spend"]}))
    asked = asked if like is None else like.channels[: like.paid]
    organic = question.organic if like is None else like.channels[like.paid :]
    amounts = _wide(rows["spend"], "channel", "amount", asked, every)
    shown = amounts if question.exposure == "spend" else _shown(rows["spend"], asked, every)
    shown, often = _reached(question, rows["spend"], asked, every, shown)
    natural = _wide(rows["controls"], "control", "value", organic, every)
    on = np.flatnonzero((shown[seen:].max(axis=0, initial=0.0) > 0.0) | (like is not None))
    free = np.flatnonzero((natural[seen:].max(axis=0, initial=0.0) > 0.0) | (like is not None))
    names = like.controls if like is not None else question.controls or _others(question, rows["controls"])
    exposure = np.concatenate([shown[:, on], natural[:, free]], axis=1)
    outcome = _outcome(question, rows["outcome"], days)
    channels = (*(asked[place] for place in on), *(organic[place] for place in free))
    return Series(
        days=days,
        step_days=question.step_days,
        outcome=outcome,
        channels=channels,
        spend=np.concatenate([amounts[seen:, on], np.zeros((len(days), len(free)))], axis=1),
        exposure=exposure[seen:],
        history=exposure[:seen],
        controls=names,
        values=_wide(rows["controls"], "control", "value", names, days),
        paid=len(on),
        frequency=often if often is None else np.pad(often[:, on], ((0, 0), (0, len(free))), constant_values=1.0),
        silent=tuple(name for name in (*asked, *organic) if name not in channels),
    )


def _outcome(question: MixQuestion, rows: Sequence[Row], days: Sequence[date]) -> Array:
    """(T,) sums over areas; NaN where the days of a step are not all known."""
    whole: dict[date, float] = {}
    short = {row["step"] for row in rows if row["days"] < question.step_days}
    for row in rows:
        whole[row["step"]] = whole.get(row["step"], 0.0) + float(row["value"])
    return np.array([whole[day] if day in whole and day not in short else np.nan for day in days])


def _wide(rows: Sequence[Row], key: str, value: str, names: Sequence[str], days: Sequence[date]) -> Array:
    """(days, names): the rows' values, 0 where there is none."""
    row_of, column_of = {day: n for n, day in enumerate(days)}, {name: n for n, name in enumerate(names)}
    wide = np.zeros((len(days), len(names)))
    for row in rows:
        if row["step"] in row_of and row[key] in column_of and row[value] is not None:
            wide[row_of[row["step"]], column_of[row[key]]] += float(row[value])
    return wide


def _shown(rows: Sequence[Row], names: Sequence[str], days: Sequence[date]) -> Array:
    """Impressions; Inconsistent where a paid row does not know its own."""
    silent = tuple(sorted({row["channel"] for row in rows if row["silent"] and row["channel"] in names}))
    if silent:
        raise Inconsistent(
            say("Impressions are not known for all the spend on {channels}.", channels=silent),
            mend=say("ask with exposure = “spend”, or name in channels those that have impressions"),
        )
    return _wide(rows, "channel", "impressions", names, days)


def _reached(
    question: MixQuestion, rows: Sequence[Row], names: Sequence[str], days: Sequence[date], shown: Array
) -> tuple[Array, Array | None]:
    """Exposure with the reach of channels that work by it, and (days, names) how often they were shown to a person.

    Inconsistent where a paid row does not know its reach, or is shorter than a step: people reached on two days of a
    week would count twice.
    """
    if not question.reach:
        return shown, None
    ours = [row for row in rows if row["channel"] in question.reach]
    silent = tuple(sorted({row["channel"] for row in ours if row["unreached"]}))
    if silent:
        raise Inconsistent(
            say("Reach and impressions are not known for all the spend on {channels}.", channels=silent),
            mend=say("leave these channels out of reach, or load the reach of every row"),
        )
    short = tuple(sorted({row["channel"] for row in ours if row["reach"] and row["shortest"] < question.step_days}))
    if short:
        raise Inconsistent(
            say("The reach of {channels} is known by day: over a week, people would be counted twice.", channels=short),
            mend=say("load spend and reach of these channels by week, or ask with step = “day”"),
        )
    people, views = (_wide(ours, "channel", kind, names, days) for kind in ("reach", "impressions"))
    is_reached = np.array([name in question.reach for name in names])
    often = np.where((people > 0.0) & is_reached, np.maximum(views, people) / np.where(people > 0.0, people, 1.0), 1.0)
    return np.where(is_reached, people, shown), often


def _others(question: MixQuestion, rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(sorted({row["control"] for row in rows} - set(question.organic)))


def _steps(first: date, last: date, length: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=length * n) for n in range((last - first).days // length + 1))


def _covered(question: MixQuestion, rows: Sequence[Row]) -> set[date]:
    """Steps between the first and the last whole one with spend; those between without any were not paid for."""
    if not rows:
        return set()
    whole = {row["step"] for row in rows if row["days"] >= question.step_days or row["longest"] >= question.step_days}
    edges = {row["step"] for row in (rows[0], rows[-1])}
    ends = sorted({row["step"] for row in rows} - (edges - whole))
    return set(_steps(ends[0], ends[-1], question.step_days)) if ends else set()


def _check_names(question: MixQuestion, rows: Sequence[Row]) -> None:
    known = {kind: [row["name"] for row in rows if row["kind"] == kind] for kind in ("business", "channel", "control")}
    if not question.every_business and question.business not in known["business"]:
        raise UnknownName(say("business with spend"), question.business, known["business"])
    changing = set(question.changing) - {EVERY}
    for name in (*question.channels, *sorted(changing), *question.reach, *(lift.channel for lift in question.lifts)):
        if name not in known["channel"]:
            raise UnknownName(say("channel with spend"), name, known["channel"])
    for name in (*question.controls, *question.organic):
        if name not in known["control"]:
            raise UnknownName(say("control"), name, known["control"])


def _check_currencies(rows: Sequence[Row]) -> None:
    for kind in ("spend", "outcomes"):
        found = tuple(row["currency"] for row in rows if row["kind"] == kind)
        if len(found) > 1:
            raise Inconsistent(
                say("The table {table} has several currencies: {currencies}.", table=kind, currencies=found),
                mend=say("ask for a business or a period that has one currency"),
            )


def _check_spend(rows: Sequence[Row]) -> None:
    for row in rows:
        if row["least"] is not None and row["least"] < 0:
            raise Inconsistent(
                say("The spend on “{channel}” is negative on {day}.", channel=row["channel"], day=row["step"]),
                mend=say("book credits and refunds in the week of the spend they belong to, then load it again"),
            )


def _check_outcome(question: MixQuestion, found: Series) -> None:
    if not np.any(found.outcome[found.known] != 0.0):
        raise TooLittle(
            say("{outcome} is 0 in every step of the period.", outcome=NAMES[question.outcome]),
            mend=say("ask for another outcome, or load the one that is meant"),
        )
    if not found.channels:
        raise TooLittle(
            say("No channel was on in the period from {start} to {end}.", start=found.days[0], end=found.days[-1]),
            mend=say("ask for another period, or load the spend of this one"),
        )
