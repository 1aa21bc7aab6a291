"""What was paid for advertising, and the delivery that vendors counted."""

from __future__ import annotations

from ibis import _

from probant.metrics.definition import BOTH, Metric
from probant.metrics.parts import Part, each
from probant.metrics.proof import HOLDOUT
from probant.words import say

SPENT = each("spend")
AMOUNT = Part(SPENT, _.amount)
_IMPRESSIONS = Part(SPENT, _.impressions)
_CLICKS = Part(SPENT, _.clicks)

ADVERTISING = (
    Metric(
        name="spend",
        label=say("Advertising spend"),
        meaning=say("Cost of all advertising, before tax."),
        unit="currency",
        better="neither",
        timing="lead",
        profiles=BOTH,
        owner="finance",
        numerator=AMOUNT,
    ),
    Metric(
        name="impressions",
        label=say("Impressions"),
        meaning=say("Times that an ad was shown, as vendors count them."),
        unit="impressions",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=_IMPRESSIONS,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="clicks",
        label=say("Clicks"),
        meaning=say("Clicks on ads, as vendors count them."),
        unit="clicks",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=_CLICKS,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="click_through_rate",
        label=say("Click-through rate"),
        meaning=say("Clicks over impressions, where both were counted."),
        unit="share",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=_CLICKS,
        denominator=_IMPRESSIONS,
        valid=(0.0, 1.0),
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="cost_per_click",
        label=say("Cost per click"),
        meaning=say("Spend over clicks, where clicks were counted."),
        unit="currency / click",
        better="less",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=AMOUNT,
        denominator=_CLICKS,
        vanity_prone=True,
    ),
    Metric(
        name="cost_per_thousand_impressions",
        label=say("Cost per thousand impressions"),
        meaning=say("Spend over impressions, times 1,000, where impressions were counted."),
        unit="currency / 1000 impressions",
        better="less",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=AMOUNT,
        denominator=_IMPRESSIONS,
        scale=1000,
        vanity_prone=True,
    ),
)
