"""One row per span of a trace."""

from __future__ import annotations

import pyarrow as pa

from probant.contract.definition import COUNT, FLAG, INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, DAY_START
from probant.words import say

SPANS = Contract(
    name="spans",
    meaning=say("What AI agents did, step by step, with what it cost."),
    grain=say("one row per span of a trace"),
    key=(
        "trace",
        "span",
    ),
    columns=(
        Column("trace", TEXT, "id", say("Trace, 32 hexadecimal digits.")),
        Column("span", TEXT, "id", say("Span, 16 hexadecimal digits.")),
        Column("parent", TEXT, "id", say("Span that called it; empty for the root."), required=False),
        Column("at", INSTANT, "instant", say("Start, in UTC.")),
        Column("ended_at", INSTANT, "instant", say("End, in UTC."), required=False),
        DAY_START,
        BUSINESS,
        Column("agent", TEXT, "name", say("Name of the agent."), required=False),
        Column("version", TEXT, "name", say("Version of the agent or of its prompt."), required=False),
        Column("task", TEXT, "id", say("Task that the run was for."), required=False),
        Column("operation", TEXT, "name", say("'invoke_agent', 'chat', 'execute_tool', ...")),
        Column("tool", TEXT, "name", say("Tool that was called."), required=False),
        Column(
            "arguments",
            TEXT,
            "text",
            say("Arguments of the tool as JSON; personal values as pseudonyms, empty where the project keeps none."),
            required=False,
        ),
        Column("model", TEXT, "name", say("Model that answered."), required=False),
        Column("input_tokens", COUNT, "count", say("Tokens read, cached ones included."), required=False, low=0),
        Column(
            "cached_tokens",
            COUNT,
            "count",
            say("Of the tokens read: those that came from a cache."),
            required=False,
            low=0,
        ),
        Column(
            "cache_write_tokens",
            COUNT,
            "count",
            say("Of the tokens read: those that were put into a cache."),
            required=False,
            low=0,
        ),
        Column("output_tokens", COUNT, "count", say("Tokens written."), required=False, low=0),
        Column("currency", TEXT, "code", say("ISO 4217 code of the cost."), required=False),
        Column(
            "cost",
            pa.decimal128(18, 6),
            "currency",
            say("Cost of the span itself, children left out; empty where it has no price."),
            required=False,
            low=0,
        ),
        Column("is_error", FLAG, "boolean", say("Whether it failed."), required=False),
        Column("accepted", FLAG, "boolean", say("On the root: whether the result was accepted."), required=False),
        Column("user", TEXT, "id", say("Person whom the agent served."), required=False, person="user"),
    ),
)
