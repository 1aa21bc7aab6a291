"""Expressions that add units up: whatever a question needs of an experiment, in one pass over its units."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from probant.evidence.experiments import plan
from probant.evidence.experiments.plan import Block, Scopes

Blocks = Sequence[Block]


def centres(seen: ir.Table, blocks: Blocks) -> ir.Table:
    """One row: of each measure KEY_centre, its mean over the units that have it; 0 where none has."""
    return seen.agg(**{f"{one.key}_centre": seen[one.key].mean().coalesce(0.0) for one in plan.measures(blocks)})


def added(units: ir.Table, middle: ir.Table, blocks: Blocks, asked: Scopes) -> ir.Table:
    """Sums over units: a row per arm, segment and part, in that order.

    The parts: 'alone', over units without a cluster; 'grouped', over units in clusters; 'clusters', over
    clusters. Rows of units add up to the arm's; a row of clusters stands for one segment, or with NULL for
    all units, as a cluster may have units in several.

    Parameters
    ----------
    units : Table
        One row per unit: arm, cluster, at, segment, and each measure under its key, NULL where it was not seen.
    middle : Table
        The result of `centres`: what is subtracted before anything is squared.
    blocks : sequence of Block
        What is asked for.
    asked : Scopes
        Of which units; `segment` is NULL for units of a segment that is not asked about.

    Returns
    -------
    Table
        Of all parts: `assigned`, which counts units, or clusters; of each measure KEY_centre; of each block
        KEY_count, how many of them count there, and KEY_i_j: the sum of vi vj over units, or of Vi Vj over
        clusters, V being the sum of v in the cluster and v0 = 1. Of units also `first` and `last`; of each
        measure KEY_seen, how many have it; of each block KEY_cubes, the sum of v1^3 (for a mean), or KEY_odd,
        how many first values are neither 0 nor 1 (for a proportion).
    """
    whole = units.cross_join(middle)
    valued = whole.mutate(**{f"{one.key}_{place}": value for one in blocks for place, value in _values(one, whole)})
    found = _stacked(_over_units(valued, blocks), _over_clusters(valued, blocks, asked))
    return found.cross_join(middle).order_by("arm", "segment", "part")


def shared(kept: ir.Table, asked: Scopes) -> ir.Table:
    """Clusters that have units in more than one arm: segment (NULL: of all units) and `clusters`, if any."""
    inside = _in_scopes(kept.filter(kept.cluster.notnull()).select("segment", "cluster", "arm"), asked)
    arms = inside.group_by("segment", "cluster").agg(arms=inside.arm.nunique())
    several = arms.filter(arms.arms > 1)
    return several.group_by("segment").agg(clusters=several.count()).order_by("segment")


def _values(block: Block, units: ir.Table) -> list[tuple[int, ir.NumericValue]]:
    """Place (from 1) and value about its centre of each measure of the block; NULL where the unit does not count."""
    seen = [units[one.key] for one in block.measures]
    if block.zero:
        counted = [one.fill_null(0.0) for one in seen]
    elif len(seen) == 1:
        counted = seen
    else:
        complete = reduce(lambda both, one: both & one.notnull(), seen[1:], seen[0].notnull())
        counted = [ibis.ifelse(complete, one, ibis.null("float64")) for one in seen]
    pairs = zip(block.measures, counted, strict=True)
    return [(place, value - units[f"{one.key}_centre"]) for place, (one, value) in enumerate(pairs, 1)]


def _over_units(units: ir.Table, blocks: Blocks) -> ir.Table:
    return units.group_by("arm", "segment", part=ibis.ifelse(units.cluster.isnull(), "alone", "grouped")).agg(
        assigned=units.count(),
        first=units["at"].min(),
        last=units["at"].max(),
        **{f"{one.key}_seen": units[one.key].count() for one in plan.measures(blocks)},
        **{name: value for one in blocks for name, value in _sums(one, units).items()},
    )


def _sums(block: Block, units: ir.Table) -> dict[str, ir.Value]:
    values = [units[f"{block.key}_{place}"] for place in block.places]
    first, count = values[0], values[0].count()
    found: dict[str, ir.Value] = {f"{block.key}_count": count}
    if block.kind == "mean":
        found[f"{block.key}_cubes"] = (first * first * first).sum()
    if block.kind == "proportion":
        found[f"{block.key}_odd"] = first.count(where=~units[block.measures[0].key].isin([0.0, 1.0]))
    lone = {0: count.cast("float64"), **{place: value.sum() for place, value in enumerate(values, 1)}}
    products = {name: (values[i - 1] * values[j - 1]).sum() if i else lone[j] for i, j, name in block.products}
    return found | products


def _over_clusters(units: ir.Table, blocks: Blocks, asked: Scopes) -> ir.Table:
    inside = _in_scopes(units.filter(units.cluster.notnull()), asked)
    totals = inside.group_by("arm", "segment", "cluster").agg(
        **{f"{one.key}_0": inside[f"{one.key}_1"].count().cast("float64") for one in blocks},
        **{f"{one.key}_{place}": inside[f"{one.key}_{place}"].sum() for one in blocks for place in one.places},
    )
    return totals.group_by("arm", "segment").agg(
        part=ibis.literal("clusters"),
        assigned=totals.count(),
        **{f"{one.key}_count": totals.count(where=totals[f"{one.key}_0"] > 0) for one in blocks},
        **{
            name: (totals[f"{one.key}_{i}"] * totals[f"{one.key}_{j}"]).sum()
            for one in blocks
            for i, j, name in one.products
        },
    )


def _in_scopes(rows: ir.Table, asked: Scopes) -> ir.Table:
    """Rows once for each scope that they count in: with no segment for the whole, with their own for that."""
    if not (asked.whole and asked.segments):
        return rows
    whole = rows.mutate(segment=ibis.null("string"))
    return ibis.union(whole, rows.filter(rows.segment.notnull()))


def _stacked(rows: ir.Table, others: ir.Table) -> ir.Table:
    """Rows upon others that lack some of their columns."""
    kinds = {name: kind(nullable=True) for name, kind in rows.schema().items()}
    lacking = {name: ibis.null(kind) for name, kind in kinds.items() if name not in others.columns}
    return ibis.union(rows.cast(kinds), others.mutate(**lacking).select(*kinds).cast(kinds))
