"""Laws of effects that change, and of reach and frequency."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probant.evidence.mmm.changing import waves
from probant.evidence.mmm.reach import best_frequency
from probant.stats import saturation

halves, slopes = st.floats(0.2, 20), st.floats(0.2, 6)


@given(st.integers(8, 800), st.sampled_from([1, 7]), st.floats(0.01, 1))
def test_waves_leave_the_mean_of_an_effect_and_have_the_spread_that_is_stated(steps, step_days, spread):
    found = waves(steps, step_days, spread)
    assert 2 <= len(found) <= 6
    np.testing.assert_allclose(found.mean(axis=1), 0.0, atol=1e-12)
    assert (found**2).mean(axis=1).sum() == pytest.approx(spread**2)


@given(st.integers(8, 800))
def test_without_spread_there_is_no_wave(steps):
    assert waves(steps, 7, 0.0).shape == (0, steps)


@given(halves, slopes, st.floats(1, 60))
def test_no_other_frequency_brings_more_for_the_same_impressions(half, slope, other):
    def brought(often):
        return saturation.height("hill", np.array(often), np.array(half), np.array(slope)) / often

    best = float(best_frequency(np.array(half), np.array(slope)))
    assert best >= 1.0
    assert brought(best) >= brought(other) * (1 - 1e-9)
