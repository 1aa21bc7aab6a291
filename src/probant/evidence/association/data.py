"""Expressions over the store: spend and outcome by week, added up there."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from probant.evidence.association.question import ComovementQuestion
from probant.evidence.protocol import Tables
from probant.evidence.reading import currencies


def needs(question: ComovementQuestion, tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads, by name."""
    spend, outcomes = _asked(question, tables["spend"]), _asked(question, tables["outcomes"])
    known = outcomes.filter(outcomes[question.outcome].notnull())
    return {
        "names": names(tables),
        "currencies": currencies(spend, known, question.outcome),
        "spend": by_channel(spend),
        "outcome": outcome_by_week(known, question.outcome),
        "covered": covered(spend),
    }


def names(tables: Tables) -> ir.Table:
    """Businesses that have spend: `name`."""
    return tables["spend"].select(name="business").distinct().order_by("name")


def by_channel(spend: ir.Table) -> ir.Table:
    """One row per week (its Monday) and channel: amount. Reads spend(day, span_days, channel, amount)."""
    return spend.group_by("week", "channel").agg(amount=ibis._.amount.sum()).order_by("week", "channel")


def outcome_by_week(known: ir.Table, outcome: str) -> ir.Table:
    """One row per week (its Monday): value, and how many of its days are known.

    Reads outcomes(day, span_days, <outcome>), known values only.
    """
    by_row = known.group_by("week", "day", "span_days").agg(value=known[outcome].sum())
    whole = by_row.group_by("week").agg(value=ibis._.value.sum(), days=ibis._.span_days.cast("int64").sum())
    return whole.order_by("week")


def covered(spend: ir.Table) -> ir.Table:
    """One row per week (its Monday): days on which anything was paid, longest row. Reads spend(day, span_days)."""
    by_row = spend.select("week", "day", "span_days").distinct()
    longest = by_row.group_by("week").agg(days=ibis._.day.nunique(), longest=ibis._.span_days.cast("int64").max())
    return longest.order_by("week")


def _asked(question: ComovementQuestion, table: ir.Table) -> ir.Table:
    """Rows of the business and period that cover at most a week, each with the Monday of the week it belongs to.

    A row of a whole week belongs to the week that its middle day lies in, so that weeks that begin on
    a Sunday meet those that begin on the Monday after.
    """
    kept = table.filter(table.span_days <= 7)
    if not question.every_business:
        kept = kept.filter(kept.business == question.business)
    if question.start is not None:
        kept = kept.filter(kept.day >= question.start)
    if question.end is not None:
        kept = kept.filter(kept.day < question.end)
    middle = ibis.ifelse(kept.span_days == 7, kept.day + ibis.interval(days=3), kept.day).cast("date")
    return kept.mutate(week=middle.truncate("W").cast("date"))
