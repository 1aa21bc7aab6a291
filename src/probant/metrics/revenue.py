"""What the business earned by its own books, and what is left of it after marketing."""

from __future__ import annotations

import ibis.expr.types as ir
from ibis import _

from probant.metrics.advertising import AMOUNT
from probant.metrics.cut import Cut
from probant.metrics.definition import BOTH, CONSUMER, Metric
from probant.metrics.parts import Part, Rows, Tables, each, sums
from probant.metrics.proof import HOLDOUT, SPEND_TEST
from probant.words import say

EARNED = each("outcomes")
_REVENUE = Part(EARNED, _.revenue)
_MARGIN = Part(EARNED, _.contribution_margin)
_ORDERS = Part(EARNED, _.orders)


def left_over(tables: Tables, cut: Cut) -> ir.Table:
    """Margin less spend of each bucket and group: day (the bucket's start), *by, amount.

    Reads outcomes(day, contribution_margin) and spend(day, amount). NULL where either is not known:
    spend that was not loaded is not spend of 0.
    """
    both = sums(tables, cut, _MARGIN, AMOUNT)
    return both.select(*cut.by, day="start", amount=both.numerator - both.denominator)


REVENUE = (
    Metric(
        name="revenue",
        label=say("Revenue"),
        meaning=say("Revenue of all orders, net of tax, as the books say."),
        unit="currency",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=_REVENUE,
        valid=(None, None),
        proof=SPEND_TEST,
    ),
    Metric(
        name="orders",
        label=say("Orders"),
        meaning=say("Number of orders, of all customers."),
        unit="orders",
        better="more",
        timing="lag",
        profiles=CONSUMER,
        owner="finance",
        numerator=_ORDERS,
        proof=SPEND_TEST,
    ),
    Metric(
        name="average_order_value",
        label=say("Average order value"),
        meaning=say("Revenue over orders, where both are known."),
        unit="currency / order",
        better="more",
        timing="lag",
        profiles=CONSUMER,
        owner="finance",
        numerator=_REVENUE,
        denominator=_ORDERS,
        valid=(None, None),
        proof=HOLDOUT,
    ),
    Metric(
        name="new_customer_revenue_share",
        label=say("Share of revenue from new customers"),
        meaning=say("Revenue of first orders over revenue of all orders."),
        unit="share",
        better="neither",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(EARNED, _.new_revenue),
        denominator=_REVENUE,
        valid=(0.0, 1.0),
    ),
    Metric(
        name="contribution_margin",
        label=say("Contribution margin"),
        meaning=say("Revenue less variable cost, before marketing."),
        unit="currency",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=_MARGIN,
        valid=(None, None),
        proof=SPEND_TEST,
    ),
    Metric(
        name="contribution_margin_after_marketing",
        label=say("Contribution margin after marketing"),
        meaning=say("Contribution margin less advertising spend; not known where either is not."),
        unit="currency",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=Part(Rows(("outcomes", "spend"), ("business", "area"), left_over, by_day=False), _.amount),
        valid=(None, None),
        proof=SPEND_TEST,
    ),
    Metric(
        name="marketing_efficiency_ratio",
        label=say("Marketing efficiency ratio"),
        meaning=say("All revenue over all advertising spend of the same days, whatever brought the revenue."),
        unit="currency / currency",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=_REVENUE,
        denominator=AMOUNT,
        valid=(None, None),
        proof=SPEND_TEST,
    ),
)
