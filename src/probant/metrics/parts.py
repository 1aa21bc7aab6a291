"""Sides of a metric: which rows are read, what is added up over them, and how two sides meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from ibis import Deferred, _

from probant.contract.catalog import contract
from probant.metrics.cut import Cut

Tables = Mapping[str, ir.Table]
"""Contract name to table of the store."""
DIMENSIONS = ("business", "area", "channel")
"""What a metric can be grouped by, where its rows carry it."""
ONE = ibis.literal(1, "int64")
"""The amount of a part that counts its rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows to add up. They have `day`, by which they are put into buckets, and the dimensions."""

    needs: tuple[str, ...]
    """Contracts that are read."""
    dimensions: tuple[str, ...]
    read: Callable[[Tables, Cut], ir.Table]
    """Called with the tables of one business or of all; it need not bound them to the period."""
    by_day: bool = True
    """Whether a row is the same however time is cut, so that sums of days add up to those of any bucket."""
    of: Rows | None = None
    """Rows of which it takes some: both are best read together."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One side of a metric: the sum of `amount` over `rows`."""

    rows: Rows
    amount: Deferred | ir.NumericValue
    """What a row adds: a number, NULL where it is not known."""


def each(name: str, *, day: str = "day", where: Deferred | None = None) -> Rows:
    """Rows of one contract, put into buckets by its column `day`; only those `where`, if it is given."""

    def read(tables: Tables, cut: Cut) -> ir.Table:  # noqa: ARG001 - the shape of Rows.read
        table = tables[name]
        kept = table if where is None else table.filter(where)
        return kept if day == "day" else kept.rename(day=day)

    carried = tuple(one for one in DIMENSIONS if one in contract(name).by_name)
    return Rows((name,), carried, read)


def exact(column: Deferred) -> Deferred:
    """A float as DECIMAL: a sum of floats run in parallel varies in its last digit, this one does not."""
    return column.cast("decimal(18, 6)")


def flag(condition: Deferred) -> Deferred:
    """1 or 0, and NULL where the condition is not known."""
    return condition.cast("int64")


def unknown(like: ir.Value) -> ir.Value:
    """NULL of the type of another value."""
    return ibis.null(like.type()(nullable=True))


def stacked(*tables: ir.Table) -> ir.Table:
    """Tables of the same columns upon one another. Ibis wants them to agree on what may be NULL, so all may."""
    agreed = [
        table.cast({name: kind(nullable=True) for name, kind in table.schema().items() if not kind.nullable})
        for table in tables
    ]
    return ibis.union(*agreed)


def complete(column: ir.NumericColumn) -> ir.NumericScalar:
    """The sum of a group, NULL where a single one of its values is not known."""
    return ibis.ifelse(column.isnull().cast("int64").sum() == 0, column.sum(), unknown(column.sum()))


def sums(tables: Tables, cut: Cut, numerator: Part, denominator: Part | None = None) -> ir.Table:
    """Both sides added up: start, *by, numerator, denominator; a row per bucket and group that occurs.

    Two sides of the same rows count a row only where both are known: clicks that were not counted
    must not leave their impressions in the divisor. Sides of different rows are stacked and added
    up, which is a full outer join that also holds where a group's name is NULL. A side of which
    nothing is known is NULL, never 0.
    """
    rows = _side_by_side(tables, cut, numerator, denominator)
    return (
        rows.mutate(start=cut.start(rows.day))
        .group_by("start", *cut.by)
        .agg(numerator=_.numerator.sum(), denominator=_.denominator.sum())
    )


def _side_by_side(tables: Tables, cut: Cut, numerator: Part, denominator: Part | None) -> ir.Table:
    top = cut.bound(numerator.rows.read(tables, cut))
    if denominator is None:
        return top.select("day", *cut.by, numerator=numerator.amount, denominator=ibis.null("int64"))
    if denominator.rows is numerator.rows:
        pair = top.select("day", *cut.by, numerator=numerator.amount, denominator=denominator.amount)
        return pair.filter(pair.numerator.notnull(), pair.denominator.notnull())
    upper = top.select("day", *cut.by, numerator=numerator.amount)
    lower = cut.bound(denominator.rows.read(tables, cut)).select("day", *cut.by, denominator=denominator.amount)
    return stacked(
        upper.mutate(denominator=unknown(lower.denominator)),
        lower.select("day", *cut.by, "denominator", numerator=unknown(upper.numerator)),
    )
