"""Several metrics at once: rows that they share are read once, and one expression serves them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from probant.metrics.cut import Cut
from probant.metrics.definition import Metric
from probant.metrics.parts import Part, Rows, Tables, stacked, unknown
from probant.vocabulary import Period

Days = Mapping[Rows, ir.Table]
"""What each day adds to the metrics that those rows serve."""


def several(
    metrics: Sequence[Metric],
    tables: Tables,
    *,
    every: str,
    within: Period,
    business: str | None = None,
    back: int = 0,
    days: Days | None = None,
) -> ir.Table:
    """Metrics by bucket of time, as `Metric.over` gives each of them alone.

    Parameters
    ----------
    metrics : sequence of Metric
        One or more, each once.
    tables : mapping of str to Table
        As for `Metric.over`.
    every : {'day', 'week', 'month', 'quarter', 'year', 'all'}
        Length of a bucket.
    within : Period
        Days to count.
    business : str, optional
        One business; None or '(all)' for all together.
    back : int
        With 'all': how many periods of the same length before `within` count too, each a bucket of its own.
    days : mapping of Rows to Table, optional
        From `by_day`, of these metrics and over all days that are asked for: what stands there is not read again.

    Returns
    -------
    Table
        start (date), and of each metric NAME, its value, and NAME_occurs: whether the bucket holds a row of
        it, NULL or false where not. One row per bucket that any of them has, in order. See `alone`.
    """
    cut = Cut(every, (), business, within, back)
    added = _beside(
        [
            _rolled_up(rows, those, days[rows], cut) if days and rows in days else _added(rows, those, tables, cut)
            for rows, those in _of_rows(metrics).items()
        ],
        ("start",),
    )
    values = {name: value for metric in metrics for name, value in _of(metric, added).items()}
    return added.select("start", **values).order_by("start")


def by_day(metrics: Sequence[Metric], tables: Tables, *, within: Period, business: str | None = None) -> Days:
    """What each day adds to metrics, business by business: `several` makes any buckets of it without reading again.

    Parameters
    ----------
    metrics : sequence of Metric
        One or more, each once.
    tables : mapping of str to Table
        As for `Metric.over`.
    within : Period
        Days to count.
    business : str, optional
        One business; None or '(all)' for each of them.

    Returns
    -------
    dict of Rows to Table
        start (date, the day), business, and of each side of a metric its sum and how many rows it has. Rows that are
        best read together have one table. Without rows that depend on how time is cut.
    """
    cut = Cut("day", ("business",), business, within)
    together: dict[Rows, dict[Rows, ir.Table]] = {}
    for rows, those in _of_rows(metrics).items():
        if rows.by_day:
            together.setdefault(rows.of or rows, {})[rows] = _added(rows, those, tables, cut)
    tables_of = ((parts, _beside(list(parts.values()), ("start", "business"))) for parts in together.values())
    return {rows: table for parts, table in tables_of for rows in parts}


def alone(metric: Metric, found: pa.Table) -> list[Mapping[str, Any]]:
    """Rows of one metric, start and value, from the result of `several`: those that `Metric.over` has."""
    return [
        {"start": row["start"], "value": row[metric.name]}
        for row in found.select(["start", metric.name, f"{metric.name}_occurs"]).to_pylist()
        if row[f"{metric.name}_occurs"]
    ]


def _of_rows(metrics: Sequence[Metric]) -> Mapping[Rows, Sequence[Metric]]:
    """The metrics that each kind of rows serves."""
    found: dict[Rows, list[Metric]] = {}
    for metric in metrics:
        for rows in {part.rows: None for part in metric.parts}:
            found.setdefault(rows, []).append(metric)
    return found


def _added(rows: Rows, metrics: Sequence[Metric], tables: Tables, cut: Cut) -> ir.Table:
    """What these rows add to each metric: start, *by, NAME_numerator or NAME_denominator or both, and how many rows."""
    scoped = {name: cut.scope(tables[name]) for name in rows.needs}
    read = cut.bound(rows.read(scoped, cut))
    amounts = {f"{one.name}_{side}": part.amount for one in metrics for side, part in _sides(one, rows).items()}
    top = read.select(*cut.by, **amounts, start=cut.start(read.day))
    found: dict[str, ir.Value] = {}
    for metric in metrics:
        names = _names(metric, rows)
        columns = [top[name] for name in names]
        # Two sides of the same rows count a row only where both are known, as in `sums`.
        known = columns[0].notnull() & columns[1].notnull() if len(columns) == 2 else None
        found |= {name: top[name].sum(where=known) for name in names}
        found[f"{names[0]}_rows"] = top.count(where=known)
    return top.group_by("start", *cut.by).agg(**found)


def _rolled_up(rows: Rows, metrics: Sequence[Metric], days: ir.Table, cut: Cut) -> ir.Table:
    """As `_added`, from what each day adds."""
    names = [name for one in metrics for name in (*_names(one, rows), f"{_names(one, rows)[0]}_rows")]
    read = cut.bound(cut.scope(days).rename(day="start"))
    top = read.select(*names, start=cut.start(read.day))
    return top.group_by("start").agg(**{name: top[name].sum() for name in names})


def _beside(added: Sequence[ir.Table], keys: Sequence[str]) -> ir.Table:
    """Tables of other columns by their common keys: a full outer join, one row of each at most."""
    if len(added) == 1:
        return added[0]
    columns = {name: one[name] for one in added for name in one.columns if name not in keys}
    none = {name: unknown(like) for name, like in columns.items()}
    whole = [one.select(*keys, **none | {name: one[name] for name in columns if name in one.columns}) for one in added]
    every = stacked(*whole)
    return every.group_by(*keys).agg(**{name: every[name].max() for name in columns})


def _of(metric: Metric, added: ir.Table) -> dict[str, ir.Value]:
    """The metric's value under its name, and whether it occurs."""
    sides = [f"{metric.name}_numerator", f"{metric.name}_denominator"][: len(metric.parts)]
    counts = [added[f"{side}_rows"] for side in sides if f"{side}_rows" in added.columns]
    occurs = [(count > 0).fill_null(False) for count in counts]
    return {
        metric.name: metric.value(added[sides[0]], added[sides[-1]]),
        f"{metric.name}_occurs": occurs[0] | occurs[-1],
    }


def _sides(metric: Metric, rows: Rows) -> dict[str, Part]:
    """The sides of a metric that these rows carry, by name."""
    sides = zip(("numerator", "denominator"), metric.parts, strict=False)
    return {name: part for name, part in sides if part.rows is rows}


def _names(metric: Metric, rows: Rows) -> list[str]:
    """Columns of these sides."""
    return [f"{metric.name}_{side}" for side in _sides(metric, rows)]
