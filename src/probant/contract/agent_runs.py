"""One row per run of an AI agent."""

from __future__ import annotations

from probant.contract.definition import FLAG, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_RUNS = Contract(
    name="agent_runs",
    meaning=say("What came of each run of an AI agent, where its trace does not say it."),
    grain=say("one row per run"),
    key=("trace",),
    columns=(
        Column("trace", TEXT, "id", say("Trace of the run, as in spans.")),
        BUSINESS,
        Column("agent", TEXT, "name", say("Name of the agent; empty: as its root span says."), required=False),
        Column("version", TEXT, "name", say("Version of the agent or of its prompt."), required=False),
        Column("task", TEXT, "id", say("Task that the run was for; empty: as its root span says."), required=False),
        Column("success", FLAG, "boolean", say("Whether the task was done as it should be."), required=False),
        Column(
            "infrastructure_failure",
            TEXT,
            "text",
            say("What failed outside the agent and ended the run: network, harness, model endpoint; empty: nothing."),
            required=False,
        ),
        Column(
            "eligible",
            FLAG,
            "boolean",
            say("Whether the task lay inside the agent's mandate."),
            default=True,
        ),
        Column(
            "memory",
            FLAG,
            "boolean",
            say("Whether the run was given what earlier runs had learned; empty: it was not drawn by lot."),
            required=False,
        ),
    ),
)
