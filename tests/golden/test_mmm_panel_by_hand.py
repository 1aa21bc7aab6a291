"""The panel's integrated density against the dense normal one, area by area, and what of it lies above 0.

References: Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, equation A.5; shares above floors from
scipy's multivariate normal law (Genz & Bretz 2009).
"""

from dataclasses import replace
from datetime import date, timedelta
from math import exp, log

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm, truncnorm
from tests.golden.shared_prior import joint

from probant.evidence.mmm.linear import LEVEL
from probant.evidence.mmm.model import CARRYOVER_PRIORS, NOISE, SATURATION_PRIORS, shape_start
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import drawn_areas, fit_panel, target_of_panel
from probant.evidence.mmm.panel.lifts import told_by_areas
from probant.evidence.mmm.panel.model import RATIO, panel_model
from probant.evidence.mmm.question import Lift
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


LIFTS = (
    Lift(channel="a", start=date(2024, 3, 4), end=date(2024, 3, 20), spend=-20.0, lift=-40.0, error=15.0),
    Lift(
        channel="b",
        start=date(2024, 5, 6),
        end=date(2024, 5, 20),
        areas=("y", "z"),
        spend=60.0,
        lift=120.0,
        error=50.0,
        later_steps=2,
    ),
)


def made(carryover="geometric", curve="logistic", *, positive=False, lacking=(), lifts=()):
    found = [series(size, seed) for seed, size in enumerate((1.0, 3.0, 10.0))]
    if lacking:
        found[1].outcome[list(lacking)] = np.nan
    found, whole = tuple(found), series(14.0, 9)
    specification = Specification(adstock=carryover, saturation=curve, harmonics=1, positive=positive, lifts=lifts)
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


def means_and_spreads(one, point):
    means, spreads, prior, contributions = [], [], 0.0, []
    for place, own in enumerate(point[:-1].reshape(CHANNELS, one.width)):
        scale = one.effects[place, 3]
        mean = scale * log(1 + exp(own[-2]))
        means.append(mean / curve_of(one, own, one.media.mean(axis=0)[place]).mean())
        spreads.append(means[-1] * exp(own[-1]))
        contributions.append(mean)
        prior += log(scale / (1 + exp(-own[-2])))
        prior -= (own[-1] - RATIO[1]) ** 2 / (2 * RATIO[2] ** 2)
        kinds = (*CARRYOVER_PRIORS[one.specification.adstock], *SATURATION_PRIORS[one.specification.saturation])
        for (kind, a, b), x in zip(kinds, own, strict=False):
            prior += {
                0.0: a * log(1 / (1 + exp(-x))) + b * log(1 / (1 + exp(x))),
                1.0: a * x - b * exp(x),
                2.0: -((x - a) ** 2) / (2 * b**2),
            }[kind]
    prior += joint(contributions, one.effects[:, 2], one.specification.prior_spread)
    return np.array(means), np.array(spreads), prior


def posterior_of(one, point, g):
    """Mean and covariance of an area's effects and coefficients, signs left free; and what is seen of its outcome."""
    channels, noise, known = point[:-1].reshape(CHANNELS, one.width), exp(point[-1]), one.found.series[g].known
    heights = np.stack([curve_of(one, own, one.media[g, place]) for place, own in enumerate(channels)])
    means, spreads, _ = means_and_spreads(one, point)
    wide = np.vstack([heights, one.blocks[g].scaled.T])[:, known]
    prior = np.diag(1 / np.concatenate([spreads, np.ones(len(wide) - CHANNELS)]) ** 2)
    covariance = np.linalg.inv(prior + wide @ wide.T / noise**2)
    outcome = one.found.series[g].outcome[known] / one.sizes[g]
    centre = prior @ np.concatenate([means, np.zeros(len(wide) - CHANNELS)])
    return covariance @ (centre + wide @ outcome / noise**2), covariance, heights


def share_above(one, point):
    """Log of the share of effects above 0 after the data over that before, all areas together."""
    means, spreads, _ = means_and_spreads(one, point)
    total = -len(one.found.areas) * norm.logcdf(means / spreads).sum()
    for g in range(len(one.found.areas)):
        mean, covariance, _ = posterior_of(one, point, g)
        cut = covariance[:CHANNELS, :CHANNELS]
        total += np.log(multivariate_normal.cdf(mean[:CHANNELS], np.zeros(CHANNELS), cut, abseps=1e-9))
    return total


