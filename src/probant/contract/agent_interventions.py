"""One row per act of a person in a run."""

from __future__ import annotations

from probant.contract.definition import INSTANT, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_INTERVENTIONS = Contract(
    name="agent_interventions",
    meaning=say("What people did in or after a run of an AI agent."),
    grain=say("one row per run and event"),
    key=("trace", "event"),
    columns=(
        Column("trace", TEXT, "id", say("Trace of the run, as in spans.")),
        Column("event", TEXT, "id", say("Event at the source; unique in its run.")),
        BUSINESS,
        Column("at", INSTANT, "instant", say("When, in UTC."), required=False),
        Column(
            "kind",
            TEXT,
            "name",
            say("'handoff', 'refusal', 'edit', 'takeover', 'retry', 'rollback'; or 'approval', which is supervision."),
        ),
        Column("minutes", NUMBER, "minutes", say("Working time that it took of people."), required=False, low=0),
    ),
)
