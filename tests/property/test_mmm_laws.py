"""Laws of carryover, saturation, response curves, and of what is made of draws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from probant.evidence.mmm import averaging, forecast, learned, sensitivity
from probant.stats import adstock, saturation
from probant.stats.response import ResponseCurves

unit = st.floats(0.01, 0.99)
FAMILIES = {
    "geometric": st.tuples(unit),
    "delayed": st.tuples(unit, st.floats(0, 6)),
    "weibull": st.tuples(st.floats(0.2, 6), st.floats(0.3, 4)),
}
carryovers = st.sampled_from(sorted(FAMILIES)).flatmap(lambda family: st.tuples(st.just(family), FAMILIES[family]))
spends = arrays(np.float64, (30, 1), elements=st.floats(0, 1e6))


def weights(carryover, lags):
    family, parameters = carryover
    return adstock.weights(family, [np.array(one) for one in parameters], lags)


@given(carryovers, st.integers(1, 12))
def test_carryover_moves_spend_and_makes_none(carryover, lags):
    found = weights(carryover, lags)
    assert found.shape == (lags,)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1.0)


@given(spends, carryovers)
def test_nothing_works_before_it_is_spent(spend, carryover):
    spend[:10] = 0
    assert not adstock.carry(spend, weights(carryover, 8)[None])[:10].any()


@given(spends, carryovers)
def test_what_is_carried_is_what_was_spent(spend, carryover):
    spend[-7:] = 0
    assert adstock.carry(spend, weights(carryover, 8)[None]).sum() == pytest.approx(spend.sum(), rel=1e-9, abs=1e-9)


@given(st.sampled_from(sorted(saturation.PARAMETERS)), st.floats(0, 50), st.floats(0.01, 5), st.floats(1, 4))
def test_more_spend_brings_more_and_never_all(family, spend, more, slope):
    half, slope = np.array(7.0), np.array(slope)
    low = saturation.height(family, np.array(spend), half, slope)
    high = saturation.height(family, np.array(spend + more), half, slope)
    assert 0.0 <= low <= high < 1.0


@given(st.sampled_from(sorted(saturation.PARAMETERS)), st.floats(0.5, 30), st.floats(0.5, 4))
def test_steepness_is_the_derivative_of_height(family, spend, slope):
    half, slope, step = np.array(7.0), np.array(slope), 1e-5
    ends = [saturation.height(family, np.array(spend + side * step), half, slope) for side in (1, -1)]
    found = saturation.steepness(family, np.array(spend), half, slope)
    assert found == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-5, abs=1e-10)


def curves(carryover=("geometric", (0.4,)), family="logistic", lags=4):
    wide = np.broadcast_to(weights(carryover, lags), (3, 1, lags))
    return ResponseCurves(
        channels=("search",),
        saturation=(family,),
        weights=wide,
        most=np.array([[900.0], [1000.0], [1200.0]]),
        half=np.array([[40.0], [50.0], [60.0]]),
        slope=np.array([[1.0], [1.5], [2.0]]),
        least=np.array([5.0]),
        usual=np.array([30.0]),
        largest=np.array([90.0]),
        last=np.full((lags - 1, 1), 20.0),
        spend_unit="EUR",
        unit="EUR",
        margin=0.4,
        step_days=7,
    )


@given(carryovers, st.sampled_from(sorted(saturation.PARAMETERS)), st.floats(1, 100))
def test_a_long_steady_plan_brings_the_steady_response(carryover, family, spend):
    one = curves(carryover, family)
    long, longer = (one.planned_response(np.full((steps, 1), spend)) for steps in (20, 21))
    np.testing.assert_allclose(longer - long, one.steady_state_response(np.array([spend])), rtol=1e-9, atol=1e-9)


@given(st.floats(1, 100))
def test_marginal_response_is_the_derivative_of_the_response(spend):
    one, step = curves(family="hill"), 1e-5
    ends = [one.steady_state_response(np.array([spend + side * step])) for side in (1, -1)]
    found = one.steady_state_marginal(np.array([spend]))
    np.testing.assert_allclose(found, (ends[0] - ends[1]) / (2 * step), rtol=1e-5)


@given(arrays(np.float64, (40, 3), elements=st.floats(-50, 0)))
def test_stacking_weights_are_shares_and_do_no_worse_than_the_best_model(densities):
    found = averaging.stacking(densities)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1.0)
    mixture = np.log(np.exp(densities) @ found).sum()
    assert mixture >= densities.sum(axis=0).max() - 0.02


def test_a_model_that_always_foretells_better_gets_all_the_weight():
    densities = np.column_stack([np.full(50, -1.0), np.full(50, -2.0)])
    np.testing.assert_allclose(averaging.stacking(densities), [1.0, 0.0], atol=1e-6)


@given(arrays(np.float64, 3, elements=st.floats(0, 1)), st.integers(0, 99))
def test_a_mixture_has_as_many_draws_as_its_first_model(shares, seed):
    assume(shares.sum() > 0)
    chosen = averaging.mixed([np.zeros(80)] * 3, shares / shares.sum(), np.random.default_rng(seed))
    assert sum(map(len, chosen)) == 80
    assert all(len(set(one.tolist())) == len(one) for one in chosen)


@given(arrays(np.float64, (7, 2), elements=st.floats(-100, 100)), arrays(np.float64, 2, elements=st.floats(-100, 100)))
def test_crps_is_the_mean_distance_less_half_of_that_between_draws(draws, seen):
    between = np.abs(draws[:, None] - draws[None]).mean(axis=(0, 1))
    expected = np.abs(draws - seen).mean(axis=0) - between / 2
    np.testing.assert_allclose(forecast.crps(draws, seen), expected, atol=1e-9)


@given(st.integers(0, 99))
def test_overlap_is_one_with_itself_and_none_apart(seed):
    draws = np.random.default_rng(seed).normal(size=(400, 1))
    assert learned.overlap(draws, draws)[0] == pytest.approx(1.0)
    assert learned.overlap(draws, draws + 100.0)[0] <= 0.05


@given(st.floats(0.01, 100), st.floats(0.001, 100), st.integers(10, 500))
def test_the_robustness_value_is_the_strength_that_moves_by_the_distance(distance, deviation, freedom):
    strength = sensitivity.robustness(distance, deviation, freedom)
    assert 0.0 < strength <= 1.0
    if strength < 0.999:
        assert sensitivity.shift(np.array([deviation]), freedom, strength)[0] == pytest.approx(distance, rel=1e-6)


@given(arrays(np.float64, (30, 2), elements=st.floats(0, 1000)), st.floats(1, 1e4))
def test_a_test_never_widens_an_interval(totals, noise):
    found = sensitivity.shrinkage(totals, 100, noise)
    assert ((found >= 0) & (found < 1)).all()
