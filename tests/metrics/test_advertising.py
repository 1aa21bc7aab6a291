"""Spend, delivery and their prices, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from probant.errors import UnknownName

MONDAY, NEXT = date(2024, 1, 1), date(2024, 1, 8)
SPEND = [
    {"day": date(2024, 1, 1), "channel": "search", "amount": Decimal(100), "impressions": 1000, "clicks": 50},
    {"day": date(2024, 1, 3), "channel": "social", "amount": Decimal(300), "impressions": 9000, "clicks": 30},
    {"day": date(2024, 1, 4), "channel": "tv", "amount": Decimal(600), "impressions": None, "clicks": None},
    {"day": date(2024, 1, 8), "channel": "search", "amount": Decimal("50.5"), "impressions": 500, "clicks": 0},
]


@pytest.fixture
def tables(held):
    return held(spend=SPEND)


def test_spend_is_added_up_by_monday_weeks_and_stays_decimal(values, tables):
    assert values("spend", tables) == {MONDAY: Decimal(1000), NEXT: Decimal("50.5")}


def test_a_rate_is_sum_over_sum_and_not_the_mean_of_rates(values, tables):
    # 80 clicks over 10,000 impressions; the mean of the two rates would be .0267.
    assert values("click_through_rate", tables)[MONDAY] == pytest.approx(0.008, abs=1e-15)


def test_what_was_shown_and_never_clicked_is_0_and_its_price_a_click_is_not_known(values, tables):
    assert values("click_through_rate", tables)[NEXT] == 0.0
    assert values("cost_per_click", tables)[NEXT] is None


def test_spend_whose_clicks_nobody_counted_stays_out_of_the_price_of_a_click(values, tables):
    assert values("cost_per_click", tables)[MONDAY] == pytest.approx(400 / 80, abs=1e-12)
    assert values("cost_per_thousand_impressions", tables)[MONDAY] == pytest.approx(400 / 10_000 * 1000, abs=1e-12)


def test_a_channel_that_counts_no_clicks_has_no_price_a_click(values, tables):
    found = values("cost_per_click", tables, by=("channel",))
    assert found == {(MONDAY, "search"): 2.0, (MONDAY, "social"): 10.0, (NEXT, "search"): None}
    assert values("clicks", tables, by=("channel",))[MONDAY, "tv"] is None


@pytest.mark.parametrize(
    ("every", "start"),
    [
        ("day", date(2024, 1, 8)),
        ("week", date(2024, 1, 8)),
        ("month", date(2024, 1, 1)),
        ("quarter", date(2024, 1, 1)),
        ("year", date(2024, 1, 1)),
        ("all", date(2024, 1, 1)),
    ],
)
def test_buckets_begin_where_the_calendar_says(values, tables, every, start):
    assert max(values("spend", tables, every=every)) == start


def test_a_weekly_row_counts_in_the_week_of_its_first_day(values, held):
    thursday = {"day": date(2024, 1, 4), "span_days": 7, "amount": Decimal(7)}
    assert values("spend", held(spend=[thursday])) == {MONDAY: Decimal(7)}


def test_an_unknown_dimension_or_length_names_the_nearest(run, tables):
    with pytest.raises(UnknownName, match="dimension of Revenue") as caught:
        run("revenue", tables, by=("channel",))
    assert caught.value.known == ("area", "business")
    with pytest.raises(UnknownName, match="use “week”"):
        run("spend", tables, every="weeks")
