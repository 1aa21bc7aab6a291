"""One row per lead and business."""

from __future__ import annotations

from probant.contract.definition import DAY, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, CAMPAIGN, MAYBE_CHANNEL
from probant.words import say

LEADS = Contract(
    name="leads",
    meaning=say("People or companies who asked to be contacted."),
    grain=say("one row per lead and business"),
    key=(
        "business",
        "lead",
    ),
    columns=(
        Column("lead", TEXT, "id", say("Lead at the source."), person="lead"),
        BUSINESS,
        AREA,
        Column("created_on", DAY, "date", say("Day on which it came in.")),
        MAYBE_CHANNEL,
        CAMPAIGN,
        Column("qualified_on", DAY, "date", say("Day on which marketing called it qualified."), required=False),
        Column("opportunity_on", DAY, "date", say("Day on which sales opened an opportunity."), required=False),
        Column("won_on", DAY, "date", say("Day on which it became a customer."), required=False),
        Column("lost_on", DAY, "date", say("Day on which it was given up."), required=False),
    ),
)
