"""One row per initiative, month, kind and state."""

from __future__ import annotations

from probant.contract.definition import MONEY, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, CURRENCY, DAY_START
from probant.contract.initiatives import INITIATIVE
from probant.words import say

INITIATIVE_COSTS = Contract(
    name="initiative_costs",
    meaning=say("What AI initiatives cost, by month and kind, forecast and realised kept apart."),
    grain=say("one row per initiative, month, kind and state"),
    key=("day", "business", "initiative", "kind", "state"),
    columns=(
        INITIATIVE,
        BUSINESS,
        DAY_START,
        Column(
            "kind",
            TEXT,
            "name",
            say(
                "'invoices', 'tokens', 'infrastructure', 'hours', 'evaluation', 'loss' go on month by month; "
                "'integration', 'data', 'training', 'change' are paid once."
            ),
        ),
        Column("state", TEXT, "name", say("'forecast' or 'realised'.")),
        CURRENCY,
        Column("amount", MONEY, "currency", say("Cost of the month; hours at their loaded rate."), low=0),
        Column("low", MONEY, "currency", say("At least that, 95 % sure."), required=False, low=0),
        Column("high", MONEY, "currency", say("At most that, 95 % sure."), required=False, low=0),
        Column("hours", NUMBER, "hours", say("Hours in that amount."), required=False, low=0),
    ),
)
