"""Effects that change, and reach and frequency, against the same density written out the long way.

References: Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, equation A.5, for the dense normal
density; Zhang and others (2023), Bayesian Hierarchical Media Mix Model Incorporating Reach and Frequency Data, Google:
carryover of reach times Hill(frequency).
"""

from datetime import date, timedelta
from math import exp, log, pi, sqrt

import numpy as np
import pytest
from tests.golden.shared_prior import joint

from probant.evidence.mmm.changing import waves
from probant.evidence.mmm.effects import contributions, effects
from probant.evidence.mmm.fit import read, target_of
from probant.evidence.mmm.model import NOISE, model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.sampling import Sample

MONDAY = date(2024, 1, 1)
STEPS, LAGS = 40, 8
VARIANTS = {
    "one changes": {"changing": ("b",)},
    "two change": {"changing": ("a", "c"), "saturation": "hill"},
    "reach": {"reach": ("b",), "adstock": "weibull"},
    "both in one": {"changing": ("b", "c"), "reach": ("b",), "adstock": "delayed"},
    "all change": {"changing": ("(all)",), "reach": ("a", "c"), "prior": "effect"},
}


def made(gap=False, **more):
    rng = np.random.default_rng(5)
    exposure = rng.gamma(2.0, 50.0, (STEPS, 3)) * (rng.random((STEPS, 3)) > 0.2)
    outcome = rng.normal(1000.0, 100.0, STEPS)
    if gap:
        outcome[9] = np.nan
    found = Series(
        days=tuple(MONDAY + timedelta(weeks=n) for n in range(STEPS)),
        step_days=7,
        outcome=outcome,
        channels=("a", "b", "c"),
        spend=exposure,
        exposure=exposure,
        history=rng.gamma(2.0, 50.0, (7, 3)),
        controls=("price",),
        values=rng.normal(size=(STEPS, 1)),
        paid=3,
        frequency=1.0 + rng.gamma(2.0, 1.0, (STEPS + 7, 3)),
    )
    return model(found, Specification(**{"harmonics": 1, **more}))


def points_of(one, count=4):
    rng = np.random.default_rng(6)
    return one.start + 0.4 * rng.normal(size=(count, len(one.start)))


def curve(one, place, own):
    """Height (T,) of a channel from its coordinates, and the log prior of those of its curve."""
    share = 1 / (1 + np.exp(-own))
    family, lags = one.specification.adstock, np.arange(LAGS)
    if family == "geometric":
        weight, prior, used = share[0] ** lags, log(share[0]) + 3 * log(1 - share[0]), 1
    elif family == "delayed":
        weight = share[0] ** ((lags - 7 * share[1]) ** 2)
        prior, used = sum(log(one) + 3 * log(1 - one) for one in share[:2]), 2
    else:
        alive = np.exp(-((np.arange(LAGS + 1) / exp(own[0])) ** exp(own[1])))
        weight, used = alive[:-1] - alive[1:], 2
        prior = -((own[0] - log(1.5)) ** 2) / (2 * 0.6**2) - (own[1] - log(1.2)) ** 2 / (2 * 0.3**2)
    weight = weight / weight.sum()
    series, own = one.series[place], own[used:]
    if one.found.channels[place] in one.specification.reach:
        series = series / (1 + (exp(own[0]) / one.found.frequency[:, place]) ** exp(own[1]))
        prior += -((own[0] - 0.7) ** 2 + (own[1] - 0.7) ** 2) / (2 * 0.4**2)
    carried = np.array([weight @ series[t : t + LAGS][::-1] for t in range(STEPS)])
    if one.found.channels[place] in one.specification.reach:
        return carried, prior
    if one.specification.saturation == "hill":
        prior += -((own[0] - log(2)) ** 2) / (2 * 0.7**2) - (own[1] - log(1.2)) ** 2 / (2 * 0.3**2)
        return 1 / (1 + (exp(own[0]) * np.maximum(carried, 1e-300)) ** -exp(own[1])), prior
    return np.tanh(exp(own[0]) * carried / 2), prior + 3 * own[0] - exp(own[0])


