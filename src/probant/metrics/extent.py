"""What the tables behind a metric hold: until when, how fine, in which currency.

Whether weekly data can be asked for by day depends on the data, not on the expression. So a caller
runs `extent` first, reads its few rows with `Extent.of`, and lets `check` refuse what they cannot bear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.contract.catalog import contract
from probant.contract.definition import DAY
from probant.errors import Inconsistent, Refused
from probant.metrics.buckets import EVERY, known
from probant.metrics.cut import Cut
from probant.metrics.definition import Metric
from probant.metrics.parts import Tables, stacked
from probant.vocabulary import Period
from probant.words import say


def extent(metric: Metric, tables: Tables, *, business: str | None = None) -> ir.Table:
    """Last day of each table behind a metric: table, currency, span_days, last.

    One row per table, currency (NULL where a row names none or needs none) and length of row, in
    that order. `last` is over all days that the table names, e.g. acquired and ended.
    """
    return extents((metric,), tables, business=business)


def extents(metrics: Iterable[Metric], tables: Tables, *, business: str | None = None) -> ir.Table:
    """As `extent`, of the tables behind several metrics; those of one metric are the rows of the tables it needs."""
    cut, names = Cut(business=business), sorted({name for metric in metrics for name in metric.needs})
    days = [one for name in names for one in _days(name, cut.scope(tables[name]))]
    groups = ("table", "currency", "span_days")
    found = stacked(*days)
    return (
        found.filter(found.day.notnull())
        .group_by(*groups)
        .agg(last=_.day.max())
        .order_by([ibis.asc(name, nulls_first=False) for name in groups])
    )


def _days(name: str, table: ir.Table) -> list[ir.Table]:
    columns = contract(name).by_name
    currency = table.currency if "currency" in columns else ibis.null("string")
    span = table.span_days.cast("int64") if "span_days" in columns else ibis.literal(1, "int64")
    return [
        table.select(table=ibis.literal(name), currency=currency, span_days=span, day=table[column.name])
        for column in columns.values()
        if column.type == DAY
    ]


AMOUNTS: Mapping[str, str] = MappingProxyType({"spend": "amount", "claims": "value", "outcomes": "revenue"})
"""Table whose rows may cover several days -> the money in it."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What the rows of `extent` say together."""

    until: date
    """Day after the last one of the table that ends first: from there on a side is missing."""
    span_days: int
    """Days of the longest row: nothing finer than that can be asked."""
    currencies: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Extent | None:
        """From the result of `extent`; None where its tables hold nothing."""
        seen = list(rows)
        tables = {row["table"] for row in seen}
        if not tables:
            return None
        of_table = [[row for row in seen if row["table"] == name] for name in tables]
        return cls(
            until=min(max(row["last"] + timedelta(days=row["span_days"]) for row in mine) for mine in of_table),
            span_days=max(row["span_days"] for row in seen),
            currencies=tuple(sorted({row["currency"] for row in seen if row["currency"] is not None})),
        )


def fine(table: ir.Table, every: str) -> ir.Table:
    """Rows of a table with `span_days` that are no longer than a bucket."""
    return table.filter(table.span_days <= EVERY[known(every)])


def coarse(
    names: Iterable[str], tables: Tables, every: str, *, within: Period, business: str | None = None
) -> ir.Table:
    """What `fine` leaves out in a period: table, currency, rows, amount, first, last; per table and currency, in order.

    `names` are tables of `AMOUNTS`; amount is NULL where none is known, first and last are days that rows begin on.
    """
    cut = Cut(business=business, within=within)
    longer = [
        rows.select("currency", "day", table=ibis.literal(name), amount=rows[AMOUNTS[name]])
        for name in names
        for rows in [cut.bound(cut.scope(tables[name])).filter(_.span_days > EVERY[known(every)])]
    ]
    found = stacked(*longer).group_by("table", "currency")
    sums = found.agg(rows=_.count(), amount=_.amount.sum(), first=_.day.min(), last=_.day.max())
    return sums.order_by("table", "currency")


def check(metric: Metric, held: Extent, every: str) -> None:
    """Pass where the data can bear the question.

    Raises Refused for buckets shorter than the rows, Inconsistent for money in several currencies:
    neither can be mended by arithmetic.
    """
    most = EVERY[known(every)]
    if most is not None and held.span_days > most:
        raise Refused(
            say(
                "{metric} cannot be cut by “{every}”: rows of its data cover {days} days each.",
                metric=metric.label,
                every=every,
                days=held.span_days,
            ),
            mend=say("ask for one of: {lengths}", lengths=_bearable(held.span_days)),
        )
    if len(held.currencies) > 1:
        raise Inconsistent(
            say(
                "{metric} would add up money in several currencies: {currencies}.",
                metric=metric.label,
                currencies=held.currencies,
            ),
            mend=say("ask for one business at a time, or convert the money before it is loaded"),
        )


def _bearable(span_days: int) -> tuple[str, ...]:
    return tuple(name for name, most in EVERY.items() if most is None or most >= span_days)
