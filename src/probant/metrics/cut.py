"""How a metric is cut: into buckets of time, into groups, to one business, to one period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from probant.contract.dimensions import WHOLE
from probant.metrics.buckets import known
from probant.vocabulary import Period

_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Cut:
    """Length of a bucket, dimensions to group by, one business or all, and the period or none."""

    every: str = "week"
    by: tuple[str, ...] = ()
    business: str | None = None
    within: Period | None = None
    back: int = 0
    """With 'all' and a period: how many periods of its length before it count too, each a bucket of its own."""

    def __post_init__(self) -> None:
        known(self.every)

    def scope(self, table: ir.Table) -> ir.Table:
        """Rows of the business that is asked about; all of them where none is, or '(all)'."""
        if self.business in (None, WHOLE):
            return table
        return table.filter(table.business == self.business)

    def bound(self, rows: ir.Table) -> ir.Table:
        """Rows whose `day` is known and lies in the period."""
        if self.within is None:
            return rows.filter(rows.day.notnull())
        return rows.filter(rows.day >= self._first(self.within), rows.day < self.within.end)

    def around(self, rows: ir.Table, days: int) -> ir.Table:
        """Rows whose `day` is in the period or within `days` of it: enough, where nothing further can matter."""
        if self.within is None:
            return rows
        margin = timedelta(days=days)
        return rows.filter(rows.day >= self._first(self.within) - margin, rows.day < self.within.end + margin)

    def start(self, day: ir.DateColumn) -> ir.DateColumn:
        """First day of the bucket that holds `day`.

        With 'all': the start of the period, of each of those before it that count too, and of one more,
        so that a metric can look back; NULL for other days. Without a period, the first day that there is.
        """
        if self.every != "all":
            # By way of a timestamp without zone: on a date, PostgreSQL and Spark give an instant back.
            return day.cast("timestamp").truncate(_TRUNCATE[self.every]).cast("date")
        if self.within is None:
            return day.min().over(ibis.window())
        starts = [self.within.start - place * self._length(self.within) for place in range(self.back + 2)]
        ends = [self.within.end, *starts]
        return ibis.cases(
            *(((day >= start) & (day < end), ibis.date(start)) for start, end in zip(starts, ends, strict=False)),
            else_=ibis.null("date"),
        )

    def after(self, start: ir.DateColumn) -> ir.DateColumn:
        """First day after the bucket that begins on `start`; NULL with 'all' and no period: it never ends."""
        if self.every != "all":
            length = ibis.interval(1, unit=_TRUNCATE[self.every])
        elif self.within is not None:
            length = ibis.interval(self.within.days, unit="D")
        else:
            return ibis.null("date")
        return (start.cast("timestamp") + length).cast("date")

    def _first(self, within: Period) -> date:
        """First day that counts."""
        return within.start - self.back * self._length(within)

    @staticmethod
    def _length(within: Period) -> timedelta:
        return within.end - within.start
