"""mmm by day: a season of the week, a trend that turns by half-years, forecasts that meet their own weekday."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from probant.evidence.mmm import sensitivity
from probant.evidence.mmm.effects import effects
from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.forecast import rolling
from probant.evidence.mmm.linear import linear
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock
from probant.stats.sampling import Plan

MONDAY = date(2023, 1, 2)
WEEK = np.array([1.0, 0.9, 0.8, 0.9, 1.1, 1.5, 1.3])


def daily(days=560, *, noise=0.03, seed=3):
    """A channel whose spend follows the week as sales do, and carries over for days; and what it truly brought."""
    rng = np.random.default_rng(seed)
    rhythm = WEEK[np.arange(days) % 7]
    spend = 100 * rng.lognormal(0, 0.6, days) * rhythm
    carried = adstock.carry(spend[:, None], adstock.weights("geometric", [np.array([0.7])], 21))[:, 0]
    brought = 300 * np.tanh(carried / 200)
    outcome = 1000 * rhythm + brought + 1000 * noise * rng.normal(size=days)
    dates = tuple(MONDAY + timedelta(days=n) for n in range(days))
    wide = spend[:, None]
    found = Series(dates, 1, outcome, ("search",), wide, wide, np.zeros((0, 1)), (), np.zeros((days, 0)), 1)
    return found, brought


def test_the_week_is_not_taken_for_the_effect_of_spend_that_follows_it():
    found, brought = daily()
    drawn = fit(model(found, Specification(lags=21, harmonics=1)), np.random.default_rng(0), Plan(draws=400))
    assert drawn.sample.sound
    low, high = np.quantile(effects(drawn).total[:, 0], [0.025, 0.975])
    assert low < brought.sum() < high
    assert high - low < 0.5 * brought.sum()
    assert abs(effects(drawn).delay.mean() - adstock.mean_lag(adstock.weights("geometric", [np.array(0.7)], 21))) < 1.0


def test_a_daily_trend_turns_by_half_years():
    found, _ = daily()
    names = linear(found, trend="piecewise", harmonics=0, country=None).names
    assert [name for name in names if name.startswith("turn")] == ["turn 182", "turn 364"]


def test_a_year_ago_is_the_same_day_of_the_week():
    found, _ = daily()
    same = replace(found, outcome=found.outcome[np.arange(560) % 364])
    scores = rolling(same, Specification(harmonics=0, trend="none"), np.random.default_rng(0), Plan(draws=250, tries=1))
    assert scores.steps == 168
    assert scores.naive == 0.0


def test_a_longer_test_teaches_more():
    totals, noise = np.random.default_rng(1).normal(1000, 200, (500, 1)), 10.0
    assert sensitivity.shrinkage(totals, 560, noise, 56) > sensitivity.shrinkage(totals, 560, noise, 8)
