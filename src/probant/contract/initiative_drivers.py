"""One row per initiative, benefit and factor."""

from __future__ import annotations

from probant.contract.definition import NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.contract.initiative_benefits import BENEFIT
from probant.contract.initiatives import INITIATIVE
from probant.words import say

INITIATIVE_DRIVERS = Contract(
    name="initiative_drivers",
    meaning=say("The factors whose product is a benefit, each with its range and what it rests on."),
    grain=say("one row per initiative, benefit and factor"),
    key=("business", "initiative", "benefit", "factor"),
    columns=(
        INITIATIVE,
        BUSINESS,
        BENEFIT,
        Column(
            "factor",
            TEXT,
            "name",
            say(
                "'volume' a month, 'effect' per unit, 'worth' of a unit of effect, 'exposure', 'attribution', "
                "'realisation', 'margin', 'review' (per unit, in the effect's unit), 'decay' a month."
            ),
        ),
        Column("value", NUMBER, "as the factor", say("Best estimate, the mean."), required=False),
        Column("low", NUMBER, "as the factor", say("At least that, 95 % sure."), required=False),
        Column("high", NUMBER, "as the factor", say("At most that, 95 % sure."), required=False),
        Column(
            "basis",
            TEXT,
            "name",
            say(
                "'evidence' of this project, 'measured' in own records, 'published' elsewhere, 'self_reported' "
                "or 'assumed'."
            ),
        ),
        Column("source", TEXT, "id", say("Id of the evidence, or of the published effect."), required=False),
        Column("subject", TEXT, "name", say("Which estimate of that evidence; empty: the only one."), required=False),
        Column("author", TEXT, "name", say("Role that judged it, for what is assumed."), required=False),
    ),
)
