"""The panel's integrated density against the dense normal one, area by area.

Reference: Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, equation A.5.
"""

from datetime import date, timedelta
from math import exp, log

import numpy as np
import pytest

from probant.evidence.mmm.model import CARRYOVER_PRIORS, NOISE, SATURATION_PRIORS, shape_start
from probant.evidence.mmm.panel import RATIO, Panel, fit_panel, panel_model, target_of_panel
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation
from probant.stats.sampling import Plan

MONDAY = date(2024, 1, 1)
AREAS, STEPS, CHANNELS = 3, 30, 2
FAMILIES = [(a, s) for a in ("geometric", "delayed", "weibull") for s in ("logistic", "hill", "michaelis_menten")]


def series(size, seed):
    rng = np.random.default_rng(seed)
    spend = size * rng.gamma(2.0, 5.0, (STEPS, CHANNELS))
    return Series(
        days=tuple(MONDAY + timedelta(weeks=n) for n in range(STEPS)),
        step_days=7,
        outcome=size * rng.normal(100.0, 10.0, STEPS),
        channels=("a", "b"),
        spend=spend,
        exposure=spend,
        history=size * rng.gamma(2.0, 5.0, (7, CHANNELS)),
        controls=("price",),
        values=rng.normal(size=(STEPS, 1)),
        paid=CHANNELS,
    )


def made(carryover="geometric", curve="logistic"):
    found = tuple(series(size, seed) for seed, size in enumerate((1.0, 3.0, 10.0)))
    whole = series(14.0, 9)
    specification = Specification(adstock=carryover, saturation=curve, harmonics=1)
    return panel_model(Panel(("x", "y", "z"), found, whole), specification)


def points_of(one, count=3):
    each = [*shape_start(one.specification), 0.0, RATIO[1]]
    start = np.array([*each * CHANNELS, log(0.1)])
    return start + 0.3 * np.random.default_rng(2).normal(size=(count, len(start)))


def curve_of(one, own, series):
    specification = one.specification
    count = len(CARRYOVER_PRIORS[specification.adstock])
    share = 1 / (1 + np.exp(-own))
    parameters = {
        "geometric": [share[0]],
        "delayed": [share[0], (specification.lags - 1) * share[1]],
        "weibull": [exp(own[0]), exp(own[1])],
    }[specification.adstock]
    weight = adstock.weights(specification.adstock, [np.array(one) for one in parameters], specification.lags)
    carried = np.array([weight @ series[t : t + specification.lags][::-1] for t in range(STEPS)])
    steep = saturation.HALF_OF_LOGISTIC if specification.saturation == "logistic" else 1.0
    slope = exp(own[count + 1]) if specification.saturation == "hill" else 1.0
    return saturation.height(specification.saturation, carried, np.array(steep / exp(own[count])), np.array(slope))


def written_out(one, point):
    channels, noise = point[:-1].reshape(CHANNELS, one.width), exp(point[-1])
    total = point[-1] - noise**2 / (2 * NOISE**2)
    means, spreads = [], []
    for place, own in enumerate(channels):
        _, _, width, scale = one.effects[place]
        mean = scale * log(1 + exp(own[-2]))
        means.append(mean / curve_of(one, own, one.media.mean(axis=0)[place]).mean())
        spreads.append(means[-1] * exp(own[-1]))
        total += -(mean**2) / (2 * width**2) + log(scale / (1 + exp(-own[-2])))
        total -= (own[-1] - RATIO[1]) ** 2 / (2 * RATIO[2] ** 2)
        kinds = (*CARRYOVER_PRIORS[one.specification.adstock], *SATURATION_PRIORS[one.specification.saturation])
        for (kind, a, b), x in zip(kinds, own, strict=False):
            total += {
                0.0: a * log(1 / (1 + exp(-x))) + b * log(1 / (1 + exp(x))),
                1.0: a * x - b * exp(x),
                2.0: -((x - a) ** 2) / (2 * b**2),
            }[kind]
    for g, area in enumerate(one.found.series):
        heights = np.stack([curve_of(one, own, one.media[g, place]) for place, own in enumerate(channels)])
        wide = np.vstack([heights * np.array(spreads)[:, None], one.blocks[g].scaled.T])
        covariance = noise**2 * np.eye(STEPS) + wide.T @ wide
        residual = area.outcome / one.found.sizes[g] - np.array(means) @ heights
        total -= 0.5 * (residual @ np.linalg.solve(covariance, residual) + np.linalg.slogdet(covariance)[1])
    return total


