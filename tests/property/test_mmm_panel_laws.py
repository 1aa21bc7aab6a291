"""Laws of shares above floors, of draws from there, and of weights that take draws from one law to another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import genpareto, multivariate_normal, norm

from probant.evidence.mmm.panel.positive import NOW, drawn_above, log_share, settled
from probant.evidence.mmm.panel.weights import RELIABLE, again, tail

near = st.floats(-3, 3)
seeds = st.integers(0, 10_000)


def law(seed, size=4, count=3):
    """A normal law of `size` coordinates, of which the first `count` have floors."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(size, size + 2))
    return rng.normal(size=size), root @ root.T / size, rng.normal(0.5, 1.0, count)


def share(mean, covariance, floors):
    """The log share above the floors, and mean and covariance with the factors in their place."""
    mean, covariance = mean.copy(), covariance.copy()
    size, factors = len(mean), np.zeros((4, len(mean)))
    found = settled(covariance, mean, factors, floors, np.zeros((size, size)))
    return found, mean, covariance, factors


@given(st.floats(-300, 30))
def test_the_share_below_is_that_of_the_normal_law(z):
    found, steep = log_share(z)
    assert found == pytest.approx(norm.logcdf(z), rel=1e-10, abs=1e-300)
    assert steep == pytest.approx(np.exp(norm.logpdf(z) - norm.logcdf(z)), rel=1e-10, abs=1e-300)


@given(near, st.floats(0.1, 3), near)
def test_one_floor_alone_is_exact(mean, width, floor):
    found, moved, narrowed, _ = share(np.array([mean]), np.array([[width**2]]), np.array([floor]))
    z = (mean + floor) / width
    steep = np.exp(norm.logpdf(z) - norm.logcdf(z))
    assert found == pytest.approx(norm.logcdf(z), abs=1e-7)
    assert moved[0] == pytest.approx(mean + width * steep, abs=1e-6)
    assert narrowed[0, 0] == pytest.approx(width**2 * (1 - steep * (z + steep)), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_the_share_above_is_that_of_integration_to_a_few_per_cent(seed):
    mean, covariance, floors = law(seed)
    found, moved, _, factors = share(mean, covariance, floors)
    exact = multivariate_normal.cdf(mean[:3] + floors, np.zeros(3), covariance[:3, :3], abseps=1e-8)
    assert found == pytest.approx(np.log(exact), abs=0.1)
    np.testing.assert_allclose(factors[NOW, :3], moved[:3] + floors, rtol=1e-6, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_the_slope_of_the_share_is_that_of_the_law_with_factors(seed):
    mean, covariance, floors = law(seed)
    _, moved, _, _ = share(mean, covariance, floors)
    step, slope = 1e-5, np.linalg.solve(covariance, moved - mean)
    for place, axis in enumerate(np.eye(len(mean))):
        ends = [share(mean + side * step * axis, covariance, floors)[0] for side in (1, -1)]
        assert slope[place] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-4)


def test_floors_far_below_change_nothing():
    mean, covariance, _ = law(1)
    found, moved, narrowed, factors = share(mean, covariance, np.full(3, 100.0))
    assert found == 0.0
    np.testing.assert_array_equal(moved, mean)
    np.testing.assert_array_equal(narrowed, covariance)
    assert not factors[:2].any()


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_draws_lie_above_their_floors(seed):
    mean, covariance, floors = law(seed)
    state, chosen = np.random.default_rng(seed).integers(2**63, size=4, dtype=np.uint64), np.zeros(4)
    root = np.linalg.cholesky(covariance)
    found = drawn_above(state, root, mean, floors, 8, share(mean, covariance, floors)[0], np.zeros(5), chosen)
    assert ((mean + root @ chosen)[:3] > -floors).all()
    assert np.isfinite(found)


def test_mean_weights_are_the_true_share():
    mean, covariance, floors = law(3)
    state, root = np.array([1, 2, 3, 4], dtype=np.uint64), np.linalg.cholesky(covariance)
    spare, chosen = np.zeros(5), np.zeros(4)
    found = np.exp([drawn_above(state, root, mean, floors, 4, 0.0, spare, chosen) for _ in range(20_000)])
    exact = multivariate_normal.cdf(mean[:3] + floors, np.zeros(3), covariance[:3, :3], abseps=1e-9)
    assert found.mean() == pytest.approx(exact, abs=5 * found.std() / np.sqrt(len(found)))


@given(arrays(np.float64, 200, elements=st.floats(-3, 3)), seeds)
def test_draws_are_taken_again_as_often_as_their_weights_say(logs, seed):
    found = np.bincount(again(logs, np.random.default_rng(seed)), minlength=len(logs))
    expected = len(logs) * np.exp(logs) / np.exp(logs).sum()
    assert found.sum() == len(logs)
    assert (np.abs(found - expected) < 1 + 1e-6).all()


@pytest.mark.parametrize("shape", [0.2, 0.5, 0.9])
def test_the_tail_of_pareto_weights_is_found(shape):
    weights = genpareto.rvs(shape, size=40_000, random_state=np.random.default_rng(4))
    assert tail(np.log(weights)) == pytest.approx(shape, abs=0.15)


def test_weights_that_are_all_alike_have_no_tail():
    assert tail(np.zeros(400)) == -np.inf
    assert tail(0.01 * np.random.default_rng(0).standard_cauchy(400).clip(-5, 5)) == -np.inf


def test_weights_of_which_one_is_all_cannot_be_trusted():
    assert tail(np.append(np.full(399, -50.0), 0.0)) > RELIABLE
