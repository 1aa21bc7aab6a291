"""One row per deal and business."""

from __future__ import annotations

from probant.contract.definition import DAY, FLAG, MONEY, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, CURRENCY, MAYBE_CHANNEL
from probant.words import say

DEALS = Contract(
    name="deals",
    meaning=say("Opportunities of sales, open and closed."),
    grain=say("one row per deal and business"),
    key=(
        "business",
        "deal",
    ),
    columns=(
        Column("deal", TEXT, "id", say("Opportunity at the source.")),
        BUSINESS,
        AREA,
        Column("lead", TEXT, "id", say("Lead that it came from, as in leads."), required=False, person="lead"),
        Column("created_on", DAY, "date", say("Day on which it was opened.")),
        Column("closed_on", DAY, "date", say("Day on which it was won or lost; empty while open."), required=False),
        Column("state", TEXT, "name", say("'open', 'won' or 'lost'.")),
        CURRENCY,
        Column("amount", MONEY, "currency", say("Value of the contract, expected while open."), required=False, low=0),
        MAYBE_CHANNEL,
        Column(
            "sourced_by_marketing", FLAG, "boolean", say("Whether marketing made the first contact."), required=False
        ),
        Column(
            "influenced_by_marketing",
            FLAG,
            "boolean",
            say("Whether marketing touched it before it closed."),
            required=False,
        ),
    ),
)
