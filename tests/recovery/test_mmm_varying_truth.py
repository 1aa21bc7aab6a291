"""Effects that truly change, drawn from the model's own prior: intervals hold them as often as they say."""

from datetime import date, timedelta

import numpy as np
import pytest

from probant.evidence.mmm.changing import waves
from probant.evidence.mmm.course import change
from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation
from probant.stats.sampling import Plan

STEPS, CHANNELS, SETS = 104, 3, 25
MONDAY = date(2022, 1, 3)


def drawn_world(seed):
    """Spend at random, the rest from the prior; the effects of all channels change. Truth: (C,) change of each."""
    rng = np.random.default_rng(seed)
    spend = rng.lognormal(0.0, 0.7, (STEPS, CHANNELS)) * (rng.random((STEPS, CHANNELS)) > 0.15)
    keep, steep = rng.beta(1, 3, CHANNELS), rng.gamma(3, 1, CHANNELS)
    carried = adstock.carry(spend / spend.max(axis=0), adstock.weights("geometric", [keep], 8))
    height = saturation.height("logistic", carried, saturation.HALF_OF_LOGISTIC / steep, np.ones(CHANNELS))
    share = np.sqrt(spend.sum(axis=0))
    mean = 0.5 * share / share.sum() * np.abs(rng.normal(size=CHANNELS))
    along = waves(STEPS, 7, 0.25)
    course = 1 + rng.normal(size=(CHANNELS, len(along))) @ along
    worked = mean * height / height.mean(axis=0) * course.T
    outcome = 0.7 + worked.sum(axis=1) + 0.03 * rng.normal(size=STEPS)
    days, nothing = tuple(MONDAY + timedelta(weeks=n) for n in range(STEPS)), np.zeros((0, CHANNELS))
    found = Series(days, 7, outcome, ("a", "b", "c"), spend, spend, nothing, (), np.zeros((STEPS, 0)), CHANNELS)
    return found, course[:, -26:].mean(axis=1) - course[:, :26].mean(axis=1)


@pytest.mark.slow
def test_intervals_of_changes_cover_the_truth():
    ranks = []
    for seed in range(SETS):
        found, true = drawn_world(seed)
        asked = Specification(harmonics=0, changing=("(all)",))
        drawn = fit(model(found, asked), np.random.default_rng(seed), Plan(draws=400))
        assert drawn.sample.sound
        ranks.append([(change(drawn, place) < true[place]).mean() for place in range(CHANNELS)])
    inside = np.array(ranks).ravel()
    # Of 75 intervals, about independent: three standard errors.
    assert abs((np.abs(inside - 0.5) < 0.45).mean() - 0.9) < 3 * np.sqrt(0.9 * 0.1 / len(inside))
    assert abs((np.abs(inside - 0.5) < 0.25).mean() - 0.5) < 3 * np.sqrt(0.5 * 0.5 / len(inside))
