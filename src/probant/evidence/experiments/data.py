"""Expressions over the store: one row per unit, with all that is measured of it; no such row leaves the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from probant.evidence.experiments import plan
from probant.evidence.experiments.adding import added, centres, shared
from probant.evidence.experiments.plan import Measure, Scopes
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.protocol import Tables


def together(questions: Sequence[DifferenceQuestion], tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads for questions on one experiment and business, by name."""
    first, asked, blocks = questions[0], plan.scopes(questions), plan.blocks(questions)
    kept = assigned(first, asked, tables["assignments"])
    seen = observed(first.experiment, plan.measures(blocks), tables["observations"])
    return {
        "names": names(first, tables),
        "sums": added(units(kept, seen), centres(seen, blocks), blocks, asked),
        "shared": shared(kept, asked),
    }


def names(question: DifferenceQuestion, tables: Tables) -> ir.Table:
    """What may be asked for: kind ('experiment', 'business', 'segment', 'arm', 'metric', 'before') and name.

    Reads assignments(experiment, business, segment, arm) and observations(experiment, metric, before).
    """
    every, seen = tables["assignments"], tables["observations"]
    ours = every.filter(every.experiment == question.experiment).select("business", "segment", "arm").distinct()
    lists = {
        "experiment": every.experiment,
        "business": ours.business,
        "segment": ours.filter(ours.segment.notnull()).segment,
        "arm": ours.arm,
    }
    found = [
        column.cast("string").name("name").as_table().distinct().select(kind=ibis.literal(kind), name="name")
        for kind, column in lists.items()
    ]
    return ibis.union(*found, _measured(seen.filter(seen.experiment == question.experiment))).order_by("kind", "name")


def _measured(seen: ir.Table) -> ir.Table:
    """Names of metrics, and of those measured before the assignment, from one reading of the rows: they are many."""
    metrics = seen.select("metric", "before").distinct()
    kinds = ibis.ifelse(metrics.before, ibis.array(["metric", "before"]), ibis.array(["metric"]))
    return metrics.select(kind=kinds.unnest(), name=metrics.metric.cast("string")).distinct()


def assigned(question: DifferenceQuestion, asked: Scopes, every: ir.Table) -> ir.Table:
    """One row per unit that is asked about: unit, arm, cluster, at, segment (NULL for one that nobody asked for).

    Reads assignments(experiment, unit, business, arm, at, segment, cluster).
    """
    kept = every.filter(every.experiment == question.experiment)
    if not question.every_business:
        kept = kept.filter(kept.business == question.business)
    named = kept.segment.isin(asked.segments) if asked.segments else ibis.literal(False)
    if not asked.whole:
        kept = kept.filter(named)
    segment = ibis.ifelse(named, kept.segment, ibis.null("string"))
    return kept.select("unit", "arm", "cluster", "at", segment=segment)


def observed(experiment: str, measures: Sequence[Measure], seen: ir.Table) -> ir.Table:
    """One row per unit of which anything was observed: unit, and the value of each measure under its key.

    Reads observations(experiment, unit, metric, value, before). All measures in one pass: joining them
    one by one costs a pass each.
    """
    kept = seen.filter(seen.experiment == experiment, seen.metric.isin([one.name for one in measures]))
    return kept.group_by("unit").agg(**{one.key: kept.value.arbitrary(where=_is(one, kept)) for one in measures})


def units(kept: ir.Table, seen: ir.Table) -> ir.Table:
    """The units of `kept` with what was `observed` of them: NULL where nothing was."""
    return kept.left_join(seen, "unit").select(*kept.drop("unit").columns, *seen.drop("unit").columns)


def _is(measure: Measure, seen: ir.Table) -> ir.BooleanValue:
    """Whether a row observes that measure; a covariate counts only where it was measured before the assignment."""
    named = seen.metric == measure.name
    return named & seen.before if measure.before else named
