"""Expressions over the store: spend, exposure, outcome and controls by step, added up there."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from probant.evidence.mmm.question import MixQuestion
from probant.evidence.protocol import Tables
from probant.evidence.reading import currencies

WHOLE = "(all)"
"""The area of all rows where areas are not told apart."""


def needs(question: MixQuestion, tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads, by name."""
    spend, outcomes, controls = (_asked(question, tables[name]) for name in ("spend", "outcomes", "controls"))
    known = outcomes.filter(outcomes[question.outcome].notnull())
    return {
        "names": names(tables),
        "currencies": currencies(spend, known, question.outcome),
        "spend": by_channel(spend),
        "outcome": outcome_by_step(known, question.outcome),
        "covered": covered(spend),
        "controls": by_control(controls),
    }


def names(tables: Tables) -> ir.Table:
    """What may be asked for: kind ('business', 'channel', 'control') and name."""
    spend, controls = tables["spend"], tables["controls"]
    lists = {"business": spend.business, "channel": spend.channel, "control": controls.control}
    found = [
        column.cast("string").name("name").as_table().distinct().select(kind=ibis.literal(kind), name="name")
        for kind, column in lists.items()
    ]
    return ibis.union(*found).order_by("kind", "name")


def by_channel(spend: ir.Table) -> ir.Table:
    """One row per step (its first day), area and channel: amount, impressions, reach, and rows that do not know theirs.

    Reads spend(day, span_days, channel, amount, impressions, reach).
    """
    return (
        spend.group_by("step", "area", "channel")
        .agg(
            amount=ibis._.amount.sum(),
            least=ibis._.amount.min(),
            impressions=ibis._.impressions.sum(),
            silent=ibis._.count(where=ibis._.impressions.isnull() & (ibis._.amount > 0)),
            reach=ibis._.reach.sum(),
            unreached=ibis._.count(where=(ibis._.reach.isnull() | ibis._.impressions.isnull()) & (ibis._.amount > 0)),
            shortest=ibis._.span_days.min(),
        )
        .order_by("step", "area", "channel")
    )


def outcome_by_step(known: ir.Table, outcome: str) -> ir.Table:
    """One row per step (its first day) and area: value, and how many of its days are known.

    Reads outcomes(day, span_days, <outcome>), known values only.
    """
    by_row = known.group_by("step", "area", "day", "span_days").agg(value=known[outcome].sum())
    whole = by_row.group_by("step", "area").agg(value=ibis._.value.sum(), days=ibis._.span_days.cast("int64").sum())
    return whole.order_by("step", "area")


def covered(spend: ir.Table) -> ir.Table:
    """One row per step (its first day): days on which anything was paid, longest row. Reads spend(day, span_days)."""
    by_row = spend.select("step", "day", "span_days").distinct()
    longest = by_row.group_by("step").agg(days=ibis._.day.nunique(), longest=ibis._.span_days.cast("int64").max())
    return longest.order_by("step")


def stage_by_step(question: MixQuestion, tables: Tables, name: str) -> ir.Table:
    """As `outcome_by_step`, of any column of outcomes, or of leads(created_on), counted; days of a lead are not known.

    Reads outcomes(day, span_days, <name>) or leads(created_on).
    """
    if name != "leads":
        outcomes = _asked(question, tables["outcomes"])
        return outcome_by_step(outcomes.filter(outcomes[name].notnull()), name)
    leads = tables["leads"]
    came = _asked(question, leads.mutate(day=leads.created_on, span_days=ibis.literal(1, type="int16")))
    counted = came.group_by("step", "area").agg(value=ibis._.count(), days=ibis.literal(question.step_days))
    return counted.order_by("step", "area")


def by_control(controls: ir.Table) -> ir.Table:
    """One row per step (its first day), area and control: kind, and the mean value by day.

    Reads controls(day, span_days, control, kind, value).
    """
    days = controls.mutate(days=controls.span_days.cast("float64"))
    return (
        days.group_by("step", "area", "control")
        .agg(kind=days.kind.max(), value=(days.value * days.days).sum() / days.days.sum())
        .order_by("step", "area", "control")
    )


def _asked(question: MixQuestion, table: ir.Table) -> ir.Table:
    """Rows of the business and period that are no longer than a step, each with the first day of its step.

    A row of a whole week belongs to the week that its middle day lies in, so that weeks that begin on
    a Sunday meet those that begin on the Monday after.
    """
    kept = table.filter(table.span_days <= question.step_days)
    kept = kept.mutate(place=kept.area if question.by_area else ibis.literal(WHOLE)).drop("area")
    kept = kept.rename(area="place")
    if not question.every_business:
        kept = kept.filter(kept.business == question.business)
    if question.start is not None:
        kept = kept.filter(kept.day >= question.start)
    if question.end is not None:
        kept = kept.filter(kept.day < question.end)
    if question.step == "day":
        return kept.mutate(step=kept.day)
    middle = ibis.ifelse(kept.span_days == 7, kept.day + ibis.interval(days=3), kept.day).cast("date")
    return kept.mutate(step=middle.truncate("W").cast("date"))
