"""Panels whose truth is known: the sampler's draws are those of its prior and data, and dead areas are seen."""

import numpy as np
import pytest
from scipy.stats import kstest
from tests.recovery.panels import curved, from_prior, panel

from probant.evidence.mmm.panel.fit import fit_panel
from probant.evidence.mmm.panel.model import panel_model
from probant.evidence.mmm.specification import Specification
from probant.stats.sampling import Plan

WORLDS, CHANNELS = 30, 2
QUICK = Plan(draws=300, first=60, second=80, wanted=0.85, floor=0.3)


@pytest.mark.slow
def test_ranks_of_the_truth_among_the_draws_are_uniform():
    """Talts et al. (2018), Validating Bayesian inference algorithms with simulation-based calibration."""
    told = []
    for seed in range(WORLDS):
        drawn = from_prior(seed)
        found = fit_panel(drawn.model, np.random.default_rng(1000 + seed), QUICK)
        if found.sample.sound:
            told.append(drawn.ranks(found))
    assert len(told) >= 0.9 * WORLDS
    for name in told[0]:
        ranks = np.array([one[name] for one in told])
        # What a channel is given another loses: as many are about independent as there are worlds.
        error = np.sqrt(0.9 * 0.1 / len(told))
        assert abs((np.abs(ranks - 0.5) < 0.45).mean() - 0.9) < 3 * error, name
        assert kstest(ranks[:, 0], "uniform").pvalue > 0.001, name


def test_areas_in_which_a_channel_does_nothing_are_seen_and_never_below_0():
    rng, areas, steps = np.random.default_rng(5), 12, 104
    sizes = rng.lognormal(0.0, 0.6, areas)
    rates = rng.lognormal(0.0, 0.7, (areas, steps, CHANNELS))
    dead = np.arange(areas) < 4
    keep, steep = rng.beta(1, 3, CHANNELS), rng.gamma(3, 1, CHANNELS)
    heights = np.stack([curved(one.T / rates.max(), keep, steep) for one in rates])
    effects = np.column_stack([np.where(dead, 0.0, 0.2), np.full(areas, 0.15)]) / heights.mean(axis=(0, 1))
    worked = sizes[:, None, None] * effects[:, None] * heights
    outcome = sizes[:, None] * (0.7 + 0.03 * rng.normal(size=(areas, steps))) + worked.sum(axis=2)
    found = panel(sizes[:, None, None] * rates, outcome)
    drawn = fit_panel(panel_model(found, Specification(harmonics=0)), np.random.default_rng(0))
    true = worked.sum(axis=1)
    assert drawn.sample.sound
    assert drawn.effects.min() > 0.0
    share = drawn.totals[:, :, 0].mean(axis=0) / (sizes * 0.2 * steps)
    assert share[dead].max() < 0.5 * share[~dead].min()
    # Where a third of the areas is at the bound, each of them can only err upwards: the sum is a little high.
    np.testing.assert_allclose(drawn.totals.sum(axis=1).mean(axis=0), true.sum(axis=0), rtol=0.15)