@pytest.mark.parametrize(("carryover", "curve"), FAMILIES)
def test_density_is_that_of_the_dense_normal(carryover, curve):
    one = made(carryover, curve)
    points = points_of(one)
    found, _ = target_of_panel(one).at(points)
    expected = np.array([written_out(one, point) for point in points])
    np.testing.assert_allclose(found - found[0], expected - expected[0], rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize(("carryover", "curve"), FAMILIES)
def test_gradient_is_that_of_finite_differences(carryover, curve):
    one = made(carryover, curve)
    target, point, step = target_of_panel(one), points_of(one, 1)[0], 1e-5
    _, gradient = target.one(point)
    moved = np.concatenate([point + step * np.eye(len(point)), point - step * np.eye(len(point))])
    values, _ = target.at(moved)
    expected = (values[: len(point)] - values[len(point) :]) / (2 * step)
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6 * np.abs(gradient).max())


def test_effects_of_areas_are_drawn_from_their_conditional_normal_law():
    one = made()
    drawn = fit_panel(one, np.random.default_rng(0), Plan(draws=50, tries=1, first=60))
    from probant.evidence.mmm import panel_density

    target, count = target_of_panel(one), 4000
    point = points_of(one, 1)[0]
    effects, totals = np.empty((count, AREAS * CHANNELS)), np.empty((count, AREAS * CHANNELS))
    size = CHANNELS + int(target.data[0][panel_density.COLUMNS])
    normal = np.random.default_rng(1).standard_normal((count * AREAS, size))
    panel_density.area_effects(
        target.data, np.repeat(point[None], count, axis=0), np.zeros(target.work), normal, effects, totals
    )
    channels, noise, g = point[:-1].reshape(CHANNELS, one.width), exp(point[-1]), 1
    heights = np.stack([curve_of(one, own, one.media[g, place]) for place, own in enumerate(channels)])
    means = np.array(
        [
            one.effects[c, 3] * log(1 + exp(own[-2])) / curve_of(one, own, one.media.mean(axis=0)[c]).mean()
            for c, own in enumerate(channels)
        ]
    )
    spreads = means * np.exp(channels[:, -1])
    wide = np.vstack([heights, one.blocks[g].scaled.T])
    prior = np.diag(1 / np.concatenate([spreads, np.ones(len(wide) - CHANNELS)]) ** 2)
    covariance = np.linalg.inv(prior + wide @ wide.T / noise**2)
    centre = np.concatenate([means, np.zeros(len(wide) - CHANNELS)])
    outcome = one.found.series[g].outcome / one.found.sizes[g]
    mean = covariance @ (prior @ centre + wide @ outcome / noise**2)
    found = effects[:, g * CHANNELS : (g + 1) * CHANNELS]
    error = 5 * np.sqrt(np.diag(covariance)[:CHANNELS] / count)
    assert (np.abs(found.mean(axis=0) - mean[:CHANNELS]) < error).all()
    np.testing.assert_allclose(np.cov(found.T), covariance[:CHANNELS, :CHANNELS], rtol=0.15, atol=1e-4)
    np.testing.assert_allclose(totals[:, g * CHANNELS], found[:, 0] * heights[0].sum(), rtol=1e-9)
    assert drawn.totals.shape == (200, AREAS, CHANNELS)
