"""Orders credited to marketing by the last touch: who was present, not who caused."""

from __future__ import annotations

import ibis.expr.types as ir
from ibis import _

from probant.metrics.advertising import AMOUNT
from probant.metrics.cut import Cut
from probant.metrics.definition import CONSUMER, Metric
from probant.metrics.journeys import LAST_TOUCHED, LOOKBACK_DAYS
from probant.metrics.parts import DIMENSIONS, ONE, Part, Rows, Tables
from probant.metrics.proof import HOLDOUT, SPEND_TEST
from probant.words import say


def paid_for(tables: Tables, cut: Cut) -> ir.Table:
    """Orders whose last touch came through a channel that the business spends on, as `LAST_TOUCHED` gives them."""
    return LAST_TOUCHED.read(tables, cut).semi_join(tables["spend"], ["business", "channel"])


_MODEL = say(
    "Last touch: the last click or visit within {days} days takes all; direct visits are passed over.",
    days=LOOKBACK_DAYS,
)

ATTRIBUTED = (
    Metric(
        name="marketing_orders_last_touch",
        label=say("Orders from marketing, by last touch"),
        meaning=say(
            "Orders of known visitors who had clicked or visited through a marketing channel"
            " in the {days} days before.",
            days=LOOKBACK_DAYS,
        ),
        unit="orders",
        better="more",
        timing="lag",
        profiles=CONSUMER,
        owner="marketing",
        numerator=Part(LAST_TOUCHED, ONE),
        attribution=_MODEL,
        proof=HOLDOUT,
    ),
    Metric(
        name="marketing_revenue_last_touch",
        label=say("Revenue from marketing, by last touch"),
        meaning=say(
            "Value of the orders of known visitors who had clicked or visited through a marketing channel"
            " in the {days} days before.",
            days=LOOKBACK_DAYS,
        ),
        unit="currency",
        better="more",
        timing="lag",
        profiles=CONSUMER,
        owner="marketing",
        numerator=Part(LAST_TOUCHED, _.value),
        valid=(None, None),
        attribution=_MODEL,
        proof=HOLDOUT,
    ),
    Metric(
        name="roas_last_touch",
        label=say("Return on advertising spend, by last touch"),
        meaning=say(
            "Value of the orders whose last touch came through a paid channel, over all spend of the same days."
        ),
        unit="currency / currency",
        better="more",
        timing="lag",
        profiles=CONSUMER,
        owner="marketing",
        numerator=Part(Rows(("conversions", "spend", "touches"), DIMENSIONS, paid_for, of=LAST_TOUCHED), _.value),
        denominator=AMOUNT,
        valid=(None, None),
        attribution=_MODEL,
        proof=SPEND_TEST,
    ),
)
