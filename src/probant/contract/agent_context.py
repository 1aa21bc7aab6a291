"""One row per run and item that was looked for in its context."""

from __future__ import annotations

from probant.contract.definition import COUNT, FLAG, INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_CONTEXT = Contract(
    name="agent_context",
    meaning=say("What stood before an AI agent and from when on, without the texts themselves."),
    grain=say("one row per run and item that was looked for"),
    key=("trace", "item"),
    columns=(
        Column("trace", TEXT, "id", say("Trace of the run, as in spans.")),
        BUSINESS,
        Column(
            "item",
            TEXT,
            "text",
            say("A value of an argument in lower case, or its pseudonym where spans hold those; or a declared item."),
        ),
        Column(
            "step",
            COUNT,
            "count",
            say("First call of a tool, from 1 up, that had it before it; empty: it was looked for and never there."),
            required=False,
            low=1,
        ),
        Column(
            "as_of",
            INSTANT,
            "instant",
            say("Moment for which it was true, in UTC; empty: its age is not known."),
            required=False,
        ),
        Column(
            "used",
            FLAG,
            "boolean",
            say("Of a declared item: whether the result bears it; empty: not known."),
            required=False,
        ),
    ),
)
