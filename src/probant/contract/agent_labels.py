"""One row per business, rule and labelled example."""

from __future__ import annotations

from probant.contract.definition import FLAG, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_LABELS = Contract(
    name="agent_labels",
    meaning=say("Examples by which people judged whether a rule finds what it should."),
    grain=say("one row per business, rule and example"),
    key=("business", "rule", "example"),
    columns=(
        BUSINESS,
        Column("rule", TEXT, "name", say("Rule, as in agent_rules.")),
        Column("example", TEXT, "id", say("The example; unique for its rule.")),
        Column("flagged", FLAG, "boolean", say("Whether the rule called it a deviation.")),
        Column("deviated", FLAG, "boolean", say("Whether a person called it one.")),
    ),
)