def written_out(one, point):
    channels, noise = point[:-1].reshape(CHANNELS, one.width), exp(point[-1])
    means, spreads, prior = means_and_spreads(one, point)
    total = point[-1] - noise**2 / (2 * NOISE**2) + prior
    for g, area in enumerate(one.found.series):
        heights = np.stack([curve_of(one, own, one.media[g, place]) for place, own in enumerate(channels)])
        wide = np.vstack([heights * spreads[:, None], one.blocks[g].scaled.T])[:, area.known]
        covariance = noise**2 * np.eye(area.known.sum()) + wide.T @ wide
        residual = (area.outcome / one.sizes[g] - means @ heights)[area.known]
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
@pytest.mark.parametrize(("positive", "lifts"), [(False, ()), (True, ()), (True, LIFTS), (False, LIFTS)])
def test_gradient_is_that_of_finite_differences(carryover, curve, positive, lifts):
    one = made(carryover, curve, positive=positive, lacking=(3, 4, 20), lifts=lifts)
    target, point, step = target_of_panel(one), points_of(one, 1)[0], 1e-5
    point[one.width - 1 :: one.width] += 1.5
    _, gradient = target.one(point)
    moved = np.concatenate([point + step * np.eye(len(point)), point - step * np.eye(len(point))])
    values, _ = target.at(moved)
    expected = (values[: len(point)] - values[len(point) :]) / (2 * step)
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6 * np.abs(gradient).max())


def test_the_levels_of_all_areas_are_believed_in_as_much_as_one():
    precisions = [part.deviations[part.names.index("level")] ** -2 for part in made().blocks]
    assert sum(precisions) == pytest.approx(LEVEL**-2)


def test_steps_of_unknown_outcome_are_as_if_they_were_not_there():
    one = made(lacking=(0, 7, 29))
    points = points_of(one)
    found, _ = target_of_panel(one).at(points)
    expected = np.array([written_out(one, point) for point in points])
    np.testing.assert_allclose(found - found[0], expected - expected[0], rtol=1e-9, atol=1e-7)


def far_apart(one, count=6):
    """Points at which effects scatter widely over the areas, so that floors are felt."""
    points = points_of(one, count)
    points[:, one.width - 1 :: one.width] += 1.5
    return points


def test_effects_above_0_multiply_the_density_by_the_share_that_lies_there():
    one = made(positive=True)
    points = far_apart(one)
    free, _ = target_of_panel(replace(one, specification=replace(one.specification, positive=False))).at(points)
    found, _ = target_of_panel(one).at(points)
    expected = np.array([share_above(one, point) for point in points])
    assert expected.min() < -0.1
    # Expectation propagation is not exact; weights mend what is left.
    np.testing.assert_allclose(found - free, expected, atol=5e-3)


def test_weights_take_the_draws_to_the_share_that_lies_above_0():
    one = made(positive=True)
    target, point = target_of_panel(one), far_apart(one)[0]
    free, _ = target_of_panel(replace(one, specification=replace(one.specification, positive=False))).one(point)
    found, _ = target.one(point)
    _, _, logs = drawn_areas(one, target, np.repeat(point[None], 4000, axis=0), np.random.default_rng(0))
    weights = np.exp(logs)
    error = weights.std() / np.sqrt(len(weights))
    assert weights.mean() == pytest.approx(np.exp(share_above(one, point) - (found - free)), abs=5 * error)


def test_effects_of_areas_are_drawn_from_the_part_of_their_normal_law_above_0():
    one, g = made(positive=True), 1
    point = far_apart(one)[0]
    points = np.repeat(point[None], 8000, axis=0)
    drawn, totals, logs = drawn_areas(one, target_of_panel(one), points, np.random.default_rng(1))
    mean, covariance, heights = posterior_of(one, point, g)
    rng = np.random.default_rng(2)
    tried = rng.multivariate_normal(mean, covariance, 200_000)
    expected = tried[(tried[:, :CHANNELS] > 0).all(axis=1)]
    assert len(expected) < 0.97 * len(tried)
    found, weights = drawn[:, g], np.exp(logs) / np.exp(logs).sum()
    assert (found[:, :CHANNELS] > 0).all()
    deviation = expected.std(axis=0)
    np.testing.assert_allclose(weights @ found, expected.mean(axis=0), atol=5 * deviation.max() / np.sqrt(len(found)))
    np.testing.assert_allclose(np.sqrt(weights @ (found - weights @ found) ** 2), deviation, rtol=0.05)
    np.testing.assert_allclose(totals[:, g], found[:, :CHANNELS] * heights.sum(axis=1), rtol=1e-9)


