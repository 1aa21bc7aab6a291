"""One row per customer and business."""

from __future__ import annotations

from probant.contract.definition import DAY, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, MAYBE_CHANNEL
from probant.words import say

CUSTOMERS = Contract(
    name="customers",
    meaning=say("Who buys, since when, and how they came."),
    grain=say("one row per customer and business"),
    key=(
        "business",
        "customer",
    ),
    columns=(
        Column("customer", TEXT, "id", say("Customer at the source."), person="customer"),
        BUSINESS,
        AREA,
        Column("acquired_on", DAY, "date", say("Day of the first order or contract.")),
        Column("ended_on", DAY, "date", say("Day on which the customer left; empty while active."), required=False),
        MAYBE_CHANNEL,
        Column("segment", TEXT, "name", say("Segment that the business uses."), required=False),
    ),
)
