"""Runs of one task hang together: intervals must still cover, and alarms must not be false, whenever one looks.

Four runs a task, as METHODS 8 has it; 95 % intervals must cover within two points, and Wilson's alone must not.
"""

import numpy as np
import pytest

from probant.evidence.agents import clusters, drift, pairing

TRIALS, LEVEL = 4, 0.95


def chances(rng, rate, icc, tasks):
    """Chance of success of each task: beta with mean `rate` and that correlation of runs within a task."""
    return rng.beta(rate * (1 / icc - 1), (1 - rate) * (1 / icc - 1), tasks)


def tries(rng, rate, icc, tasks):
    return rng.random(tasks * TRIALS) < np.repeat(chances(rng, rate, icc, tasks), TRIALS), np.repeat(
        np.arange(tasks), TRIALS
    )


def covers(estimate, truth):
    return estimate.interval is not None and estimate.interval.low <= truth <= estimate.interval.high


@pytest.mark.parametrize(
    ("rate", "icc", "tasks"), [(0.4, 0.3, 50), (0.4, 0.45, 150), (0.85, 0.3, 50), (0.85, 0.45, 50)]
)
def test_share_covers_within_two_points_where_wilson_alone_falls_far_below(rate, icc, tasks):
    rng, ours, naive, runs = np.random.default_rng(1), 0, 0, 2_000
    for _ in range(runs):
        hits, task = tries(rng, rate, icc, tasks)
        ours += covers(clusters.share(hits, task, level=LEVEL), rate)
        low, high = clusters.wilson(hits.mean(), len(hits), 1.96)
        naive += low <= rate <= high
    assert ours / runs == pytest.approx(LEVEL, abs=0.02)
    assert naive / runs < 0.86


@pytest.mark.parametrize(("icc", "tasks"), [(0.3, 25), (0.45, 50)])
def test_bootstrap_over_tasks_covers_a_mean_within_two_points(icc, tasks):
    rng, found, runs = np.random.default_rng(2), 0, 800
    for _ in range(runs):
        hits, task = tries(rng, 0.4, icc, tasks)
        found += covers(clusters.mean(hits * 1.0, task, unit="x", level=LEVEL, rng=rng), 0.4)
    assert found / runs == pytest.approx(LEVEL, abs=0.02)


def test_rate_by_action_covers_within_two_points_where_tasks_differ():
    rng, found, runs, task = np.random.default_rng(3), 0, 2_000, np.repeat(np.arange(50), TRIALS)
    for _ in range(runs):
        actions = rng.poisson(8, len(task)) + 1.0
        events = rng.poisson(np.repeat(rng.gamma(2, 0.05, 50), TRIALS) * actions)
        found += covers(clusters.rate(events, actions, task, per=1, unit="x", level=LEVEL), 0.1)
    assert found / runs == pytest.approx(LEVEL, abs=0.02)


def test_comparison_of_versions_covers_within_two_points():
    rng, found, runs, tasks = np.random.default_rng(4), 0, 2_000, 50
    for _ in range(runs):
        chance = chances(rng, 0.5, 0.4, tasks)
        both = np.repeat(np.column_stack([0.9 * chance, 0.9 * chance + 0.1]).ravel(), TRIALS)
        treated = np.tile(np.repeat([False, True], TRIALS), tasks)
        found += covers(
            pairing.compare((rng.random(len(both)) < both) * 1.0, treated, np.repeat(np.arange(tasks), 2 * TRIALS),
                            unit="points", level=LEVEL).estimate, 0.1
        )  # fmt: skip
    assert found / runs == pytest.approx(LEVEL, abs=0.02)


def series(rng, rate, worlds, days):
    """Shares of deviating runs, (worlds, days): a task a day, its runs as alike as a correlation of .42 makes them."""
    chance = rng.beta(rate * (1 / 0.42 - 1), (1 - rate) * (1 / 0.42 - 1), (worlds, days))
    return rng.binomial(TRIALS, chance) / TRIALS


def test_drift_raises_few_false_alarms_though_one_looks_after_every_task():
    rng = np.random.default_rng(5)
    alarms = (drift.log_e(series(rng, 0.25, 2_000, 500), 0.25) > np.log(20)).any(axis=1)
    assert alarms.mean() <= 0.05


def test_peeking_at_an_interval_raises_many_false_alarms():
    """Why the e-process is needed: the same looks at Wilson's interval of single runs."""
    rng = np.random.default_rng(6)
    hits = rng.random((500, 500)) < 0.25
    n = np.arange(1, 501)
    seen = hits.cumsum(axis=1) / n
    middle, half = (
        (seen + 1.92 / n) / (1 + 3.84 / n),
        1.96 * np.sqrt(seen * (1 - seen) / n + 0.96 / n**2) / (1 + 3.84 / n),
    )
    assert (np.abs(middle - 0.25) > half)[:, 20:].any(axis=1).mean() > 0.2


def test_drift_finds_a_rate_that_has_doubled():
    rng = np.random.default_rng(7)
    alarms = (drift.log_e(series(rng, 0.5, 500, 500), 0.25) > np.log(20)).any(axis=1)
    assert alarms.mean() > 0.95


def test_the_number_of_tasks_that_would_decide_decides():
    rng, tasks = np.random.default_rng(8), 40

    def ask(tasks):
        chance = chances(rng, 0.5, 0.4, tasks)
        both = np.repeat(np.column_stack([0.9 * chance, 0.9 * chance + 0.1]).ravel(), TRIALS)
        treated = np.tile(np.repeat([False, True], TRIALS), tasks)
        hits = (rng.random(len(both)) < both) * 1.0
        return pairing.compare(hits, treated, np.repeat(np.arange(tasks), 2 * TRIALS), unit="points", level=LEVEL)

    wanted = round(np.median([ask(tasks).tasks_wanted(0.1, 0.8, LEVEL) for _ in range(100)]))
    found = np.mean([ask(wanted).decided(0.1) == "better" for _ in range(500)])
    assert found == pytest.approx(0.8, abs=0.06)
