"""One row per day or week, business, area and control."""

from __future__ import annotations

from probant.contract.definition import NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, DAY_START, SPAN
from probant.words import say

CONTROLS = Contract(
    name="controls",
    meaning=say("What moves sales and is not advertising: price, promotion, holidays, competitors."),
    grain=say("one row per day or week, business, area and control"),
    key=(
        "day",
        "span_days",
        "business",
        "area",
        "control",
    ),
    columns=(
        DAY_START,
        SPAN,
        BUSINESS,
        AREA,
        Column("control", TEXT, "name", say("Name of the control, e.g. 'price_index'.")),
        Column(
            "kind",
            TEXT,
            "name",
            say("'price', 'promotion', 'holiday', 'competitor', 'weather' or 'other'."),
            default="other",
        ),
        Column("value", NUMBER, "as the control", say("Its value; 0 or 1 for on or off.")),
    ),
)
