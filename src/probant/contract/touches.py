"""One row per contact."""

from __future__ import annotations

from probant.contract.definition import FLAG, INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, CAMPAIGN, CHANNEL, DAY_START
from probant.words import say

TOUCHES = Contract(
    name="touches",
    meaning=say("Contacts between a person and the marketing, before any sale."),
    grain=say("one row per contact"),
    key=("touch",),
    columns=(
        Column("touch", TEXT, "id", say("Contact at the source; unique.")),
        Column("at", INSTANT, "instant", say("When, in UTC.")),
        DAY_START,
        BUSINESS,
        AREA,
        Column("visitor", TEXT, "id", say("Device or person that was reached."), person="visitor"),
        CHANNEL,
        CAMPAIGN,
        Column(
            "kind",
            TEXT,
            "name",
            say("'impression', 'click', 'visit' or 'qualified' (a visit that the business counts as qualified)."),
        ),
        Column("paid", FLAG, "boolean", say("Whether the contact was paid for."), required=False),
    ),
)
