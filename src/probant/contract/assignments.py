"""One row per experiment and unit."""

from __future__ import annotations

from probant.contract.definition import INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS
from probant.words import say

ASSIGNMENTS = Contract(
    name="assignments",
    meaning=say("Who was put into which arm of which experiment."),
    grain=say("one row per experiment and unit"),
    key=(
        "experiment",
        "unit",
    ),
    columns=(
        Column("experiment", TEXT, "name", say("Name of the experiment.")),
        Column(
            "unit", TEXT, "id", say("What was assigned at random: a person, a device, a visit, an area."), person="unit"
        ),
        BUSINESS,
        AREA,
        Column("arm", TEXT, "name", say("Name of the arm.")),
        Column("at", INSTANT, "instant", say("When it was assigned, in UTC."), required=False),
        Column("segment", TEXT, "name", say("Segment known before the assignment."), required=False),
        Column(
            "cluster",
            TEXT,
            "id",
            say("Group of units whose results hang together; empty where each stands alone."),
            required=False,
        ),
    ),
)
