"""One row per run, rule and step to which the rule applied."""

from __future__ import annotations

from probant.contract.definition import FLAG, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_DEVIATIONS = Contract(
    name="agent_deviations",
    meaning=say("Where a monitor looked whether an AI agent kept a rule, and what it saw."),
    grain=say("one row per run, rule and step to which the rule applied"),
    key=("trace", "rule", "span"),
    columns=(
        Column("trace", TEXT, "id", say("Trace of the run, as in spans.")),
        Column("rule", TEXT, "name", say("Rule, as in agent_rules.")),
        Column(
            "span",
            TEXT,
            "id",
            say("Step to which the rule applied, as in spans; '(run)' for the run."),
            default="(run)",
        ),
        BUSINESS,
        Column(
            "deviated",
            FLAG,
            "boolean",
            say("Whether the rule was broken; False: it applied and was kept."),
            default=True,
        ),
        Column("evidence", TEXT, "text", say("What was seen, in a few words without personal data."), required=False),
    ),
)
