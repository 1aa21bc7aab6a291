"""One row per run and insight that it was given."""

from __future__ import annotations

from probant.contract.definition import FLAG, INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_USES = Contract(
    name="agent_uses",
    meaning=say("Which insights were given to which runs, and used."),
    grain=say("one row per run and insight"),
    key=("trace", "insight"),
    columns=(
        Column("trace", TEXT, "id", say("Trace of the run, as in spans.")),
        Column("insight", TEXT, "id", say("The insight, as in agent_insights.")),
        BUSINESS,
        Column("at", INSTANT, "instant", say("When, in UTC.")),
        Column("used", FLAG, "boolean", say("Whether the result rests on it; False: it was only retrieved.")),
    ),
)
