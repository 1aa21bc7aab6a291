"""Laws of the simulation's arithmetic: causality, conservation, bounds, one to one."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from probant.simulate import cells
from probant.simulate.chance import child, identifiers
from probant.simulate.channels import Channel
from probant.simulate.customers import clock
from probant.simulate.media import carry, hill, steepness

spends = arrays(np.float64, (30, 3), elements=st.floats(0, 1e6))
shares = st.floats(0, 0.95)
channels = st.builds(
    Channel,
    name=st.just("one"),
    group=st.just("Email"),
    effect=st.just(0.1),
    cost=st.just(1.0),
    half=st.floats(0.1, 5),
    slope=st.floats(0.5, 3),
)
carried = arrays(np.float64, 20, elements=st.floats(0.001, 50))


@given(spends, shares)
def test_nothing_works_before_it_is_spent(spend, retention):
    spend[:10] = 0
    assert not carry(spend, retention)[:10].any()


@given(spends, shares)
def test_spend_is_moved_not_made(spend, retention):
    spend[10:] = 0
    moved = carry(np.vstack([spend, np.zeros((1_000, 3))]), retention)
    np.testing.assert_allclose(moved.sum(axis=0), spend.sum(axis=0), rtol=1e-9)


@given(spends)
def test_without_retention_it_is_the_identity(spend):
    np.testing.assert_array_equal(carry(spend, 0.0), spend)


@given(carried, channels)
def test_more_spend_does_more_and_never_all(spend, channel):
    height = hill(np.sort(spend), channel)
    assert (np.diff(height) >= 0).all()
    assert ((height >= 0) & (height < 1)).all()
    assert hill(np.ones(1), channel)[0] == pytest.approx(channel.mean_curve)


@given(carried, channels)
def test_steepness_is_the_slope_of_the_curve(spend, channel):
    step = 1e-6 * spend
    slope = (hill(spend + step, channel) - hill(spend - step, channel)) / (2 * step)
    np.testing.assert_allclose(steepness(spend, channel), slope, rtol=1e-3, atol=1e-8)


@given(st.integers(0, 2**30), st.integers(0, 2**39))
def test_identifiers_are_one_to_one_and_have_thirteen_digits(salt, first):
    found = identifiers(first + np.arange(1_000), salt)
    assert len(np.unique(found)) == 1_000
    assert ((found >= 10**12) & (found < 10**13)).all()


@given(st.lists(st.integers(-(10**15), 10**15), max_size=30))
def test_money_is_exact(cents):
    column = cells.decimals(np.array(cents, np.int64))
    assert column.to_pylist() == [Decimal(one).scaleb(-2) for one in cents]
    assert [
        Decimal(one.replace(",", ".")) for one in cells.digits(np.array(cents, np.int64), mark=",").to_pylist()
    ] == [Decimal(one).scaleb(-2) for one in cents]


@given(arrays(np.float64, 40, elements=st.floats(0.05, 10)), st.floats(-50, 39.9))
def test_the_clock_runs_forward_and_back(baseline, at):
    lives = clock(baseline)
    there = lives.tell(lives.live(np.array([at])))
    assert there[0] == pytest.approx(at, abs=1e-6)


@given(st.integers(0, 2**40), st.text(max_size=8), st.integers(0, 99))
@settings(max_examples=30)
def test_each_part_has_its_own_numbers_and_always_the_same(seed, name, number):
    assert child(seed, name, number).random() == child(seed, name, number).random()
    assert child(seed, name, number).random() != child(seed, name, number + 1).random()
