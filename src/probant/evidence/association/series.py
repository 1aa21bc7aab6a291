"""The store's weekly sums as arrays, incomplete weeks left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from probant.evidence.association.hac import Array, Weeks
from probant.vocabulary import Period

Row = Mapping[str, Any]
_MONDAY = date(2000, 1, 3)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """T weeks of which spend and outcome are known."""

    weeks: Weeks
    """(T,): number of each week, rising by 1 where none is left out."""
    outcome: Array
    """(T,)"""
    spend: Array
    """(T, C), currency; 0 where nothing was paid."""
    channels: tuple[str, ...]

    @property
    def total(self) -> Array:
        """(T,): spend of all channels."""
        summed: Array = self.spend.sum(axis=1)
        return summed

    @property
    def period(self) -> Period:
        """From the first Monday to the Monday after the last week."""
        first, last = (_MONDAY + timedelta(weeks=int(week)) for week in (self.weeks[0], self.weeks[-1] + 1))
        return Period(first, last)

    def shares(self) -> dict[str, float]:
        """Share of all spend by channel; empty where nothing was spent."""
        paid = self.spend.sum(axis=0)
        if paid.sum() <= 0.0:
            return {}
        return dict(zip(self.channels, (paid / paid.sum()).tolist(), strict=True))


def series(rows: Mapping[str, Sequence[Row]]) -> Series:
    """Weeks whose outcome is known for all seven days and that lie between the first and last whole weeks of spend."""
    outcome = {row["week"]: float(row["value"]) for row in rows["outcome"] if row["days"] >= 7}
    whole = {row["week"] for row in rows["covered"] if row["days"] >= 7 or row["longest"] >= 7}
    edges = {row["week"] for row in (*rows["covered"][:1], *rows["covered"][-1:])}
    paid = {row["week"] for row in rows["covered"]} - (edges - whole)
    weeks = sorted(outcome.keys() & paid)
    channels = tuple(sorted({row["channel"] for row in rows["spend"]}))
    spend = np.zeros((len(weeks), len(channels)))
    place = {week: number for number, week in enumerate(weeks)}
    for row in rows["spend"]:
        if row["week"] in place:
            spend[place[row["week"]], channels.index(row["channel"])] = float(row["amount"])
    numbers = np.array([(week - _MONDAY).days // 7 for week in weeks], dtype=np.int64)
    return Series(numbers, np.array([outcome[week] for week in weeks]), spend, channels)
