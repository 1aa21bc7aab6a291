"""Expressions over the store: each metric by week, and until when its tables go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.evidence.foresight.kinship import KIN
from probant.evidence.foresight.question import SkillQuestion
from probant.evidence.protocol import Tables
from probant.metrics.catalog import METRICS, metric
from probant.metrics.definition import Metric
from probant.metrics.extent import extent
from probant.vocabulary import Period

SPEND = "spend"
SOLD: Mapping[str, str] = MappingProxyType({"revenue": "orders", "contribution_margin": "orders", "orders": "orders"})
"""By outcome, the metric that counts the sales behind it, so that it is known how much of it is chance."""
_EVER = Period(date(1900, 1, 1), date(2200, 1, 1))


def needs(question: SkillQuestion, tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads, by name: 'names', 'controls', and of each metric its weeks and extent.

    Raises UnknownName for a metric that the catalog does not hold.
    """
    found = {"names": names(tables), "controls": controls(question, tables["controls"])}
    for one in read(question):
        of_business = None if question.every_business else question.business
        weeks = one.over(tables, every="week", business=of_business, within=_within(question))
        found[f"metric:{one.name}"] = weeks.select("start", value=_.value.cast("float64")).order_by("start")
        found[f"extent:{' '.join(one.needs)}"] = extent(one, tables, business=of_business)
    return found


def read(question: SkillQuestion) -> tuple[Metric, ...]:
    """The outcome, its sales, the spend, and the metrics to test that are not money themselves; each once."""
    tested = [one for one in asked(question) if one.name not in KIN[question.outcome]]
    held = [metric(name) for name in (question.outcome, SPEND, SOLD.get(question.outcome)) if name is not None]
    return tuple(dict.fromkeys((*held, *tested)))


def asked(question: SkillQuestion) -> tuple[Metric, ...]:
    """The metrics that were asked about; UnknownName for one that there is not."""
    return tuple(metric(name) for name in question.metrics) or tuple(METRICS.values())


def names(tables: Tables) -> ir.Table:
    """Businesses that have outcomes or deals: `name`."""
    held = [tables[name].select(name="business").distinct() for name in ("outcomes", "deals")]
    return ibis.union(*held, distinct=True).order_by("name")


def controls(question: SkillQuestion, table: ir.Table) -> ir.Table:
    """Mean of each control by week (its Monday): start, control, kind, value. Rows of more than a week are left out."""
    kept = table.filter(table.span_days <= 7)
    if not question.every_business:
        kept = kept.filter(kept.business.isin((question.business, "(all)")))
    within = _within(question)
    if within is not None:
        kept = kept.filter(kept.day >= within.start, kept.day < within.end)
    weekly = kept.mutate(start=kept.day.cast("timestamp").truncate("W").cast("date"))
    found = weekly.group_by("start", "control", "kind").agg(value=_.value.cast("float64").mean())
    return found.order_by("start", "control", "kind")


def _within(question: SkillQuestion) -> Period | None:
    if question.start is None and question.end is None:
        return None
    return Period(question.start or _EVER.start, question.end or _EVER.end)
