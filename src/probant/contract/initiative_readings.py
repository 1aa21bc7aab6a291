"""One row per initiative, month, indicator and state."""

from __future__ import annotations

from probant.contract.definition import COUNT, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, DAY_START
from probant.contract.initiatives import INITIATIVE
from probant.words import say

INITIATIVE_READINGS = Contract(
    name="initiative_readings",
    meaning=say("Indicators of AI initiatives over time: baseline, forecast, realised and validated kept apart."),
    grain=say("one row per initiative, month, indicator and state"),
    key=("day", "business", "initiative", "indicator", "state"),
    columns=(
        INITIATIVE,
        BUSINESS,
        DAY_START,
        Column(
            "indicator",
            TEXT,
            "name",
            say(
                "'time_saved', 'content_quality', 'engagement', 'conversion', 'customer_value', 'satisfaction', "
                "a line of a return model, or the indicator of its success."
            ),
        ),
        Column("state", TEXT, "name", say("'baseline', 'forecast', 'realised' or 'validated'.")),
        Column("value", NUMBER, "as the indicator", say("Value in the month.")),
        Column("low", NUMBER, "as the indicator", say("At least that, 95 % sure."), required=False),
        Column("high", NUMBER, "as the indicator", say("At most that, 95 % sure."), required=False),
        Column("unit", TEXT, "name", say("Unit, e.g. 'share', 'hours', 'EUR'.")),
        Column("sample", COUNT, "count", say("Units behind it."), required=False, low=0),
        Column("evidence", TEXT, "id", say("Id of the evidence that validates it."), required=False),
        Column("author", TEXT, "name", say("Role that read it, or validated it."), required=False),
    ),
)
