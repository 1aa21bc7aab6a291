"""Many tests at once."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from probant.stats.multiple import benjamini_hochberg


@pytest.mark.parametrize("seed", range(5))
def test_adjusted_p_values_are_those_of_scipy(seed):
    p = np.random.default_rng(seed).uniform(size=30) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), rtol=1e-12)


def test_one_test_is_not_adjusted_and_none_is_none():
    assert benjamini_hochberg([0.03]).tolist() == [0.03]
    assert benjamini_hochberg([]).shape == (0,)


def test_false_discoveries_stay_below_the_rate():
    rng = np.random.default_rng(0)
    false, runs = [], 500
    for _ in range(runs):
        p = np.concatenate([rng.uniform(size=16), rng.uniform(size=4) * 1e-4])
        found = benjamini_hochberg(p) <= 0.1
        false.append(found[:16].sum() / max(1, found.sum()))
    # With 16 true nulls of 20 the expected share is 0.1 * 16 / 20.
    assert np.mean(false) == pytest.approx(0.08, abs=3 * np.std(false) / np.sqrt(runs))
