"""What a panel leaves unexplained, where it is known to hang together or not."""

import numpy as np
import pytest

from probant.evidence.mmm.panel.residuals import alike, check, memory

AREAS, STEPS = 20, 104


def noise(seed=0):
    return np.random.default_rng(seed).normal(size=(AREAS, STEPS))


def test_independent_noise_passes():
    assert check(noise()).passed is True


def test_a_shock_to_all_areas_is_seen_though_it_is_small_in_each():
    """Noise of 1 in each and .4 in all: they correlate by .16 / 1.16, and a mean over 20 is 1.9 times as unsure."""
    shared = noise() + 0.4 * np.random.default_rng(1).normal(size=STEPS)
    assert alike(shared) == pytest.approx(0.16 / 1.16, abs=0.05)
    found = check(shared)
    assert (found.passed, found.lowers) == (False, 1)
    assert "moves in all areas at once" in str(found.words)
    assert found.words.facts["times"] == pytest.approx(np.sqrt(1 + 19 * 0.16 / 1.16), abs=0.3)


def test_noise_that_lasts_is_seen():
    lasting = noise()
    for t in range(1, STEPS):
        lasting[:, t] += 0.6 * lasting[:, t - 1]
    # Short series underrate it by (1 + 3 r) / T: Kendall (1954), Note on bias in the estimation of autocorrelation.
    assert memory(lasting) == pytest.approx(0.6 - (1 + 3 * 0.6) / STEPS, abs=0.06)
    found = check(lasting)
    assert found.passed is False
    assert "hangs together from step to step" in str(found.words)


def test_steps_that_are_not_known_everywhere_are_left_out():
    left = noise()
    left[3, 10:] = np.nan
    assert check(left).passed is None
    left = noise()
    left[3, :10] = np.nan
    assert check(left).words.facts == check(left[:, 10:]).words.facts


@pytest.mark.parametrize("areas", [2, 7])
def test_areas_that_are_the_same_are_alike_by_1(areas):
    assert alike(np.tile(noise()[0], (areas, 1))) == pytest.approx(1.0)
