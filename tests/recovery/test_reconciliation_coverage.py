"""Intervals of a reconciliation hold what was planted at their stated rate; 100 whole companies are in `bench`."""

import numpy as np
import pytest

from probant.evidence.reconciliation.blocks import ratio
from probant.evidence.reconciliation.credit import Visitors, complete
from probant.evidence.reconciliation.untracked import People, missed

RUNS, LEVEL = 500, 0.9
SLACK = 3 * np.sqrt(LEVEL * (1 - LEVEL) / RUNS)


def visitors(rng, count=600):
    """(orders, credited) of people of whom a few order often, and stick to the channel that they came by."""
    orders = 1 + rng.geometric(0.45, count) - 1 + rng.poisson(rng.gamma(0.3, 3.0, count))
    credited = rng.binomial(orders, rng.beta(0.6, 2.0, count))
    return orders, credited


def test_credit_of_complete_analytics_is_recovered_at_the_stated_rate():
    rng, hits = np.random.default_rng(1), 0
    for _ in range(RUNS):
        orders, credited = visitors(rng)
        seen = rng.random(len(orders)) < 0.58
        table, count = np.unique(np.column_stack([orders, credited])[seen], axis=0, return_counts=True)
        found = complete(Visitors(*table.T.astype(float), count.astype(float)), float(orders.sum()), level=LEVEL)
        hits += found.interval.low <= credited.sum() <= found.interval.high
    assert abs(hits / RUNS - LEVEL) < SLACK


def orders_by_week(rng, follow):
    """Orders of 600 people in 54 weeks, and of these the tracked ones: (T,), (T,), how they lie with people."""
    orders, _ = visitors(rng)
    who = np.repeat(np.arange(len(orders)), orders)
    week = rng.integers(54, size=len(who))
    seen = follow(rng, who, week)
    whole, parts = np.bincount(who), np.bincount(6 * who + week // 9)
    weeks = (np.bincount(week[mask], minlength=54).astype(float) for mask in (seen, seen | True))
    return (*weeks, People(float(whole @ whole), float(parts @ parts)))


def test_the_share_that_analytics_misses_is_recovered_though_people_order_often():
    rng, hits, naive = np.random.default_rng(2), 0, 0
    for _ in range(RUNS):
        tracked, total, who = orders_by_week(rng, lambda rng, who, _: (rng.random(who.max() + 1) < 0.58)[who])
        share, interval = missed(tracked, total, who, level=LEVEL)
        hits += interval.low <= 0.42 <= interval.high
        naive += abs(share - 0.42) <= 1.645 * np.sqrt(share * (1 - share) / total.sum())
    assert abs(hits / RUNS - LEVEL) < SLACK
    assert naive / RUNS < 0.8


@pytest.mark.parametrize("spread", [0.03, 0.06, 0.15])
def test_a_share_that_changes_with_the_weeks_is_recovered_too(spread):
    """Consent changes for all at once, six times a year, and people order often: each adds to what the other makes."""
    rng, hits, alone = np.random.default_rng(4), 0, 0
    for _ in range(RUNS):
        rates = np.repeat(rng.uniform(0.58 - 1.7 * spread, 0.58 + 1.7 * spread, 6), 9)
        tracked, total, who = orders_by_week(
            rng, lambda rng, who, week, rates=rates: rng.random(who.max() + 1)[who] < rates[week]
        )
        share, interval = missed(tracked, total, who, level=LEVEL)
        hits += interval.low <= 0.42 <= interval.high
        alone += abs(share - 0.42) <= 1.645 * np.sqrt(share * (1 - share) * who.squares) / total.sum()
    assert abs(hits / RUNS - LEVEL) < SLACK
    assert alone < hits


def test_the_rate_behind_weeks_that_hang_together_is_recovered():
    """Weekly rates with a memory of .5 around one rate: what single weeks would be too sure of."""
    rng, hits = np.random.default_rng(3), 0
    for _ in range(RUNS):
        noise = rng.normal(0, 0.15, 64)
        for week in range(1, 64):
            noise[week] += 0.5 * noise[week - 1]
        sold = rng.poisson(200, 52)
        claimed = rng.poisson(1.2 * sold * np.exp(noise[12:] - 0.015))
        found = ratio(claimed.astype(float), sold.astype(float), level=LEVEL)
        hits += found.interval.low <= 1.2 <= found.interval.high
    assert abs(hits / RUNS - LEVEL) < SLACK + 0.01
