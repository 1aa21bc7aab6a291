"""Planted effects are found again: the intervals of experiments cover as often as they say.

Each truth is simulated 4,000 times with a fixed seed; a share of coverage must lie within two of its own standard
errors of the level stated.
"""

import numpy as np
import pytest

from probant.evidence.experiments import cuped, fieller, newcombe, sample_ratio, welch
from probant.evidence.experiments.mean import mean
from probant.evidence.experiments.moments import Moments, reading
from probant.evidence.experiments.newcombe import Share
from probant.evidence.experiments.ratio import ratio

RUNS, LEVEL = 4_000, 0.9


def moments(values, clusters=None):
    """Sums of (N, K) values; `clusters` numbers them from 0."""
    v = np.column_stack([np.ones(len(values)), values])
    totals = v
    if clusters is not None:
        totals = np.zeros((clusters.max() + 1, v.shape[1]))
        np.add.at(totals, clusters, v)
    return Moments(np.zeros(values.shape[1]), v.T @ v, len(totals), totals.T @ totals)


def covered(estimates, truth):
    return np.mean([found.interval.low <= truth <= found.interval.high for found in estimates])


def as_stated(share, level=LEVEL, runs=RUNS):
    return share == pytest.approx(level, abs=2 * np.sqrt(level * (1 - level) / runs))


def against(control, treated, statistic, **more):
    arms = [moments(control, **more), moments(treated, **more)]
    return [reading(arm, statistic(arm)) for arm in arms]


def first(arm):
    return mean(arm, 0)


def test_difference_of_means_with_unequal_variances_and_sizes():
    rng = np.random.default_rng(10)
    found = [
        welch.difference(
            *against(rng.gamma(4, 5, (80, 1)), rng.gamma(9, 2.5, (200, 1)), first), unit="EUR", level=LEVEL
        )
        for _ in range(RUNS)
    ]
    assert as_stated(covered(found, 22.5 - 20.0))


def test_difference_of_small_arms():
    rng = np.random.default_rng(11)
    found = [
        welch.difference(*against(rng.normal(0, 1, (8, 1)), rng.normal(2, 1, (8, 1)), first), unit="EUR", level=LEVEL)
        for _ in range(RUNS)
    ]
    assert as_stated(covered(found, 2.0))


def test_difference_of_rare_shares():
    rng = np.random.default_rng(12)
    control, treated = rng.binomial(900, 0.02, RUNS), rng.binomial(900, 0.035, RUNS)
    found = [
        newcombe.difference(Share(int(a), 900), Share(int(b), 900), level=LEVEL)
        for a, b in zip(control, treated, strict=True)
    ]
    assert as_stated(covered(found, 0.015))


def test_difference_of_ratios():
    rng = np.random.default_rng(13)

    def arm(value):
        orders = rng.poisson(2.0, 600) + 1.0
        return np.column_stack([orders * value + rng.normal(0, 5 * np.sqrt(orders)) + 3 * (orders - 3), orders])

    found = [
        welch.difference(*against(arm(20.0), arm(21.0), lambda a: ratio(a, 0, 1)), unit="EUR / order", level=LEVEL)
        for _ in range(RUNS)
    ]
    assert as_stated(covered(found, 1.0))


def test_relative_lift():
    rng = np.random.default_rng(14)
    found = [
        fieller.lift(*against(rng.gamma(1, 20, (150, 1)), rng.gamma(1, 26, (150, 1)), first), level=LEVEL)
        for _ in range(RUNS)
    ]
    assert as_stated(covered(found, 0.3))


def two_covariates(rng, units, effect):
    """Outcome, and two covariates that explain 0.5 and 0.18 of its variance of 1."""
    x = rng.normal(size=(units, 2))
    y = effect + x @ np.sqrt([0.5, 0.18]) + rng.normal(0, np.sqrt(0.32), units)
    return np.column_stack([y, x])


def adjusted(control, treated, covariates):
    arms = [moments(control), moments(treated)]
    found = cuped.adjust(arms, [first(arm) for arm in arms], covariates)
    return [reading(arm, s, inflation=found.inflation) for arm, s in zip(arms, found.statistics, strict=True)]


def test_cuped_covers_and_takes_out_what_the_covariates_explain():
    rng = np.random.default_rng(15)
    plain, free = [], []
    for _ in range(RUNS):
        control, treated = two_covariates(rng, 150, 0.0), two_covariates(rng, 150, 0.4)
        plain.append(welch.difference(*adjusted(control, treated, []), unit="EUR", level=LEVEL))
        free.append(welch.difference(*adjusted(control, treated, [1, 2]), unit="EUR", level=LEVEL))
    assert as_stated(covered(free, 0.4))
    spread = np.var([found.value for found in free]) / np.var([found.value for found in plain])
    # 1 - R^2 = 0.32; the ratio of two correlated variances of 4,000 draws each has a standard error below 3 %.
    assert spread == pytest.approx(0.32, rel=0.06)


def test_clusters_cover_where_units_taken_alone_do_not():
    rng = np.random.default_rng(16)
    honest, naive = [], []
    for _ in range(RUNS):
        arms = []
        for effect in (0.0, 1.0):
            sizes = rng.integers(5, 16, 60)
            clusters = np.repeat(np.arange(60), sizes)
            arms.append((effect + rng.normal(0, 1, 60)[clusters, None] + rng.normal(0, 2, (sizes.sum(), 1)), clusters))
        honest.append(
            welch.difference(*(reading(m, first(m)) for m in (moments(*a) for a in arms)), unit="EUR", level=LEVEL)
        )
        alone = (moments(values) for values, _ in arms)
        naive.append(welch.difference(*(reading(m, first(m)) for m in alone), unit="EUR", level=LEVEL))
    assert as_stated(covered(honest, 1.0))
    assert covered(naive, 1.0) < 0.75


def test_ratio_check_raises_false_alarms_as_seldom_as_it_says():
    rng = np.random.default_rng(17)
    runs = 30_000
    counts = rng.multinomial(5_000, [0.25, 0.25, 0.5], runs)
    p = np.array([sample_ratio.p_value(count, [1, 1, 2]) for count in counts])
    for alpha in (sample_ratio.THRESHOLD, 0.05):
        assert np.mean(p < alpha) == pytest.approx(alpha, abs=3 * np.sqrt(alpha / runs))


def test_ratio_check_finds_a_loss_of_one_unit_in_twenty():
    rng = np.random.default_rng(18)
    counts = np.column_stack([rng.binomial(60_000, 0.5, 200), rng.binomial(60_000, 0.5 * 0.95, 200)])
    assert np.mean([sample_ratio.p_value(count, [1, 1]) < sample_ratio.THRESHOLD for count in counts]) > 0.95
