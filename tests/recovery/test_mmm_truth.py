"""Worlds whose truth is known: intervals hold it as often as they say, where nothing is hidden."""

from datetime import date, timedelta

import numpy as np
import pytest

from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation
from probant.stats.sampling import Plan

STEPS, CHANNELS, SETS = 104, 3, 25
MONDAY = date(2022, 1, 3)


def drawn_world(seed):
    """Spend at random; everything else drawn from the model's own prior: then coverage is exact."""
    rng = np.random.default_rng(seed)
    spend = rng.lognormal(0.0, 0.7, (STEPS, CHANNELS)) * (rng.random((STEPS, CHANNELS)) > 0.15)
    scaled = spend / spend.max(axis=0)
    keep, steep = rng.beta(1, 3, CHANNELS), rng.gamma(3, 1, CHANNELS)
    height = saturation.height(
        "logistic",
        adstock.carry(scaled, adstock.weights("geometric", [keep], 8)),
        saturation.HALF_OF_LOGISTIC / steep,
        np.ones(CHANNELS),
    )
    share = np.sqrt(spend.sum(axis=0))
    share /= share.sum()
    mean = 0.5 * share * np.abs(rng.normal(size=CHANNELS))
    worked = mean * height / height.mean(axis=0)
    noise = 0.05 * rng.lognormal(0, 0.5)
    outcome = 0.7 + worked.sum(axis=1) + noise * rng.normal(size=STEPS)
    days = tuple(MONDAY + timedelta(weeks=n) for n in range(STEPS))
    nothing = np.zeros((0, CHANNELS))
    found = Series(days, 7, outcome, ("a", "b", "c"), spend, spend, nothing, (), np.zeros((STEPS, 0)), CHANNELS)
    return found, mean


@pytest.mark.slow
def test_intervals_of_contributions_cover_the_truth():
    ranks = []
    for seed in range(SETS):
        found, true = drawn_world(seed)
        drawn = fit(model(found, Specification(harmonics=0)), np.random.default_rng(seed), Plan(draws=400))
        assert drawn.sample.sound
        ranks.append((drawn.mean < true).mean(axis=0))
    inside = np.array(ranks).ravel()
    # Of 75 intervals, about independent: three standard errors.
    assert abs((np.abs(inside - 0.5) < 0.45).mean() - 0.9) < 3 * np.sqrt(0.9 * 0.1 / len(inside))
    assert abs((np.abs(inside - 0.5) < 0.25).mean() - 0.5) < 3 * np.sqrt(0.5 * 0.5 / len(inside))
