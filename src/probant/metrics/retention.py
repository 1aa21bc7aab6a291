"""Who stays: churn and revenue retention start from the customers at the bucket's start."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.metrics.cut import Cut
from probant.metrics.definition import BOTH, TRADE, Metric
from probant.metrics.parts import DIMENSIONS, Part, Rows, Tables, complete, stacked
from probant.metrics.proof import HOLDOUT
from probant.words import say


def at_start(tables: Tables, cut: Cut) -> ir.Table:
    """Customers at the start of each bucket: day (that start), dimensions, customers, left (in the bucket).

    Reads customers(acquired_on, ended_on). A customer is there at the start if acquired before that day
    and not gone before it. Buckets in which the business neither won nor lost anyone do not occur. A
    business without any `ended_on` does not record it: left out, so that its churn is NULL and not 0.
    """
    held = tables["customers"]
    recorded = held.semi_join(held.filter(held.ended_on.notnull()), "business")
    alike = recorded.group_by("business", "area", "channel", "acquired_on", "ended_on").agg(customers=_.count())
    moments = stacked(recorded.select("business", day="acquired_on"), recorded.select("business", day="ended_on"))
    starts = moments.select("business", start=cut.start(moments.day)).filter(_.start.notnull()).distinct()
    there = alike.join(
        starts,
        [
            alike.business == starts.business,
            alike.acquired_on < starts.start,
            alike.ended_on.isnull() | (alike.ended_on >= starts.start),
        ],
    )
    left = (there.ended_on < cut.after(there.start)).fill_null(False)
    return there.select(
        "business", "area", "channel", "customers", day="start", left=ibis.ifelse(left, there.customers, 0)
    )


def renewed(tables: Tables, cut: Cut) -> ir.Table:
    """Revenue from the customers of the bucket before, then and now: day (of its start), business, before, now, kept.

    Reads conversions(kind 'order', customer known). One row per customer with revenue above 0 in the bucket
    before, for buckets in which the business sold at all; `kept` is `now` without growth, at least 0. Who
    bought nothing now has 0; who bought at a value that is not known is left out.
    """
    orders = tables["conversions"].filter(_.kind == "order", _.customer.notnull())
    dated = orders.select("business", "customer", "value", start=cut.start(orders.day)).filter(_.start.notnull())
    bought = dated.group_by("business", "customer", "start").agg(value=complete(dated.value), orders=_.count())
    earlier = bought.filter(bought.value > 0).select(
        "business", "customer", day=cut.after(bought.start), before="value"
    )
    due = earlier.semi_join(bought, [earlier.business == bought.business, earlier.day == bought.start])
    later = bought.select("orders", customer_now="customer", business_now="business", start="start", value="value")
    met = due.left_join(
        later, [due.business == later.business_now, due.customer == later.customer_now, due.day == later.start]
    )
    none = ibis.literal(0).cast(bought.value.type())
    now = met.mutate(now=ibis.ifelse(met.orders.isnull(), none, met.value)).filter(_.now.notnull())
    kept = ibis.least(ibis.greatest(now.now, none), now.before)
    return now.select("business", "day", "before", "now", kept=kept)


_AT_START = Rows(("customers",), DIMENSIONS, at_start, by_day=False)
_RENEWED = Rows(("conversions",), ("business",), renewed, by_day=False)
_BEFORE = Part(_RENEWED, _.before)

RETENTION = (
    Metric(
        name="churn_rate",
        label=say("Churn"),
        meaning=say("Share of the customers at the start of a period who left during it."),
        unit="share",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(_AT_START, _.left),
        denominator=Part(_AT_START, _.customers),
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
    Metric(
        name="net_revenue_retention",
        label=say("Net revenue retention"),
        meaning=say(
            "What customers of the period before bought in this one, over what they bought then:"
            " growth counts, new customers do not."
        ),
        unit="share",
        better="more",
        timing="lag",
        profiles=TRADE,
        owner="finance",
        numerator=Part(_RENEWED, _.now),
        denominator=_BEFORE,
        valid=(None, None),
        proof=HOLDOUT,
    ),
    Metric(
        name="gross_revenue_retention",
        label=say("Gross revenue retention"),
        meaning=say(
            "What customers of the period before still bought in this one, over what they bought then:"
            " no customer counts for more than then."
        ),
        unit="share",
        better="more",
        timing="lag",
        profiles=TRADE,
        owner="finance",
        numerator=Part(_RENEWED, _.kept),
        denominator=_BEFORE,
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
)
