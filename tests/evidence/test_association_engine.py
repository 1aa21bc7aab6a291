"""association.comovement over weeks made by hand: what it sees, and what it refuses."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from probant.errors import Inconsistent, TooLittle, UnknownName
from probant.evidence.association.engine import Comovement
from probant.evidence.association.question import ComovementQuestion
from probant.vocabulary import Grade, Period, Purpose

MONDAY = date(2024, 1, 1)
BOTH = {"business": "shop", "currency": "EUR"}


def money(amount):
    return Decimal(f"{amount:.4f}")


def weekly(spend, revenue, *, day=MONDAY, **more):
    """Rows of spend by channel, and of revenue, a week each; a week of None is not known."""
    weeks = {"span_days": 7, **BOTH, **more}
    paid = [
        {**weeks, "day": day + timedelta(weeks=number), "channel": channel, "amount": money(amount)}
        for channel, amounts in spend.items()
        for number, amount in enumerate(amounts)
    ]
    earned = [
        {**weeks, "day": day + timedelta(weeks=number), "revenue": None if value is None else money(value)}
        for number, value in enumerate(revenue)
    ]
    return paid, earned


@pytest.fixture
def moving(sample):
    def ask(paid, earned, **question):
        tables = {
            **sample.tables(),
            "spend": sample.table("spend", paid),
            "outcomes": sample.table("outcomes", earned),
        }
        return sample.ask(Comovement(), ComovementQuestion(**question), tables)

    return ask


def check(evidence, name):
    return next(check for check in evidence.checks if check.name == name)


def noise(seed, weeks, size=0.3):
    return np.exp(np.random.default_rng(seed).normal(0.0, size, weeks))


def test_an_elasticity_is_found_and_stays_grade_e(moving):
    search, social = 900 * noise(1, 60), 300 * noise(2, 60)
    evidence = moving(*weekly({"search": search, "social": social}, 50 * (search + social) ** 0.4 * noise(3, 60, 0.02)))
    total = evidence.estimates["(total)"]
    assert total.interval.low < 0.4 < total.interval.high
    assert (total.unit, total.interval.level) == ("elasticity", 0.9)
    assert set(evidence.estimates) == {"(total)", "search", "social"}
    assert evidence.grade is Grade.E
    assert evidence.period == Period(MONDAY, MONDAY + timedelta(weeks=60))
    assert evidence.shares["search"] == pytest.approx(search.sum() / (search.sum() + social.sum()), rel=1e-6)


def test_what_only_the_season_moves_is_unmasked(moving):
    weeks = np.arange(156)
    season = np.exp(0.4 * np.sin(2 * np.pi * weeks * 7 / 365.25))
    evidence = moving(
        *weekly({"search": 900 * season * noise(4, 156, 0.05)}, 5000 * season * noise(5, 156, 0.05)), level=0.99
    )
    before, after = evidence.estimates["(total)"], evidence.estimates["(total), season removed"]
    assert before.interval.low > 0.8
    assert after.interval.low < 0.0 < after.interval.high
    assert check(evidence, "season").passed is False
    assert "may be the season alone" in str(check(evidence, "season").words)


def test_what_the_season_does_not_explain_is_left(moving):
    spend = 900 * noise(6, 156)
    evidence = moving(*weekly({"search": spend}, 50 * spend**0.5 * noise(7, 156, 0.05)))
    assert check(evidence, "season").passed is True
    assert evidence.estimates["(total), season removed"].value == pytest.approx(0.5, abs=0.1)


def test_below_two_years_the_season_is_not_known(moving):
    spend = 900 * noise(8, 103)
    evidence = moving(*weekly({"search": spend}, spend * noise(9, 103)))
    assert "104 weeks" in str(evidence.unknown["(total), season removed"])
    assert check(evidence, "weeks").passed is False
    assert check(evidence, "season").passed is None


def test_fewer_weeks_than_twenty_give_no_slope(moving):
    spend = np.where(np.arange(40) < 19, 100 * noise(10, 40), 0.0)
    evidence = moving(*weekly({"search": spend, "social": 100 * noise(11, 40)}, 1000 * noise(12, 40)))
    assert "search" not in evidence.estimates
    assert "19 weeks" in str(evidence.unknown["search"])
    assert evidence.sample["search"] == 19


def test_spend_that_never_changes_gives_no_slope(moving):
    evidence = moving(*weekly({"search": [100.0] * 40, "social": 50 * noise(13, 40)}, 1000 * noise(14, 40)))
    assert "does not change" in str(evidence.unknown["search"])
    assert check(evidence, "variation").passed is False
    assert check(evidence, "variation").words.facts["channels"] == ("search",)


def test_channels_that_move_as_one_are_named(moving):
    spend = 100 * noise(15, 40)
    evidence = moving(
        *weekly({"a": spend, "b": 2 * spend * noise(16, 40, 0.001), "c": 50 * noise(17, 40)}, 1000 * noise(18, 40))
    )
    assert check(evidence, "collinearity").passed is False
    assert check(evidence, "collinearity").words.facts["channels"] == ("a", "b")


def test_a_fit_without_any_noise_states_no_interval_of_no_width(moving):
    spend = 2.0 ** np.arange(24)
    found = moving(*weekly({"search": spend}, spend)).estimates["search"]
    assert found.value == pytest.approx(1.0)
    assert found.interval is None or found.interval.high > found.interval.low


def test_days_and_weeks_that_begin_on_a_sunday_meet(moving):
    spend, revenue = 700 * noise(19, 30), 1000 * noise(20, 30)
    paid, earned = weekly({"search": spend}, revenue)
    daily = [
        {**row, "day": row["day"] + timedelta(days=weekday), "span_days": 1, "amount": money(row["amount"] / 7)}
        for row in paid
        for weekday in range(7)
    ]
    sundays = [{**row, "day": row["day"] - timedelta(days=1)} for row in earned]
    expected = moving(paid, earned).estimates["search"]
    found = moving(daily, sundays).estimates["search"]
    assert found.value == pytest.approx(expected.value, rel=1e-4)


def test_weeks_that_are_known_in_part_are_left_out(moving):
    paid, earned = weekly({"search": 700 * noise(21, 30)}, 1000 * noise(22, 30))
    begun = [{**row, "day": row["day"] + timedelta(days=day), "span_days": 1} for row in earned[:1] for day in range(3)]
    assert moving(paid, begun + earned[1:]).sample["search"] == 29


def test_a_first_week_of_spend_that_began_late_is_left_out(moving):
    paid, earned = weekly({"search": 700 * noise(23, 30)}, 1000 * noise(24, 30))
    late = [{**paid[0], "day": MONDAY + timedelta(days=5), "span_days": 1}]
    assert moving(late + paid[1:], earned).sample["search"] == 29


def test_outcomes_not_known_are_left_out_not_zero(moving):
    revenue = list(1000 * noise(25, 40))
    revenue[7] = None
    assert moving(*weekly({"search": 700 * noise(26, 40)}, revenue)).sample["search"] == 39


def test_several_currencies_are_refused(moving):
    paid, earned = weekly({"search": 700 * noise(27, 30)}, 1000 * noise(28, 30))
    with pytest.raises(Inconsistent, match="table spend has several currencies: EUR, USD"):
        moving([*paid, {**paid[0], "channel": "social", "currency": "USD"}], earned)
    with pytest.raises(Inconsistent, match="table outcomes has several currencies: EUR, USD"):
        moving(paid, [*earned, {**earned[0], "area": "US", "currency": "USD"}])


def test_orders_have_no_currency(moving):
    paid, earned = weekly({"search": 700 * noise(33, 30)}, 1000 * noise(34, 30))
    counted = [{**row, "orders": 10 + place, "currency": ("EUR", "USD")[place % 2]} for place, row in enumerate(earned)]
    assert "search" in moving(paid, counted, outcome="orders").estimates


def test_no_week_in_common_is_refused(moving):
    paid, earned = weekly({"search": 700 * noise(29, 30)}, 1000 * noise(30, 30))
    with pytest.raises(TooLittle, match="No whole week has both spend and revenue"):
        moving(paid, [{**row, "day": row["day"] + timedelta(weeks=60)} for row in earned])
    with pytest.raises(TooLittle, match="No whole week has both spend and pipeline"):
        moving(paid, earned, outcome="pipeline")


def test_unknown_business_names_the_nearest(moving):
    paid, earned = weekly({"search": 700 * noise(31, 30)}, 1000 * noise(32, 30))
    with pytest.raises(UnknownName, match="No business with spend is named “shap”") as unknown:
        moving(paid, earned, business="shap")
    assert "use “shop”" in str(unknown.value.mend)


def test_outcomes_of_customers_speak_to_the_question_of_customers():
    assert ComovementQuestion(outcome="new_customers").purpose is Purpose.CUSTOMERS
    assert ComovementQuestion(outcome="orders").purpose is Purpose.REVENUE
