"""One row per person, purpose and instant."""

from __future__ import annotations

from probant.contract.definition import FLAG, INSTANT, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

CONSENTS = Contract(
    name="consents",
    meaning=say("Who agreed to what, and until when."),
    grain=say("one row per person, purpose and instant"),
    key=(
        "subject",
        "kind",
        "purpose",
        "at",
    ),
    columns=(
        Column("subject", TEXT, "id", say("Person."), person="(kind)"),
        Column(
            "kind", TEXT, "name", say("What sort of identifier it is: 'visitor', 'customer', 'lead', 'unit' or 'user'.")
        ),
        Column("purpose", TEXT, "name", say("What it was asked for: 'audience', 'marketing', ...")),
        Column("at", INSTANT, "instant", say("When it was given or withdrawn, in UTC.")),
        Column("granted", FLAG, "boolean", say("True given, False withdrawn.")),
        Column(
            "expires_at", INSTANT, "instant", say("When it ends; empty: 13 months after it was given."), required=False
        ),
        BUSINESS,
    ),
)
