"""One row per business and tool."""

from __future__ import annotations

from probant.contract.definition import FLAG, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_TOOLS = Contract(
    name="agent_tools",
    meaning=say("What each tool of an AI agent does."),
    grain=say("one row per business and tool"),
    key=("business", "tool"),
    columns=(
        BUSINESS,
        Column("tool", TEXT, "name", say("Name of the tool, as in spans.")),
        Column(
            "kind",
            TEXT,
            "name",
            say("'read', 'write' (changes something), 'handoff' (to a person) or 'neutral' (thinks, calculates)."),
        ),
        Column(
            "same_as",
            TEXT,
            "name",
            say("Tool or group of tools that does the same; empty: none does."),
            required=False,
        ),
        Column(
            "compares",
            FLAG,
            "boolean",
            say("Whether its arguments matter when two steps are compared; not where they are free text."),
            default=True,
        ),
    ),
)
