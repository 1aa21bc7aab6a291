"""One row per day or week, business, area, account, campaign and channel."""

from __future__ import annotations

from probant.contract.definition import COUNT, MONEY, Column, Contract
from probant.contract.dimensions import ACCOUNT, AREA, BUSINESS, CAMPAIGN, CHANNEL, CURRENCY, DAY_START, SPAN
from probant.words import say

SPEND = Contract(
    name="spend",
    meaning=say("What was paid for advertising, and the delivery that the vendor counted."),
    grain=say("one row per day or week, business, area, account, campaign and channel"),
    key=(
        "day",
        "span_days",
        "business",
        "area",
        "account",
        "campaign",
        "channel",
    ),
    columns=(
        DAY_START,
        SPAN,
        BUSINESS,
        AREA,
        ACCOUNT,
        CAMPAIGN,
        CHANNEL,
        CURRENCY,
        Column("amount", MONEY, "currency", say("Cost before tax."), low=0),
        Column("impressions", COUNT, "count", say("Times that an ad was shown."), required=False, low=0),
        Column("clicks", COUNT, "count", say("Clicks as the vendor counts them."), required=False, low=0),
        Column(
            "reach",
            COUNT,
            "count",
            say("People to whom an ad was shown at least once in the days of the row; not summable over days."),
            required=False,
            low=0,
        ),
    ),
)
