"""What customers are worth, cohort by cohort: a cohort is who was acquired in one bucket.

Observed, not predicted: a customer counts only from what was ordered. Young cohorts had less time to
order, so "to date" figures of two cohorts cannot be compared; those within a fixed time can.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.metrics.acquisition import ORIGIN
from probant.metrics.advertising import AMOUNT
from probant.metrics.cut import Cut
from probant.metrics.definition import BOTH, CONSUMER, Metric
from probant.metrics.parts import DIMENSIONS, ONE, Part, Rows, Tables, complete, flag, stacked, unknown
from probant.metrics.proof import HOLDOUT, SPEND_TEST
from probant.words import say

EARLY_DAYS = 90
MONTH_DAYS = 30


def worth(tables: Tables, cut: Cut) -> ir.Table:  # noqa: ARG001 - the shape of Rows.read
    """One row per customer with an order: day (of acquisition), dimensions, margin, early_margin, came_back.

    Reads customers and conversions(kind 'order'). `margin` is to date, `early_margin` within `EARLY_DAYS`
    of acquisition: NULL where that of one order is not known. `came_back`: ordered again on a later day
    within `EARLY_DAYS`. Customers of whom no order is held are left out: nothing was observed.
    """
    orders = _ordered(tables)
    early = orders.age <= EARLY_DAYS
    none = ibis.literal(0).cast(orders.margin.type())
    return orders.group_by("business", "customer", "area", "channel", "day").agg(
        margin=complete(orders.margin),
        early_margin=complete(ibis.ifelse(early, orders.margin, none)),
        came_back=(early & (orders.age > 0)).cast("int64").max() == 1,
    )


def repaid(tables: Tables, cut: Cut) -> ir.Table:
    """Months until a cohort's margin has repaid its spend: day (the bucket's start), *by, months.

    Reads spend, customers and conversions(kind 'order', margin known). Spend is paid in month 0, margin
    comes in at the customer's age in months of `MONTH_DAYS` days, the first being 1; the first month after
    which the balance is not negative counts. No row for a bucket of which no spend is known, or that what
    is held has not repaid.
    """
    spent, orders = cut.bound(tables["spend"]), cut.bound(_ordered(tables))
    month = ibis.greatest(orders.age // MONTH_DAYS + 1, 1)
    paid = spent.select(*cut.by, start=cut.start(spent.day), month=ibis.literal(0, "int64"), cash=-spent.amount)
    earned = orders.select(*cut.by, start=cut.start(orders.day), month=month, cash="margin")
    flows = stacked(paid, earned).group_by("start", *cut.by, "month").agg(cash=_.cash.sum())
    cohort = ibis.window(group_by=("start", *cut.by))
    so_far = ibis.window(group_by=("start", *cut.by), order_by="month", preceding=None, following=0)
    spending = ibis.ifelse(flows.month == 0, flows.cash, unknown(flows.cash))
    balanced = flows.mutate(balance=flows.cash.sum().over(so_far), spending=spending.min().over(cohort))
    repaying = balanced.filter(_.spending < 0, _.month > 0, _.balance >= 0)
    return repaying.group_by("start", *cut.by).agg(months=_.month.min()).rename(day="start")


def _ordered(tables: Tables) -> ir.Table:
    """Orders of known customers: the customer's dimensions, day of acquisition, age of the customer in days, margin."""
    orders = tables["conversions"].filter(_.kind == "order").select("business", "customer", "margin", ordered_on="day")
    met = tables["customers"].inner_join(orders, ["business", "customer"])
    age = met.ordered_on.delta(met.acquired_on, unit="day")
    return met.select("business", "customer", "area", "channel", "margin", day="acquired_on", age=age)


_WORTH = Rows(("conversions", "customers"), DIMENSIONS, worth)
_REPAID = Rows(("conversions", "customers", "spend"), DIMENSIONS, repaid, by_day=False)

LIFETIME = (
    Metric(
        name="repeat_rate",
        label=say("Customers who come back"),
        meaning=say(
            "Share of new customers who ordered again, on a later day, within {days} days of being won.",
            days=EARLY_DAYS,
        ),
        unit="share",
        better="more",
        timing="lead",
        profiles=CONSUMER,
        owner="marketing",
        numerator=Part(_WORTH, flag(_.came_back)),
        denominator=Part(_WORTH, ONE),
        maturity_days=EARLY_DAYS,
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
    Metric(
        name="early_customer_value",
        label=say("Customer value in the first months"),
        meaning=say("Contribution margin of new customers within {days} days of being won, a head.", days=EARLY_DAYS),
        unit="currency / customer",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="finance",
        numerator=Part(_WORTH, _.early_margin),
        denominator=Part(_WORTH, ONE),
        maturity_days=EARLY_DAYS,
        valid=(None, None),
        proof=HOLDOUT,
    ),
    Metric(
        name="ltv_observed",
        label=say("Customer lifetime value, observed so far"),
        meaning=say(
            "Contribution margin to date of the customers won in a period, a head; later periods had less time."
        ),
        unit="currency / customer",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=Part(_WORTH, _.margin),
        denominator=Part(_WORTH, ONE),
        valid=(None, None),
        proof=HOLDOUT,
    ),
    Metric(
        name="ltv_to_cac",
        label=say("Lifetime value to acquisition cost"),
        meaning=say("Contribution margin to date of the customers won in a period, over the spend of that period."),
        unit="currency / currency",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=Part(_WORTH, _.margin),
        denominator=AMOUNT,
        valid=(None, None),
        attribution=ORIGIN,
        proof=SPEND_TEST,
    ),
    Metric(
        name="payback_months",
        label=say("Months to pay back"),
        meaning=say(
            "First month of {days} days in which the margin of the customers won in a period has repaid its spend.",
            days=MONTH_DAYS,
        ),
        unit="months",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=Part(_REPAID, _.months),
        valid=(1.0, None),
        attribution=ORIGIN,
        proof=SPEND_TEST,
    ),
)
