"""One row per initiative, line and author."""

from __future__ import annotations

from probant.contract.definition import DAY, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.contract.initiatives import INITIATIVE
from probant.words import say

INITIATIVE_JUDGEMENTS = Contract(
    name="initiative_judgements",
    meaning=say("Lines of the return models that nobody has measured yet: what somebody judges them to be."),
    grain=say("one row per initiative, line and author"),
    key=("business", "initiative", "line", "author"),
    columns=(
        INITIATIVE,
        BUSINESS,
        Column("line", TEXT, "name", say("Line of a return model, e.g. 'brand'.")),
        Column("author", TEXT, "name", say("Role that judges; no person's name.")),
        Column("judged_on", DAY, "date", say("Day of the judgement.")),
        Column("score", NUMBER, "share", say("From 0 (no use) to 1 (all that one could wish)."), low=0, high=1),
        Column("low", NUMBER, "share", say("At least that, 95 % sure."), required=False, low=0, high=1),
        Column("high", NUMBER, "share", say("At most that, 95 % sure."), required=False, low=0, high=1),
        Column("weight", NUMBER, "ratio", say("Weight of the line in the scorecard, in any scale."), default=1, low=0),
        Column("reason", TEXT, "text", say("Why."), required=False),
    ),
)
