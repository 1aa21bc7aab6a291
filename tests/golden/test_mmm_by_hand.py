"""Carryover, saturation and the integrated density of the mix model, worked by hand or written out the long way.

References: the formulas in the docstrings of `stats.adstock` and `stats.saturation`; Rasmussen & Williams (2006),
Gaussian Processes for Machine Learning, equation A.5, for the dense normal density.
"""

from dataclasses import replace
from datetime import date, timedelta
from math import exp, log, pi, tanh

import numpy as np
import pytest
from tests.golden.shared_prior import joint

from probant.evidence.mmm import density
from probant.evidence.mmm.block import block
from probant.evidence.mmm.fit import fit, target_of
from probant.evidence.mmm.model import CARRYOVER_PRIORS, NOISE, SATURATION_PRIORS, model
from probant.evidence.mmm.question import Lift
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation
from probant.stats.sampling import Plan

MONDAY = date(2024, 1, 1)
FAMILIES = [(a, s) for a in ("geometric", "delayed", "weibull") for s in ("logistic", "hill", "michaelis_menten")]


def test_geometric_carryover_by_hand():
    weight = adstock.weights("geometric", [np.array(0.5)], 3)
    np.testing.assert_allclose(weight, [4 / 7, 2 / 7, 1 / 7])
    carried = adstock.carry(np.array([[7.0], [0.0], [0.0], [0.0]]), weight[None])
    np.testing.assert_allclose(carried[:, 0], [4.0, 2.0, 1.0, 0.0])
    assert adstock.mean_lag(weight) == pytest.approx(4 / 7)


def test_delayed_carryover_by_hand():
    weight = adstock.weights("delayed", [np.array(0.5), np.array(1.0)], 3)
    np.testing.assert_allclose(weight, np.array([0.5, 1.0, 0.5]) / 2.0)


def test_weibull_carryover_by_hand():
    weight = adstock.weights("weibull", [np.array(2.0), np.array(1.0)], 2)
    first, second = 1 - exp(-0.5), exp(-0.5) - exp(-1.0)
    np.testing.assert_allclose(weight, [first / (first + second), second / (first + second)])


@pytest.mark.parametrize("family", ["logistic", "hill", "michaelis_menten"])
def test_half_of_the_most_is_reached_at_half(family):
    at = saturation.height(family, np.array([0.0, 3.0]), np.array(3.0), np.array(1.7))
    np.testing.assert_allclose(at, [0.0, 0.5], atol=1e-15)


def test_saturation_by_hand():
    six, three, two = np.array(6.0), np.array(3.0), np.array(2.0)
    assert saturation.height("logistic", six, three, two) == pytest.approx(tanh(log(3.0)))
    assert saturation.height("michaelis_menten", six, three, two) == pytest.approx(2 / 3)
    assert saturation.height("hill", six, three, two) == pytest.approx(4 / 5)


def made(channels=3, steps=40, *, adstock="geometric", saturation="logistic", **more):
    rng = np.random.default_rng(5)
    spend = rng.gamma(2.0, 50.0, (steps, channels)) * (rng.random((steps, channels)) > 0.2)
    found = Series(
        days=tuple(MONDAY + timedelta(weeks=n) for n in range(steps)),
        step_days=7,
        outcome=rng.normal(1000.0, 100.0, steps),
        channels=tuple("abcdefgh"[:channels]),
        spend=spend,
        exposure=spend,
        history=rng.gamma(2.0, 50.0, (7, channels)),
        controls=("price",),
        values=rng.normal(size=(steps, 1)),
        paid=channels,
    )
    return model(found, Specification(adstock=adstock, saturation=saturation, **more))


def points_of(one, count=4):
    rng = np.random.default_rng(6)
    return one.start + 0.4 * rng.normal(size=(count, len(one.start)))


