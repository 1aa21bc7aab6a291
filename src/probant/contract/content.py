"""One row per asset and business."""

from __future__ import annotations

from probant.contract.definition import COUNT, DAY, FLAG, MONEY, NUMBER, TEXT, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, CURRENCY, MAYBE_CHANNEL
from probant.words import say

CONTENT = Contract(
    name="content",
    meaning=say("Texts, pictures and films that were published, by people or by AI, with their results."),
    grain=say("one row per asset and business"),
    key=(
        "business",
        "asset",
    ),
    columns=(
        Column("asset", TEXT, "id", say("Asset at the source.")),
        BUSINESS,
        AREA,
        Column("published_on", DAY, "date", say("Day of publication.")),
        Column("made_by", TEXT, "name", say("'human', 'ai' or 'both'.")),
        Column("kind", TEXT, "name", say("'ad', 'email', 'article', 'page', 'post', ...")),
        MAYBE_CHANNEL,
        CURRENCY,
        Column("cost", MONEY, "currency", say("Cost of making it, tools and outside work."), required=False, low=0),
        Column("minutes", NUMBER, "minutes", say("Working time of people, review included."), required=False, low=0),
        Column(
            "baseline_minutes",
            NUMBER,
            "minutes",
            say("Working time that one like it took before, measured, not estimated."),
            required=False,
            low=0,
        ),
        Column("accepted", FLAG, "boolean", say("Whether a person released it."), required=False),
        Column(
            "quality",
            NUMBER,
            "share",
            say("Quality from 0 to 1, as the business judges it."),
            required=False,
            low=0,
            high=1,
        ),
        Column("impressions", COUNT, "count", say("Times that it was shown."), required=False, low=0),
        Column("clicks", COUNT, "count", say("Clicks on it."), required=False, low=0),
    ),
)
