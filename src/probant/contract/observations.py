"""One row per experiment, unit and metric."""

from __future__ import annotations

from probant.contract.definition import FLAG, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

OBSERVATIONS = Contract(
    name="observations",
    meaning=say("What was measured of each unit of an experiment."),
    grain=say("one row per experiment, unit and metric"),
    key=(
        "experiment",
        "unit",
        "metric",
    ),
    columns=(
        Column("experiment", TEXT, "name", say("Name of the experiment.")),
        Column("unit", TEXT, "id", say("Unit, as in assignments."), person="unit"),
        Column("metric", TEXT, "name", say("What was measured, e.g. 'order' or 'spend_before'.")),
        Column("value", NUMBER, "as the metric", say("Value over the whole experiment; 0 or 1 for yes or no.")),
        Column(
            "before",
            FLAG,
            "boolean",
            say("Whether it was measured before the assignment (a covariate)."),
            default=False,
        ),
        BUSINESS,
    ),
)
