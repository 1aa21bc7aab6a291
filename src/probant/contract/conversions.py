"""One row per conversion."""

from __future__ import annotations

from probant.contract.definition import FLAG, INSTANT, MONEY, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, CURRENCY, DAY_START, MAYBE_CHANNEL
from probant.words import say

CONVERSIONS = Contract(
    name="conversions",
    meaning=say("Sales, sign-ups and other results, one by one."),
    grain=say("one row per conversion"),
    key=(
        "business",
        "conversion",
    ),
    columns=(
        Column("conversion", TEXT, "id", say("Order or event at the source; unique in a business.")),
        Column("at", INSTANT, "instant", say("When, in UTC.")),
        DAY_START,
        BUSINESS,
        AREA,
        Column("kind", TEXT, "name", say("'order', 'lead', 'signup', ..."), default="order"),
        Column(
            "visitor",
            TEXT,
            "id",
            say("Device or person that converted, as in touches."),
            required=False,
            person="visitor",
        ),
        Column("customer", TEXT, "id", say("Customer who converted."), required=False, person="customer"),
        MAYBE_CHANNEL,
        CURRENCY,
        Column("value", MONEY, "currency", say("Revenue net of tax; negative for a return."), required=False),
        Column("margin", MONEY, "currency", say("Contribution margin before marketing."), required=False),
        Column("is_first", FLAG, "boolean", say("Whether it is the customer's first."), required=False),
    ),
)
