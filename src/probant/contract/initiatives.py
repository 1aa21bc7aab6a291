"""One row per initiative."""

from __future__ import annotations

from probant.contract.definition import COUNT, DAY, MONEY, NUMBER, SMALL, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS, CURRENCY
from probant.words import say

INITIATIVE = Column("initiative", TEXT, "name", say("Name of the initiative, as in initiatives."))

INITIATIVES = Contract(
    name="initiatives",
    meaning=say("The register of AI initiatives: what each is for, and what it has to reach before it may go on."),
    grain=say("one row per initiative"),
    key=("business", "initiative"),
    columns=(
        INITIATIVE,
        BUSINESS,
        Column("use_case", TEXT, "text", say("What the AI does, for whom.")),
        Column("owner", TEXT, "name", say("Role that answers for it, e.g. 'head of service'; no person's name.")),
        Column("stage", TEXT, "name", say("'idea', 'pilot', 'scaled' or 'stopped', as its owner says.")),
        Column("objective", TEXT, "text", say("Objective of the business that it serves."), required=False),
        Column("indicator", TEXT, "name", say("What shows whether it works, as in its readings."), required=False),
        Column("better", TEXT, "name", say("'more' or 'less' of the indicator is good."), default="more"),
        Column("threshold", NUMBER, "as the indicator", say("Value that counts as success."), required=False),
        Column("starts_on", DAY, "date", say("First day of its first month."), required=False),
        CURRENCY,
        Column("agent", TEXT, "name", say("Agent of the traces whose tokens it pays for."), required=False),
        Column(
            "adoption_ceiling",
            NUMBER,
            "share",
            say("Adoption that it will reach at last."),
            required=False,
            low=0,
            high=1,
        ),
        Column("ceiling_low", NUMBER, "share", say("At least that, 95 % sure."), required=False, low=0, high=1),
        Column("ceiling_high", NUMBER, "share", say("At most that, 95 % sure."), required=False, low=0, high=1),
        Column(
            "ramp_months",
            NUMBER,
            "months",
            say("Months from a tenth to nine tenths of that adoption."),
            required=False,
            low=0.1,
            high=120,
        ),
        Column("feasible", NUMBER, "share", say("Probability that it can be built."), required=False, low=0, high=1),
        Column("feasible_low", NUMBER, "share", say("At least that, 95 % sure."), required=False, low=0, high=1),
        Column("feasible_high", NUMBER, "share", say("At most that, 95 % sure."), required=False, low=0, high=1),
        Column("person_months", NUMBER, "months", say("Work that it still takes."), required=False, low=0),
        Column("pilot_benefit", TEXT, "name", say("Benefit whose effect the pilot measures."), required=False),
        Column(
            "pilot_error",
            NUMBER,
            "as the effect",
            say("Standard error with which the pilot will measure that effect."),
            required=False,
            low=0,
        ),
        Column("pilot_sample", COUNT, "count", say("Units that the pilot will observe."), required=False, low=1),
        Column("pilot_months", SMALL, "months", say("Length of the pilot."), required=False, low=1, high=36),
        Column("pilot_cost", MONEY, "currency", say("Cost of the pilot."), required=False, low=0),
        Column("stop_rule", TEXT, "text", say("When it is stopped, written before it runs."), required=False),
        Column(
            "stop_at", NUMBER, "as the indicator", say("Value of the indicator at which it is stopped."), required=False
        ),
        Column("expansion_cost", MONEY, "currency", say("Cost of taking it further."), required=False, low=0),
        Column(
            "expansion_factor",
            NUMBER,
            "ratio",
            say("Benefit of that as a multiple of the present one."),
            required=False,
            low=0,
        ),
        Column(
            "expansion_months",
            SMALL,
            "months",
            say("Months from its start until that can be decided."),
            required=False,
            low=1,
            high=60,
        ),
        Column("needs", TEXT, "name", say("Initiative that must come before."), required=False),
    ),
)
