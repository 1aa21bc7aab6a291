"""One row per initiative and benefit."""

from __future__ import annotations

from probant.contract.definition import FLAG, SMALL, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.contract.initiatives import INITIATIVE
from probant.words import say

BENEFIT = Column("benefit", TEXT, "name", say("Name of the benefit within its initiative."))

INITIATIVE_BENEFITS = Contract(
    name="initiative_benefits",
    meaning=say("What AI initiatives are to bring, each benefit in the one line that is its home."),
    grain=say("one row per initiative and benefit"),
    key=("business", "initiative", "benefit"),
    columns=(
        INITIATIVE,
        BUSINESS,
        BENEFIT,
        Column("line", TEXT, "name", say("Line of a return model, e.g. 'savings'; it is the benefit's home.")),
        Column("kind", TEXT, "name", say("'time', 'sales', 'saving', 'content' or 'risk'; 'cost' for what use costs.")),
        Column("first_month", SMALL, "months", say("Months after the start from which it counts."), default=0, low=0),
        Column("withdrawn", FLAG, "boolean", say("Whether it is no longer counted."), default=False),
    ),
)
