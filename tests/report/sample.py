"""Nouns as the decision hands them over: an apparel brand, and an AI that chooses what a shop shows.

The figures are made up for the tests, by a formula that anyone can follow; no test takes them for measured.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import sin

from probant.decision.answer import Shown
from probant.vocabulary import (
    Check,
    Estimate,
    Evidence,
    Grade,
    Indicator,
    Interval,
    Period,
    Provenance,
    Purpose,
)
from probant.words import Words, say

START, WEEKS = date(2021, 11, 22), 132
END = START + timedelta(weeks=WEEKS)
QUARTER = Period(END - timedelta(weeks=13), END)
CHANNELS = {
    "google_search": 0.21,
    "google_shopping": 0.34,
    "google_pmax": 0.18,
    "google_display": -0.12,
    "google_video": 0.07,
    "meta_facebook": 0.41,
    "meta_instagram": 0.02,
    "meta_other": 0.05,
}


def weeks(size: float, *, swing: float = 0.12, rise: float = 0.15) -> tuple[tuple[date, float | None], ...]:
    """A series with a yearly season and a slow rise; the fortieth week was not observed."""
    return tuple(
        (
            START + timedelta(weeks=week),
            None
            if week == 40
            else size
            * (1 + swing * sin(week * 0.1208) + swing / 4 * sin(week * 0.9) * sin(week * 0.37) + rise * week / WEEKS),
        )
        for week in range(WEEKS)
    )


def indicator(
    name: str,
    label: Words,
    meaning: Words,
    unit: str,
    value: float | None,
    previous: float | None,
    *,
    timing: str,
    better: str = "more",
    grade: Grade = Grade.E,
    interval: Interval | None = None,
    note: Words | None = None,
) -> Indicator:
    """One indicator of the brand over the last thirteen weeks."""
    last = [seen for _, seen in weeks(1.0)[-13:] if seen is not None]
    size = 0.0 if value is None else value / sum(last) * (len(last) if unit == "share" or " / " in unit else 1)
    series = tuple((day, None if value is None else seen) for day, seen in weeks(size))
    return Indicator(
        name, label, meaning, unit, "apparel", better, timing, QUARTER, value, previous, series, grade, interval, note
    )


LAG = (
    indicator(
        "revenue",
        say("Revenue"),
        say("Revenue of all orders, before returns."),
        "XXX",
        548_900_000.0,
        527_300_000.0,
        timing="lag",
    ),
    indicator("orders", say("Orders"), say("Orders placed."), "orders", 12_430, 12_910, timing="lag"),
    indicator(
        "mer",
        say("Marketing efficiency ratio"),
        say("All revenue over all spend."),
        "XXX / XXX",
        6.2,
        6.0,
        timing="lag",
        note=say("It counts sales that would have come anyway."),
    ),
    indicator(
        "cac",
        say("Cost per new customer"),
        say("All spend over first orders."),
        "XXX / new customer",
        9_870.0,
        10_190.0,
        timing="lag",
        better="less",
    ),
    indicator(
        "average_order_value",
        say("Average order value"),
        say("Revenue over orders."),
        "XXX / order",
        44_159.0,
        40_844.0,
        timing="lag",
    ),
    indicator(
        "repeat_rate",
        say("Share of revenue from repeat orders"),
        say("Revenue that is not of first orders, over all revenue."),
        "share",
        0.331,
        0.325,
        timing="lag",
        interval=Interval(0.322, 0.340, 0.95),
    ),
)
LEAD = (
    indicator(
        "click_rate",
        say("Click rate"),
        say("Clicks over impressions."),
        "share",
        0.0046,
        0.0044,
        timing="lead",
        grade=Grade.A,
        interval=Interval(0.0042, 0.0050, 0.95),
    ),
    indicator(
        "spend",
        say("Spend"),
        say("Media cost before tax."),
        "XXX",
        88_500_000.0,
        87_900_000.0,
        timing="lead",
        better="neither",
    ),
    indicator(
        "first_orders", say("First orders"), say("Orders of new customers."), "orders", 8_970, 8_630, timing="lead"
    ),
    indicator(
        "share_of_largest_channel",
        say("Share of the largest channel"),
        say("Spend of it over all spend."),
        "share",
        0.712,
        0.694,
        timing="lead",
        better="neither",
    ),
    indicator(
        "channels_active",
        say("Channels in use"),
        say("Channels that spent."),
        "",
        8,
        8,
        timing="lead",
        better="neither",
    ),
    indicator(
        "pipeline_created", say("Pipeline created"), say("Value of deals opened."), "XXX", None, None, timing="lead"
    ),
)

SHORT = tuple(replace(one, series=one.series[-20:]) for one in (*LAG[:3], *LEAD[:2], LEAD[-1]))
"""A few of them over twenty weeks: enough for a page of metrics."""
RECOMMENDER = Evidence(
    engine="experiments.difference",
    estimand=say("difference in click rate, AI recommender minus random choice"),
    purpose=Purpose.CUSTOMERS,
    business="shop",
    estimates={"AI recommender": Estimate(0.0023, "points", Interval(0.0002, 0.0044, 0.95))},
    design=Grade.A,
    checks=(
        Check("sample_ratio", True, say("Arms are as large as planned (p = {p}).", p=0.41)),
        Check(
            "power", True, say("The test could find a difference of {size:points} in four of five cases.", size=0.003)
        ),
        Check(
            "placebo", None, say("No period before the test was recorded, so no placebo test could be run."), lowers=0
        ),
    ),
    limits=(
        say("It speaks of clicks, not of orders or margin."),
        say("It was measured in one week; a novelty effect would not show."),
    ),
    period=Period(date(2019, 11, 24), date(2019, 12, 1)),
    sample={"AI recommender": 12_357, "random choice": 10_000},
    ids={"experiment": "open_bandit_men", "metric": "click"},
    provenance=Provenance('{"experiment":"open_bandit_men","metric":"click"}', "9f2c" * 16, 2, 7, "0.1.0"),
)
COMOVEMENT = Evidence(
    engine="association.comovement",
    estimand=say("correlation of weekly spend and revenue, both in changes"),
    purpose=Purpose.REVENUE,
    business="apparel",
    estimates={
        name: Estimate(value, "correlation", Interval(value - 0.17, value + 0.16, 0.95))
        for name, value in CHANNELS.items()
        if name != "meta_other"
    },
    unknown={"meta_other": say("It spent in fewer than ten weeks.")},
    design=Grade.E,
    checks=(Check("season", False, say("Spend and revenue share a season, which alone makes them move together.")),),
    limits=(say("What moves together need not cause: no activity was switched off at random."),),
    period=Period(START, END),
    sample=dict.fromkeys(CHANNELS, WEEKS),
    provenance=Provenance('{"business":"apparel"}', "51ab" * 16, 2, 0, "0.1.0"),
)
CLAIMED = Evidence(
    engine="claims.platform",
    estimand=say("revenue that the platform claims per 1 spent"),
    purpose=Purpose.EFFICIENCY,
    business="apparel",
    estimates={
        "google_search": Estimate(7.4, "XXX / XXX"),
        "meta_facebook": Estimate(3.1, "XXX / XXX"),
        "google_display": Estimate(0.6, "XXX / XXX"),
    },
    line=1.0,
    design=Grade.F,
    limits=(say("Platforms claim the same order more than once."),),
    period=QUARTER,
    provenance=Provenance('{"business":"apparel","days":91}', "77de" * 16, 2, 0, "0.1.0"),
)
EVIDENCE = (
    Shown("e-0003", RECOMMENDER),
    Shown("e-0001", COMOVEMENT),
    Shown("e-0002", CLAIMED),
)