def written_out(one, point):
    """Log density, mean (N K,) of the swings given the rest and their covariance: dense matrices throughout."""
    noise, media, columns = exp(point[-1]), np.zeros(STEPS), [one.block.scaled]
    prior, sizes = point[-1] - noise**2 / (2 * NOISE**2), []
    for place in range(3):
        own = point[one.firsts[place] : one.firsts[place + 1]]
        height, told = curve(one, place, own)
        kind, scale = one.effects[place, 0], one.effects[place, 3]
        mean = scale * log(1 + exp(own[-1]))
        media += mean / height.mean() * height
        size = mean / height.mean() if kind == 0.0 else mean
        prior += told + log(size / mean) + log(scale / (1 + exp(-own[-1])))
        sizes.append(size)
        if place in one.changing:
            columns.append((mean / height.mean() * height * one.waves).T)
    prior += joint(sizes, one.effects[:, 2], one.specification.prior_spread if kind == 2.0 else 0.0)
    wide = np.concatenate(columns, axis=1)
    covariance = noise**2 * np.eye(STEPS) + wide @ wide.T
    residual = one.found.outcome / one.outcome_scale - media
    solved = np.linalg.solve(covariance, np.column_stack([residual, wide]))
    swings = slice(one.block.scaled.shape[1], None)
    mean, spread = (wide.T @ solved[:, 0])[swings], (np.eye(wide.shape[1]) - wide.T @ solved[:, 1:])[swings, swings]
    return prior - 0.5 * (residual @ solved[:, 0] + np.linalg.slogdet(covariance)[1]), mean, spread


def test_waves_by_hand():
    found = waves(4, 7, 0.5)
    sizes = 0.5 / sqrt(1 + 1 / 4) * np.array([1, 1 / 2])
    places = np.array([0.5, 1.5, 2.5, 3.5]) / 4
    np.testing.assert_allclose(found, sizes[:, None] * sqrt(2) * np.cos(pi * np.outer([1, 2], places)))


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_density_is_that_of_the_dense_normal(variant):
    one = made(**variant)
    points = points_of(one)
    found, _ = target_of(one).at(points)
    expected = np.array([written_out(one, point)[0] for point in points])
    np.testing.assert_allclose(found - found[0], expected - expected[0], rtol=1e-9, atol=1e-8)


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize("gap", [False, True])
def test_gradient_is_that_of_finite_differences(variant, gap):
    one = made(gap, **variant)
    target, point, step = target_of(one), points_of(one, 1)[0], 1e-5
    _, gradient = target.one(point)
    moved = np.concatenate([point + step * np.eye(len(point)), point - step * np.eye(len(point))])
    values, _ = target.at(moved)
    expected = (values[: len(point)] - values[len(point) :]) / (2 * step)
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-6 * np.abs(gradient).max())


def drawn(one, points, rng=None):
    return read(one, target_of(one), Sample(points[None], 0, 1.0, 1e3, 1e3, 0, 1), rng)


def test_swings_are_drawn_from_their_normal_law_given_the_rest():
    one = made(changing=("a", "c"))
    point = points_of(one, 1)[0]
    _, mean, spread = written_out(one, point)
    np.testing.assert_allclose(drawn(one, point[None]).swings.ravel(), mean, rtol=1e-8, atol=1e-10)
    count = 40_000
    many = drawn(one, np.tile(point, (count, 1)), np.random.default_rng(1)).swings.reshape(count, -1)
    # Four standard errors of a mean, and of a covariance of normal numbers.
    assert np.all(np.abs(many.mean(axis=0) - mean) < 4 * np.sqrt(np.diag(spread) / count))
    errors = np.sqrt((np.outer(np.diag(spread), np.diag(spread)) + spread**2) / count)
    assert np.all(np.abs(np.cov(many.T) - spread) < 4 * errors)


def test_contributions_of_reach_are_effect_times_carried_reach_times_hill_of_frequency():
    one = made(reach=("b",))
    point = points_of(one, 1)[0]
    found = drawn(one, point[None])
    height, _ = curve(one, 1, point[one.firsts[1] : one.firsts[2]])
    told = contributions(found, 1)[0]
    np.testing.assert_allclose(told, found.mean[0, 1] / height.mean() * height, rtol=1e-10)
    np.testing.assert_allclose(effects(found).total[0, 1], told.sum())
    # It is linear in reach: one per cent more brings one per cent of what the period's own reach brings.
    assert 0 < effects(found).marginal[0, 1] <= told.sum() * (1 + 1e-12)


def test_a_changing_effect_brings_its_course_times_what_the_mean_effect_brings():
    one = made(changing=("c",))
    found = drawn(one, points_of(one))
    course = 1 + found.swings[:, 0] @ one.waves
    np.testing.assert_allclose(found.course(2), course)
    np.testing.assert_allclose(effects(found).total[:, 2], (contributions(found, 2) * course).sum(axis=1))
    np.testing.assert_allclose(effects(found).total[:, 0], contributions(found, 0).sum(axis=1))