def written_out(one, point):
    """The log density the long way: dense covariance, one draw, every factor by its textbook formula."""
    specification, steps = one.specification, len(one.found.days)
    channels = point[:-1].reshape(-1, one.width)
    noise, media, prior, halves = exp(point[-1]), np.zeros(steps), 0.0, []
    for place, own in enumerate(channels):
        count = len(CARRYOVER_PRIORS[specification.adstock])
        share = 1 / (1 + np.exp(-own))
        parameters = {
            "geometric": [share[0]],
            "delayed": [share[0], (specification.lags - 1) * share[1]],
            "weibull": [exp(own[0]), exp(own[1])],
        }[specification.adstock]
        weight = adstock.weights(specification.adstock, [np.array(p) for p in parameters], specification.lags)
        series = one.series[place]
        carried = np.array([weight @ series[t : t + specification.lags][::-1] for t in range(steps)])
        steep = exp(own[count])
        half = (saturation.HALF_OF_LOGISTIC if specification.saturation == "logistic" else 1.0) / steep
        slope = exp(own[count + 1]) if specification.saturation == "hill" else 1.0
        height = saturation.height(specification.saturation, carried, np.array(half), np.array(slope))
        scale = one.effects[place, 3]
        mean = scale * log(1 + exp(own[-1]))
        by_mean = log(scale / (1 + exp(-own[-1])))
        effect = mean / height.mean()
        media += effect * height
        kinds = (*CARRYOVER_PRIORS[specification.adstock], *SATURATION_PRIORS[specification.saturation])
        for (kind, a, b), x in zip(kinds, own[:-1], strict=True):
            prior += {
                0.0: a * log(1 / (1 + exp(-x))) + b * log(1 / (1 + exp(x))),
                1.0: a * x - b * exp(x),
                2.0: -((x - a) ** 2) / (2 * b**2),
            }[kind]
        kind, a, b, _ = one.effects[place]
        prior += (
            by_mean
            + {
                0.0: -(effect**2) / (2 * b**2) - log(height.mean()),
                1.0: -((log(mean) - a) ** 2) / (2 * b**2) - log(mean) if kind == 1.0 else 0.0,
                2.0: 0.0,
            }[kind]
        )
        halves += [(mean, b)] if kind == 2.0 else []
    prior += point[-1] - noise**2 / (2 * NOISE**2)
    prior += joint(*zip(*halves, strict=True), specification.prior_spread) if halves else 0.0
    covariance = noise**2 * np.eye(steps) + one.block.scaled @ one.block.scaled.T
    residual = one.found.outcome / one.outcome_scale - media
    sign, logs = np.linalg.slogdet(covariance)
    assert sign == 1.0
    return prior - 0.5 * (residual @ np.linalg.solve(covariance, residual) + logs)


@pytest.mark.parametrize(("adstock", "saturation"), FAMILIES)
@pytest.mark.parametrize("prior", ["contribution", "effect", "roi"])
def test_density_is_that_of_the_dense_normal(adstock, saturation, prior):
    one = made(adstock=adstock, saturation=saturation, prior=prior, prior_roi={"(all)": (1.5, 0.6)})
    points = points_of(one)
    found, _ = target_of(one).at(points)
    expected = [written_out(one, point) for point in points]
    np.testing.assert_allclose(found - found[0], np.array(expected) - expected[0], rtol=1e-9, atol=1e-7)


LIFTS = (
    Lift(
        channel="a", start=MONDAY + timedelta(weeks=20), end=MONDAY + timedelta(weeks=24), spend=-60, lift=-30, error=9
    ),
    Lift(channel="c", start=MONDAY + timedelta(days=200), end=MONDAY + timedelta(days=220), spend=9, lift=5, error=4),
)


@pytest.mark.parametrize(("adstock", "saturation"), FAMILIES)
@pytest.mark.parametrize("prior", ["contribution", "effect", "roi"])
def test_gradient_is_that_of_finite_differences(adstock, saturation, prior):
    one = made(adstock=adstock, saturation=saturation, prior=prior, prior_roi={"(all)": (1.5, 0.6)}, lifts=LIFTS)
    target, point, step = target_of(one), points_of(one, 1)[0], 1e-5
    _, gradient = target.one(point)
    moved = np.concatenate([point + step * np.eye(len(point)), point - step * np.eye(len(point))])
    values, _ = target.at(moved)
    expected = (values[: len(point)] - values[len(point) :]) / (2 * step)
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6 * np.abs(gradient).max())


