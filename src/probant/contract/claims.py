"""One row per day or week, business, area, platform, account, campaign, channel and attribution window."""

from __future__ import annotations

from probant.contract.definition import MONEY, TEXT, Column, Contract
from probant.contract.dimensions import ACCOUNT, AREA, BUSINESS, CAMPAIGN, CHANNEL, CURRENCY, DAY_START, SPAN
from probant.words import say

CLAIMS = Contract(
    name="claims",
    meaning=say("Conversions and value that a platform claims for itself."),
    grain=say("one row per day or week, business, area, platform, account, campaign, channel and attribution window"),
    key=(
        "day",
        "span_days",
        "business",
        "area",
        "platform",
        "account",
        "campaign",
        "channel",
        "window",
    ),
    columns=(
        DAY_START,
        SPAN,
        BUSINESS,
        AREA,
        Column("platform", TEXT, "name", say("Platform that makes the claim, e.g. 'meta'.")),
        ACCOUNT,
        CAMPAIGN,
        CHANNEL,
        Column(
            "window",
            TEXT,
            "name",
            say("Attribution window of the claim, e.g. '7d_click_1d_view'."),
            default="(not stated)",
        ),
        CURRENCY,
        Column(
            "conversions", MONEY, "count", say("Conversions claimed; platforms claim fractions."), required=False, low=0
        ),
        Column("value", MONEY, "currency", say("Conversion value claimed."), required=False, low=0),
    ),
)