def test_effects_free_in_sign_are_drawn_from_their_conditional_normal_law():
    one, g, count = made(), 1, 4000
    point = points_of(one, 1)[0]
    drawn, totals, logs = drawn_areas(
        one, target_of_panel(one), np.repeat(point[None], count, axis=0), np.random.default_rng(1)
    )
    mean, covariance, heights = posterior_of(one, point, g)
    found, deviation = drawn[:, g], np.sqrt(np.diag(covariance))
    assert (np.abs(found.mean(axis=0) - mean) < 5 * deviation / np.sqrt(count)).all()
    np.testing.assert_allclose(np.corrcoef(found.T), covariance / np.outer(deviation, deviation), atol=0.1)
    np.testing.assert_allclose(found.std(axis=0), deviation, rtol=0.06)
    np.testing.assert_allclose(totals[:, g], found[:, :CHANNELS] * heights.sum(axis=1), rtol=1e-9)
    assert not logs.any()


def test_the_kept_draws_have_no_effect_below_0():
    drawn = fit_panel(made(positive=True), np.random.default_rng(0), Plan(draws=50, tries=1, first=60))
    assert drawn.totals.shape == (200, AREAS, CHANNELS)
    assert drawn.effects.min() > 0
    assert drawn.tail < 0.7


def differences(one, point):
    """By test: lift and error over the size of its areas, channel, areas, their shares, and differences of heights."""
    found, days = one.found, [MONDAY + timedelta(weeks=n) for n in range(STEPS)]
    for lift in one.specification.lifts:
        c, ran = "ab".index(lift.channel), [g for g, name in enumerate("xyz") if not lift.areas or name in lift.areas]
        touched = np.array([max(0, (min(d + timedelta(7), lift.end) - max(d, lift.start)).days) for d in days])
        sizes = one.sizes[ran]
        spend = np.stack([found.series[g].spend[:, c] for g in ran])
        lain = spend * touched if lift.spend > 0 else np.outer(sizes, touched)
        steps = slice(np.flatnonzero(touched)[0], np.flatnonzero(touched)[-1] + 1 + lift.later_steps)
        own, out = point[:-1].reshape(CHANNELS, one.width)[c], []
        for place, g in enumerate(ran):
            other = one.media[g, c].copy()
            other[7:] -= lift.spend * lain[place] / lain.sum() / sizes[place] / one.exposure_scale[c]
            out.append((curve_of(one, own, one.media[g, c]) - curve_of(one, own, other))[steps].sum())
        whole = sizes.sum()
        yield lift.lift / whole, lift.error / whole, c, ran, sizes / whole, np.array(out)


@pytest.mark.parametrize(("positive", "above"), [(False, -np.inf), (True, 0.0)])
def test_an_experiment_is_a_likelihood_of_the_change_that_it_tested(positive, above):
    one = made(positive=positive, lifts=LIFTS)
    points = far_apart(one, 3)
    bare, _ = target_of_panel(made(positive=positive)).at(points)
    found, _ = target_of_panel(one).at(points)
    for point, more in zip(points, found - bare, strict=True):
        means, spreads, _ = means_and_spreads(one, point)
        total = 0.0
        for lift, error, c, _, shares, change in differences(one, point):
            law = truncnorm((above - means[c]) / spreads[c], np.inf, means[c], spreads[c])
            wide = np.sqrt(error**2 + law.var() * ((shares * change) ** 2).sum())
            total += norm.logpdf(lift, law.mean() * (shares @ change), wide) + log(2 * np.pi) / 2
        assert more == pytest.approx(total, abs=1e-8)


def test_draws_are_weighted_by_what_the_areas_own_effects_say_of_an_experiment():
    one = made(lifts=LIFTS)
    point = points_of(one, 1)[0]
    drawn, _, logs = drawn_areas(one, target_of_panel(one), point[None], np.random.default_rng(0))
    means, spreads, _ = means_and_spreads(one, point)
    expected = 0.0
    for lift, error, c, ran, shares, change in differences(one, point):
        wide = np.sqrt(error**2 + (spreads[c] * shares * change) @ (spreads[c] * shares * change))
        expected += norm.logpdf(lift, (shares * change) @ drawn[0, ran, c], error)
        expected -= norm.logpdf(lift, means[c] * (shares @ change), wide)
    assert logs[0] == pytest.approx(expected, abs=1e-8)


def test_what_the_areas_say_of_an_experiment_is_the_sum_of_their_own():
    one = made(positive=True, lifts=LIFTS)
    found = fit_panel(one, np.random.default_rng(0), Plan(draws=50, tries=1, first=60))
    told = told_by_areas(found)
    assert told.shape == (200, 2)
    own = np.zeros((CHANNELS, one.width))
    own[:, 0] = np.log(found.carryover["retention"][7] / (1 - found.carryover["retention"][7]))
    own[:, 1] = np.log(saturation.HALF_OF_LOGISTIC / found.half[7])
    for place, (_, _, c, ran, _, change) in enumerate(differences(one, np.append(own.ravel(), 0.0))):
        assert told[7, place] == pytest.approx(found.effects[7, ran, c] @ change, rel=1e-8)
