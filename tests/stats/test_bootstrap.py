"""Bootstraps of series: what is drawn, and what neighbours have in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probant.stats.bootstrap import block_length, block_signs, moving_blocks

sizes = st.tuples(st.integers(1, 120), st.integers(1, 30), st.integers(1, 20))


@given(sizes, st.integers(0, 99))
def test_blocks_are_runs_of_neighbours_within_the_series(size, seed):
    weeks, length, draws = size
    length = min(length, weeks)
    places = moving_blocks(np.random.default_rng(seed), weeks, length, draws)
    assert places.shape == (draws, weeks)
    assert places.min() >= 0
    assert places.max() < weeks
    inside = np.arange(1, weeks) % length != 0
    assert (np.diff(places, axis=1)[:, inside] == 1).all()


@given(sizes, st.integers(0, 99))
def test_signs_are_plus_or_minus_one_and_change_between_blocks_only(size, seed):
    weeks, length, draws = size
    signs = block_signs(np.random.default_rng(seed), weeks, length, draws)
    assert signs.shape == (draws, weeks)
    assert set(np.unique(signs)) <= {-1.0, 1.0}
    for one in signs:
        changes = np.flatnonzero(np.diff(one))
        assert all(gap % length == 0 for gap in np.diff(changes))


def test_weeks_further_apart_have_less_in_common():
    signs = block_signs(np.random.default_rng(1), 60, 4, 20_000)
    for apart, expected in ((0, 1.0), (1, 0.75), (3, 0.25), (4, 0.0), (9, 0.0)):
        seen = (signs[:, 20] * signs[:, 20 + apart]).mean()
        assert seen == pytest.approx(expected, abs=4 / np.sqrt(20_000))


def test_a_block_of_a_hundred_weeks_is_five_long():
    assert (block_length(1), block_length(104), block_length(156)) == (1, 5, 5)
