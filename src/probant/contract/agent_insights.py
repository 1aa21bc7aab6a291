"""One row per business and insight."""

from __future__ import annotations

from probant.contract.definition import INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_INSIGHTS = Contract(
    name="agent_insights",
    meaning=say("What runs of AI agents learned, from when and until when it holds."),
    grain=say("one row per business and insight"),
    key=("business", "insight"),
    columns=(
        BUSINESS,
        Column("insight", TEXT, "id", say("The insight; unique in its business.")),
        Column("trace", TEXT, "id", say("Trace of the run that learned it; empty: a person wrote it."), required=False),
        Column("at", INSTANT, "instant", say("When it was learned, in UTC.")),
        Column("expires_at", INSTANT, "instant", say("When it goes stale, in UTC; empty: never."), required=False),
        Column(
            "superseded_at",
            INSTANT,
            "instant",
            say("When another one took its place, in UTC; empty: it still stands."),
            required=False,
        ),
    ),
)
