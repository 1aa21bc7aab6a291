"""How a metric is cut: into buckets of time, into groups, to one business, to one period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

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
        return rows.filter(rows.day >= self.within.start, rows.day < self.within.end)

    def around(self, rows: ir.Table, days: int) -> ir.Table:
        """Rows whose `day` is in the period or within `days` of it: enough, where nothing further can matter."""
        if self.within is None:
            return rows
        margin = timedelta(days=days)
        return rows.filter(rows.day >= self.within.start - margin, rows.day < self.within.end + margin)

    def start(self, day: ir.DateColumn) -> ir.DateColumn:
        """First day of the bucket that holds `day`.

        With 'all': the start of the period, and for days of the equally long period before it the
        start of that one, so that a metric can look back; NULL for other days. Without a period,
        the first day that there is.
        """
        if self.every != "all":
            # By way of a timestamp without zone: on a date, PostgreSQL and Spark give an instant back.
            return day.cast("timestamp").truncate(_TRUNCATE[self.every]).cast("date")
        if self.within is None:
            return day.min().over(ibis.window())
        first, length = self.within.start, self.within.end - self.within.start
        return ibis.cases(
            ((day >= first) & (day < self.within.end), ibis.date(first)),
            ((day >= first - length) & (day < first), ibis.date(first - length)),
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
