"""One row per business, task and item that a run must know."""

from __future__ import annotations

from probant.contract.definition import NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, WHOLE
from probant.words import say

AGENT_REQUIRED = Contract(
    name="agent_required",
    meaning=say("What an AI agent must have before it: customer history, live signals, rules of the brand."),
    grain=say("one row per business, task and item"),
    key=("business", "task", "item"),
    columns=(
        BUSINESS,
        Column("task", TEXT, "id", say("Task, as in spans; '(all)' for all of them."), default=WHOLE),
        Column("item", TEXT, "name", say("What is required, as in agent_context.")),
        Column(
            "max_age_minutes",
            NUMBER,
            "minutes",
            say("How old it may be when the first step that changes something is taken; empty: any age."),
            required=False,
            low=0,
        ),
    ),
)
