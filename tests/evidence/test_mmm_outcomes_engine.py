"""mmm.outcomes over weeks made by hand: outcomes side by side, and a funnel whose worth and delay are known."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from pydantic import ValidationError

from probant.errors import TooLittle
from probant.evidence.mmm.engine import MixOfOutcomes
from probant.evidence.mmm.funnel import conversion
from probant.evidence.mmm.several_question import OutcomesQuestion
from probant.stats import adstock

MONDAY = date(2023, 1, 2)
BOTH = {"business": "shop", "currency": "EUR", "span_days": 7}
WEEKS = 110


@pytest.fixture
def ask(sample):
    def ask(spend, outcomes, *, leads=(), seed=7, **question):
        weeks = [MONDAY + timedelta(weeks=number) for number in range(WEEKS)]
        paid = [
            {**BOTH, "day": day, "channel": name, "amount": Decimal(f"{one:.2f}")}
            for name, amounts in spend.items()
            for day, one in zip(weeks, amounts, strict=True)
        ]
        earned = [
            {**BOTH, "day": day, **{name: _of(name, column[n]) for name, column in outcomes.items()}}
            for n, day in enumerate(weeks)
        ]
        came = [
            {"lead": f"{n}-{k}", "business": "shop", "created_on": weeks[n] + timedelta(days=k % 7)}
            for n, count in enumerate(leads)
            for k in range(int(count))
        ]
        rows = {"spend": paid, "outcomes": earned, "controls": [], "leads": came}
        tables = {**sample.tables(), **{name: sample.table(name, one) for name, one in rows.items()}}
        asked = OutcomesQuestion(**{"draws": 400, "harmonics": 0, **question})
        return sample.ask(MixOfOutcomes(), asked, tables, seed=seed)

    return ask


def _of(name, value):
    return Decimal(f"{value:.2f}") if name == "revenue" else round(value)


def world(seed=1):
    rng = np.random.default_rng(seed)
    spend = {"search": 400 * rng.lognormal(0, 0.5, WEEKS), "social": 300 * rng.lognormal(0, 0.6, WEEKS)}
    brought = {"search": 60 * np.tanh(spend["search"] / 1200), "social": 60 * np.tanh(spend["social"] / 1500)}
    return rng, spend, brought


def check(evidence, name):
    return next(check for check in evidence.checks if check.name == name)


def test_orders_are_told_beside_revenue_with_what_one_is_worth(ask):
    rng, spend, brought = world()
    orders = 100 + sum(brought.values()) + 2 * rng.normal(size=WEEKS)
    revenue = 50 * orders + 60 * rng.normal(size=WEEKS)
    evidence = ask(spend, {"revenue": revenue, "orders": orders}, beside=("orders",))
    found = evidence.estimates["search / orders"]
    assert found.unit == "orders / EUR"
    assert found.interval.low < brought["search"].sum() / spend["search"].sum() < found.interval.high
    worth = evidence.estimates["search / worth of orders"]
    assert worth.unit == "EUR / orders"
    assert worth.interval.low < 50 < worth.interval.high
    assert check(evidence, "worth").passed is True


def test_effects_that_do_not_fit_one_another_are_said(ask):
    rng, spend, brought = world()
    orders = 100 + sum(brought.values()) + rng.normal(size=WEEKS)
    revenue = 5000 + 300 * brought["search"] + 50 * brought["social"] + 60 * rng.normal(size=WEEKS)
    evidence = ask(spend, {"revenue": revenue, "orders": orders}, beside=("orders",))
    assert check(evidence, "worth").passed is False
    assert "search" in str(check(evidence, "worth").words)


def test_a_funnel_carries_leads_on_with_worth_and_delay(ask):
    rng, spend, brought = world()
    leads = np.round(30 + sum(brought.values()) + 6 * rng.normal(size=WEEKS)).clip(1)
    weight = adstock.weights("geometric", [np.array(0.5)], 8)
    carried = np.convolve(np.concatenate([np.full(7, leads.mean()), leads]), weight)[7 : 7 + WEEKS]
    revenue = 2000 + 80 * carried + 100 * rng.normal(size=WEEKS)
    evidence = ask(spend, {"revenue": revenue}, leads=leads, stage="leads", stage_lags=8)
    worth, delay = evidence.estimates["(worth of leads)"], evidence.estimates["(delay of leads)"]
    assert worth.interval.low < 80 < worth.interval.high
    assert delay.unit == "days"
    assert delay.interval.low < 7 * adstock.mean_lag(weight) < delay.interval.high
    through = evidence.estimates["search / through leads"].interval
    assert through.low < 80 * brought["search"].sum() / spend["search"].sum() < through.high
    assert check(evidence, "ways").passed is True
    assert "By way of leads" in " ".join(map(str, evidence.limits))


def test_a_way_past_the_stage_costs_a_grade(ask):
    rng, spend, brought = world()
    leads = np.round(30 + brought["search"] + 2 * rng.normal(size=WEEKS)).clip(1)
    revenue = 2000 + 80 * leads + 100 * brought["social"] + 60 * rng.normal(size=WEEKS)
    evidence = ask(spend, {"revenue": revenue}, leads=leads, stage="leads", stage_lags=2)
    assert check(evidence, "ways").passed is False
    assert "social" in str(check(evidence, "ways").words)
    assert evidence.grade.value > "D"


def test_conversion_is_the_regression_that_it_is_where_there_is_no_delay():
    rng = np.random.default_rng(2)
    stage = rng.gamma(20.0, 10.0, 400)
    outcome = 300 + 7 * stage + 90 * rng.normal(size=400)
    found = conversion(stage, outcome, np.full((400, 1), 2.0), 1, rng, 20_000)
    line, covariance = np.polyfit(stage, outcome, 1, cov="unscaled")
    noise = np.std(outcome - np.polyval(line, stage), ddof=2)
    deviation = noise * np.sqrt(covariance[0, 0])
    # Prior and grid of noises move both by less than a fiftieth.
    assert found.worth.mean() == pytest.approx(line[0], abs=0.1 * deviation)
    assert found.worth.std() == pytest.approx(deviation, rel=0.05)
    assert not found.delay.any()


def test_a_stage_known_for_too_short_a_time_is_refused(ask):
    rng, spend, brought = world()
    revenue, leads = (
        5000 + 50 * sum(brought.values()) + 60 * rng.normal(size=WEEKS),
        np.r_[np.zeros(90), np.full(20, 30)],
    )
    leads[90:] += np.arange(20) % 5
    with pytest.raises(TooLittle, match="leads and revenue are both known in 20 steps only"):
        ask(spend, {"revenue": revenue}, leads=leads, stage="leads", stage_lags=10)


def test_a_single_outcome_or_one_named_twice_is_refused():
    with pytest.raises(ValidationError, match="name in beside or stage another outcome"):
        OutcomesQuestion()
    with pytest.raises(ValidationError, match="each once"):
        OutcomesQuestion(beside=("orders",), stage="orders")
    with pytest.raises(ValidationError, match="without by_area and lifts"):
        OutcomesQuestion(beside=("orders",), by_area=True)
