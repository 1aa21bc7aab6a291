"""One row per business and rule."""

from __future__ import annotations

from probant.contract.definition import COUNT, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_RULES = Contract(
    name="agent_rules",
    meaning=say("Rules that an AI agent is held to."),
    grain=say("one row per business and rule"),
    key=("business", "rule"),
    columns=(
        BUSINESS,
        Column("rule", TEXT, "name", say("Name of the rule.")),
        Column("severity", TEXT, "name", say("'low', 'medium', 'high' or 'critical': 1, 3, 10 or 30 points.")),
        Column(
            "kind",
            TEXT,
            "name",
            say(
                "How it is tested: 'recorded' (by events in agent_deviations), 'error' (a call that fails), 'never', "
                "'before' (another call must come first), 'most' (so many calls that succeed, at the most)."
            ),
            default="recorded",
        ),
        Column(
            "applies_to",
            TEXT,
            "name",
            say("Tool, or kind of tool, that it is about; empty: every one."),
            required=False,
        ),
        Column("needs", TEXT, "name", say("For 'before': tool that must have been called before."), required=False),
        Column(
            "argument",
            TEXT,
            "name",
            say("For 'before' and 'most': argument that must be the same in both calls; empty: none."),
            required=False,
        ),
        Column("most", COUNT, "count", say("For 'most': calls that may succeed."), required=False, low=0),
        Column(
            "agreed_rate",
            NUMBER,
            "share",
            say("Share of runs with a deviation that was agreed to be borne; empty: none was."),
            required=False,
            low=0,
            high=1,
        ),
    ),
)