def test_an_experiment_adds_the_normal_density_of_its_lift():
    with_tests, without = made(lifts=LIFTS), made()
    points = points_of(with_tests)
    added = target_of(with_tests).at(points)[0] - target_of(without).at(points)[0]
    from probant.evidence.mmm.calibration import told
    from probant.evidence.mmm.fit import read
    from probant.stats.sampling import Sample

    drawn = told(read(with_tests, target_of(with_tests), Sample(points[None], 0, 1.0, 1e3, 1e3, 0, 1)))
    expected = sum(-0.5 * ((lift.lift - drawn[:, n]) / lift.error) ** 2 for n, lift in enumerate(LIFTS))
    np.testing.assert_allclose(added, expected, rtol=1e-9)


def test_the_block_comes_back_as_the_regression_that_it_is():
    one = made()
    one.found.outcome[[3, 17]] = np.nan
    one = model(one.found, one.specification)
    drawn = fit(one, np.random.default_rng(0), Plan(draws=250, tries=1))
    told = block(drawn)
    known = one.found.known
    columns = one.block.scaled[:, one.block.deviations < 100] * one.outcome_scale
    at = 11
    precision = columns[known].T @ columns[known] / told.noise[at] + np.eye(columns.shape[1])
    residual = one.found.outcome[known] - told.media[at, known]
    coefficients = np.linalg.solve(precision, columns[known].T @ residual / told.noise[at])
    np.testing.assert_allclose(told.mean[at], columns @ coefficients, rtol=1e-8)
    covariance = columns @ np.linalg.solve(precision, columns.T)
    np.testing.assert_allclose(told.variance[at], np.diag(covariance), rtol=1e-8)
    one_out = np.flatnonzero(known)[7]
    others = known.copy()
    others[one_out] = False
    less = columns[others].T @ columns[others] / told.noise[at] + np.eye(columns.shape[1])
    rest = np.linalg.solve(less, columns[others].T @ (one.found.outcome - told.media[at])[others] / told.noise[at])
    variance = told.noise[at] + columns[one_out] @ np.linalg.solve(less, columns[one_out])
    error = one.found.outcome[one_out] - told.media[at, one_out] - columns[one_out] @ rest
    assert told.left_out[at, one_out] == pytest.approx(-0.5 * (log(2 * pi * variance) + error**2 / variance))


def test_an_unknown_outcome_says_nothing():
    one = made()
    with_gap = replace(one.found, outcome=np.where(np.arange(40) == 9, np.nan, one.found.outcome))
    points = points_of(one)
    found, _ = target_of(model(with_gap, one.specification)).at(points)
    scale = np.abs(with_gap.outcome[with_gap.known]).max()
    kept = model(with_gap, one.specification)
    expected = [_without_step(kept, point, 9) for point in points]
    assert scale == kept.outcome_scale
    np.testing.assert_allclose(found - found[0], np.array(expected) - expected[0], rtol=1e-5, atol=1e-4)


def _without_step(one, point, step):
    """As `written_out`, with one row and column of the covariance gone."""
    channels, steps = point[:-1].reshape(-1, one.width), len(one.found.days)
    filled = replace(one.found, outcome=np.where(one.found.known, one.found.outcome, 0.0))
    own = one.block.deviations < 100
    bare = replace(
        one,
        found=filled,
        block=replace(one.block, columns=one.block.columns[:, own], deviations=one.block.deviations[own]),
    )
    whole = written_out(bare, point)
    media = _media(bare, channels, steps)
    covariance = exp(point[-1]) ** 2 * np.eye(steps) + bare.block.scaled @ bare.block.scaled.T
    residual = filled.outcome / bare.outcome_scale - media
    keep = np.arange(steps) != step

    def normal(rows):
        part = covariance[np.ix_(rows, rows)]
        return -0.5 * (residual[rows] @ np.linalg.solve(part, residual[rows]) + np.linalg.slogdet(part)[1])

    return whole - normal(np.ones(steps, bool)) + normal(keep)


def _media(one, channels, steps):
    total = np.zeros(steps)
    for place, own in enumerate(channels):
        weight = adstock.weights("geometric", [np.array(1 / (1 + exp(-own[0])))], one.specification.lags)
        carried = np.array([weight @ one.series[place][t : t + one.specification.lags][::-1] for t in range(steps)])
        height = np.tanh(exp(own[1]) * carried / 2)
        total += one.effects[place, 3] * log(1 + exp(own[-1])) / height.mean() * height
    return total


def test_density_has_the_signature_that_the_sampler_wants():
    assert density.national.signatures
