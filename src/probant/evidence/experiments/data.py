"""Expressions over the store: units are joined, centred and added up there; no row of a unit leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import combinations_with_replacement

import ibis
import ibis.expr.types as ir

from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.protocol import Tables


def needs(question: DifferenceQuestion, tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads, by name."""
    kept = assigned(question, tables)
    measured = units(question, kept, tables["observations"])
    return {
        "names": names(question, tables),
        "sums": sums(measured, len(question.measures)),
        "clusters": clusters(measured, len(question.measures)),
        "shared": shared(kept),
    }


def pairs(size: int) -> Iterator[tuple[int, int, str]]:
    """Entries of the upper triangle of a matrix over (1, v0, v1, ...), and the columns that hold them."""
    return ((i, j, f"p{i}_{j}") for i, j in combinations_with_replacement(range(size + 1), 2))


def names(question: DifferenceQuestion, tables: Tables) -> ir.Table:
    """What may be asked for: kind ('experiment', 'business', 'segment', 'arm', 'metric', 'before') and name.

    Reads assignments(experiment, business, segment, arm) and observations(experiment, metric, before).
    """
    every = tables["assignments"]
    ours = every.filter(every.experiment == question.experiment)
    seen = tables["observations"]
    seen = seen.filter(seen.experiment == question.experiment)
    lists = {
        "experiment": every.experiment,
        "business": ours.business,
        "segment": ours.filter(ours.segment.notnull()).segment,
        "arm": ours.arm,
        "metric": seen.metric,
        "before": seen.filter(seen.before).metric,
    }
    found = [
        column.cast("string").name("name").as_table().distinct().select(kind=ibis.literal(kind), name="name")
        for kind, column in lists.items()
    ]
    return ibis.union(*found).order_by("kind", "name")


def assigned(question: DifferenceQuestion, tables: Tables) -> ir.Table:
    """One row per unit that the question is about: unit, arm, cluster, at.

    Reads assignments(experiment, unit, business, arm, at, segment, cluster).
    """
    every = tables["assignments"]
    kept = every.filter(every.experiment == question.experiment)
    if not question.every_business:
        kept = kept.filter(kept.business == question.business)
    if question.segment is not None:
        kept = kept.filter(kept.segment == question.segment)
    return kept.select("unit", "arm", "cluster", "at")


def units(question: DifferenceQuestion, kept: ir.Table, observations: ir.Table) -> ir.Table:
    """One row per unit: arm, cluster, at, one (= 1), which measures are missing, and v0, v1, ... about their centres.

    Reads observations(experiment, unit, metric, value, before). A unit without an observation has NULL, or 0
    where the question says so. The centre of a measure is its mean over the units that have it.
    """
    joined = kept
    for place, name in enumerate(question.measures):
        joined = _with_measure(joined, _observed(question, observations, name, place), place)
    columns = range(len(question.measures))
    missing = {f"missing{i}": joined[f"seen{i}"].isnull() for i in columns}
    filled = {f"seen{i}": joined[f"seen{i}"].fill_null(0.0) for i in columns} if question.missing == "zero" else {}
    whole = joined.mutate(**missing, **filled)
    centred = {f"v{i}": whole[f"seen{i}"] - whole[f"centre{i}"] for i in columns}
    complete = reduce(lambda both, i: both & whole[f"seen{i}"].notnull(), columns, ibis.literal(True))
    return whole.mutate(**centred, one=ibis.literal(1).cast("float64"), complete=complete)


def sums(measured: ir.Table, size: int) -> ir.Table:
    """One row per arm and whether its units lie in clusters: how many, who lacks what, and sums of products.

    p0_0 is the number of complete units, p0_1 the sum of v0, p1_2 that of v0 times v1, and so on, all over
    complete units; `assigned`, `groups`, `missing0`, ... count all units; `cubes` is the sum of v0^3;
    `odd` counts values of the first measure that are neither 0 nor 1.
    """
    products = {
        column: (_value(measured, i) * _value(measured, j)).sum(where=measured.complete) for i, j, column in pairs(size)
    }
    return (
        measured.mutate(clustered=measured.cluster.notnull())
        .group_by("arm", "clustered")
        .agg(
            assigned=ibis._.count(),
            groups=ibis._.cluster.nunique(),
            first=ibis._.at.min(),
            last=ibis._.at.max(),
            cubes=(ibis._.v0 * ibis._.v0 * ibis._.v0).sum(where=ibis._.complete),
            odd=ibis._.count(where=ibis._.complete & ~ibis._.seen0.isin([0.0, 1.0])),
            **{f"missing{i}": measured[f"missing{i}"].sum() for i in range(size)},
            **{f"centre{i}": measured[f"centre{i}"].max() for i in range(size)},
            **products,
        )
        .order_by("arm", "clustered")
    )


def clusters(measured: ir.Table, size: int) -> ir.Table:
    """One row per arm that has clusters: how many, and sums over clusters of products of their totals."""
    inside = measured.filter(measured.cluster.notnull(), measured.complete)
    totals = inside.group_by("arm", "cluster").agg(**{f"t{i}": _value(inside, i).sum() for i in range(size + 1)})
    products = {column: (totals[f"t{i}"] * totals[f"t{j}"]).sum() for i, j, column in pairs(size)}
    return totals.group_by("arm").agg(clusters=ibis._.count(), **products).order_by("arm")


def shared(kept: ir.Table) -> ir.Table:
    """One row: `clusters` that have units in more than one arm."""
    inside = kept.filter(kept.cluster.notnull())
    arms = inside.group_by("cluster").agg(arms=ibis._.arm.nunique())
    return arms.filter(arms.arms > 1).agg(clusters=ibis._.count())


def _observed(question: DifferenceQuestion, seen: ir.Table, name: str, place: int) -> ir.Table:
    """Unit and value of one measure; a covariate counts only where it was measured before the assignment."""
    kept = seen.filter(seen.experiment == question.experiment, seen.metric == name)
    if place >= question.first_covariate:
        kept = kept.filter(kept.before)
    return kept.select(**{f"unit{place}": kept.unit, f"seen{place}": kept.value})


def _with_measure(joined: ir.Table, seen: ir.Table, place: int) -> ir.Table:
    centre = seen.agg(**{f"centre{place}": seen[f"seen{place}"].mean()})
    both = joined.left_join(seen, joined.unit == seen[f"unit{place}"]).drop(f"unit{place}")
    return both.cross_join(centre)


def _value(table: ir.Table, place: int) -> ir.NumericValue:
    """The constant 1 for place 0, then v0, v1, ..."""
    value: ir.NumericValue = table["one"] if place == 0 else table[f"v{place - 1}"]
    return value
