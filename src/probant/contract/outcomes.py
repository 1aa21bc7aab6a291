"""One row per day or week, business and area."""

from __future__ import annotations

from probant.contract.definition import COUNT, MONEY, Column, Contract
from probant.contract.dimensions import AREA, BUSINESS, CURRENCY, DAY_START, SPAN
from probant.words import say

OUTCOMES = Contract(
    name="outcomes",
    meaning=say("What the business earned, as its own books say."),
    grain=say("one row per day or week, business and area"),
    key=(
        "day",
        "span_days",
        "business",
        "area",
    ),
    columns=(
        DAY_START,
        SPAN,
        BUSINESS,
        AREA,
        CURRENCY,
        Column(
            "revenue",
            MONEY,
            "currency",
            say("Revenue of all orders, net of tax; negative where returns exceed sales."),
            required=False,
        ),
        Column("new_revenue", MONEY, "currency", say("Revenue of first orders alone."), required=False),
        Column(
            "contribution_margin",
            MONEY,
            "currency",
            say("Revenue less variable cost, before marketing."),
            required=False,
        ),
        Column("orders", COUNT, "count", say("Orders, all customers."), required=False, low=0),
        Column(
            "new_customers", COUNT, "count", say("Customers who ordered for the first time."), required=False, low=0
        ),
        Column("pipeline", MONEY, "currency", say("Value of opportunities opened."), required=False, low=0),
        Column("sessions", COUNT, "count", say("Visits to the site or the app."), required=False, low=0),
        Column(
            "engaged_sessions",
            COUNT,
            "count",
            say("Visits that lasted, converted or saw two pages."),
            required=False,
            low=0,
        ),
    ),
)
