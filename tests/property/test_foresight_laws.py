"""Laws of the test of metrics: they hold for whatever is measured."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.evidence.foresight.panel import Candidate, Panel
from probant.evidence.foresight.question import SkillQuestion
from probant.evidence.foresight.regressors import known
from probant.evidence.foresight.rolling import forecasts, origins
from probant.evidence.foresight.scale import Scale
from probant.evidence.foresight.sieve import SAME, aside
from probant.evidence.foresight.skill import intervals, skill

WEEKS, TRAINING, LEADS = 80, 30, 3
seeds = st.integers(0, 10_000)


def drawn(seed, *, weeks=WEEKS, unit=1.0):
    """A panel with a season and spend, and a metric that knows nothing of it."""
    rng = np.random.default_rng(seed)
    week = np.arange(weeks)
    outcome = unit * np.exp(8 + 0.2 * np.cos(2 * np.pi * week / 52) + 0.1 * rng.standard_normal(weeks))
    spend = np.log(rng.gamma(5.0, 100.0, weeks))[:, None]
    none = np.empty((weeks, 0))
    held = Panel(date(2024, 1, 1), outcome, Scale.of(outcome), spend, none, none)
    return held, rng.standard_normal(weeks)


def judged(held, metric, *, draws=49):
    rng = np.random.default_rng(5)
    found = skill(held, metric[:, None], leads=LEADS, training=TRAINING, draws=draws, rng=rng, tell=lambda _: None)
    gain, low, high = intervals(found, level=0.9, draws=draws, rng=rng)
    return found, np.array([gain[0], low[0], high[0]])


@given(seeds, st.floats(1e-3, 1e3), st.floats(-1e3, 1e3), st.sampled_from([-1, 1]))
@settings(max_examples=15, deadline=None)
def test_unit_and_zero_of_a_metric_do_not_matter(seed, scale, shift, sign):
    held, metric = drawn(seed)
    one, first = judged(held, metric)
    other, second = judged(held, sign * scale * metric + shift)
    np.testing.assert_allclose(other.share, one.share, atol=1e-6)
    np.testing.assert_allclose(second, first, atol=1e-6)


@given(seeds, st.sampled_from([1e-4, 0.5, 100.0, 1e5]))
@settings(max_examples=10, deadline=None)
def test_currency_of_the_outcome_does_not_matter(seed, unit):
    _, first = judged(*drawn(seed))
    _, second = judged(*drawn(seed, unit=unit))
    np.testing.assert_allclose(second, first, atol=1e-7)


@given(seeds, st.integers(0, 1))
@settings(max_examples=15, deadline=None)
def test_the_outcomes_own_past_gains_nothing(seed, back):
    """Not as a metric that is tested, for nothing of it is new; nor would its gain be more than the prior's weight."""
    held, _ = drawn(seed)
    outcome = held.scale.up(held.outcome)
    own = np.r_[outcome[:back], outcome[: WEEKS - back]]
    question = SkillQuestion(leads=LEADS, training_weeks=TRAINING, fewest_forecasts=20)
    why = aside(Candidate("own", 0, own, 0.0), held, question)
    assert why is not None
    assert "money" in why.readings or why.readings["known"] >= SAME


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_a_metric_without_news_moves_no_forecast(seed):
    held, _ = drawn(seed)
    found, (gain, low, high) = judged(held, np.full(WEEKS, 3.0))
    assert (gain, low, high) == (0.0, 0.0, 0.0)
    assert found.chance[0] == 1.0


@given(seeds, st.integers(1, LEADS), st.integers(50, WEEKS - 1))
@settings(max_examples=25, deadline=None)
def test_nothing_of_the_future_is_used(seed, lead, now):
    """A forecast made before a week changes neither by its outcome nor by its metric."""
    held, metric = drawn(seed)
    later = held.outcome.copy()
    later[now:] *= 1.5
    changed = Panel(held.first, later, held.scale, held.spend, held.ahead, held.seen)
    news = metric.copy()
    news[now:] += 4.0
    before, after = (_forecast(one, values, lead) for one, values in ((held, metric), (changed, news)))
    made_before = np.arange(TRAINING + LEADS, WEEKS) - lead < now
    np.testing.assert_allclose(after[made_before], before[made_before], atol=1e-9)


def _forecast(held, metric, lead):
    """(N,) forecasts with the metric, on the outcome's scale."""
    pairs = known(held, lead, TRAINING)
    made = origins(pairs, WEEKS - TRAINING - LEADS)
    found = forecasts(made, metric[1 : WEEKS - lead][:, None], pairs.target[None])
    return pairs.target[made.rows] - found.errors[0] + found.steps[0, :, 0] + pairs.centre


def test_noise_gains_nothing_over_many_companies():
    gains = np.array([judged(*drawn(seed), draws=19)[1][0] for seed in range(40)])
    assert gains.mean() == pytest.approx(0.0, abs=3 * gains.std() / np.sqrt(len(gains)) + 0.01)
    assert gains.mean() < 0.02
