"""One row per initiative, month and team."""

from __future__ import annotations

from probant.contract.definition import COUNT, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, DAY_START
from probant.contract.initiatives import INITIATIVE
from probant.words import say

INITIATIVE_ADOPTION = Contract(
    name="initiative_adoption",
    meaning=say("Who may use an AI initiative, who does, and for how much of the work."),
    grain=say("one row per initiative, month and team"),
    key=("day", "business", "initiative", "team"),
    columns=(
        INITIATIVE,
        BUSINESS,
        DAY_START,
        Column("team", TEXT, "name", say("Team, e.g. 'service'; no person.")),
        Column("licensed", COUNT, "people", say("People of the team who may use it."), low=0),
        Column("active", COUNT, "people", say("Of these, who used it in the month."), low=0),
        Column(
            "assisted",
            NUMBER,
            "share",
            say("Share of the active people's work in scope that was done with it."),
            required=False,
            low=0,
            high=1,
        ),
    ),
)
