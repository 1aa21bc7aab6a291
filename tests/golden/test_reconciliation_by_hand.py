"""Ratios of claims worked out by hand, with the quantiles of Student's t from its table.

One-sided at .95: 2.015048 for 5 degrees, 2.131847 for 4, 1.6666 for 71.
"""

from datetime import date
from math import exp, sqrt

import numpy as np
import pytest

from probant.evidence.reconciliation.blocks import drift, ratio
from probant.evidence.reconciliation.credit import Visitors, complete, kinds
from probant.evidence.reconciliation.untracked import People, missed, people
from probant.evidence.reconciliation.weeks import common, spread

MONDAYS = tuple(date(2024, 1, 1 + 7 * week) for week in range(5))


def test_ratio_and_its_interval_over_six_blocks():
    """Blocks of two weeks claim 10, 12, 8, 10, 11, 9 of 20 sales each: residuals 0, 2, -2, 0, 1, -1."""
    over = np.repeat([10.0, 12.0, 8.0, 10.0, 11.0, 9.0], 2) / 2
    found = ratio(over, np.full(12, 10.0), level=0.9)
    assert found.value == pytest.approx(0.5)
    half = 2.015048 * sqrt(10 * 6 / 5) / 120
    assert found.interval.low == pytest.approx(0.5 - half, abs=1e-7)
    assert found.interval.high == pytest.approx(0.5 + half, abs=1e-7)


def test_drift_of_a_ratio_that_rises_by_a_tenth_each_quarter():
    """Blocks of 13 weeks: 1.0, 1.1, ..., 1.5 have mean 1.25, so .1 is 8 % of it; scatter .01, -.02, .01 is apart."""
    over = np.repeat(1.0 + 0.1 * np.arange(6) + np.array([0.01, -0.02, 0.01, 0.01, -0.02, 0.01]), 13)
    found = drift(over, np.ones(78), level=0.9)
    assert found.value == pytest.approx(0.08)
    half = 2.131847 * sqrt(0.0012 / 4 / 17.5) / 1.25
    assert found.interval.high - found.value == pytest.approx(half, rel=1e-6)


def test_credit_of_complete_analytics():
    """Ten tracked orders of nine visitors, six credited, twenty orders in all: twelve, with S = 2.72."""
    seen = Visitors(np.array([1.0, 1.0, 2.0]), np.array([1.0, 0.0, 2.0]), np.array([4.0, 4.0, 1.0]))
    found = complete(seen, 20.0, level=0.9)
    squares = 4 * 0.4**2 + 4 * 0.6**2 + 0.8**2
    assert squares == pytest.approx(2.72)
    error = 2 * sqrt(squares * 0.5 * 9 / 8) / 12
    assert found.value == pytest.approx(12.0)
    assert found.interval.high == pytest.approx(12 * exp(1.6666 * error), rel=1e-4)
    assert found.interval.low == pytest.approx(12 * exp(-1.6666 * error), rel=1e-4)


def test_visitors_without_credit_are_the_rest_of_all():
    seen = kinds([{"n": 1, "a": 1, "count": 4}, {"n": 2, "a": 2, "count": 1}], {1: 8, 2: 1})
    assert sorted(zip(seen.orders, seen.credited, seen.count, strict=True)) == [(1, 0, 4), (1, 1, 4), (2, 2, 1)]


def test_share_that_is_missed_has_the_score_interval_of_its_people():
    """Four of ten orders are missed, one a person: at the ends, .4 is 1.644854 standard deviations away (Wilson)."""
    share, interval = missed(np.array([6.0]), np.array([10.0]), People(10.0, 10.0), level=0.9)
    assert share == pytest.approx(0.4)
    assert interval.low < share < interval.high
    for end in (interval.low, interval.high):
        assert (share - end) ** 2 == pytest.approx(1.644854**2 * end * (1 - end) / 10, rel=1e-5)


BLOCKS_OF_20 = np.full(12, 10.0)


def test_share_that_moves_from_block_to_block_by_more_than_people_make():
    """Of 20 orders in two weeks 10, 14, 6, 10, 12, 8 are missed, one a person: variance 6/5 x 40 = 48 of the sum.

    People alone would make 6/5 x 1/4 x (120 - 120 / 6) = 30 of it, so 18 are the blocks' own; with 1/4 x 120 = 30 of
    people, 48 on the whole, all of it with five degrees of freedom.
    """
    missing = np.repeat([10.0, 14.0, 6.0, 10.0, 12.0, 8.0], 2) / 2
    share, interval = missed(BLOCKS_OF_20 - missing, BLOCKS_OF_20, People(120.0, 120.0), level=0.9)
    assert share == pytest.approx(0.5)
    for end in (interval.low, interval.high):
        assert (share - end) ** 2 == pytest.approx(2.015048**2 * (end * (1 - end) / 120 + 18 / 120**2), rel=1e-6)


def test_share_that_moves_by_less_than_people_make_is_as_sure_as_people_make_it():
    """10, 12, 8, 10, 11, 9: variance 12 where people alone make 30."""
    missing = np.repeat([10.0, 12.0, 8.0, 10.0, 11.0, 9.0], 2) / 2
    _, interval = missed(BLOCKS_OF_20 - missing, BLOCKS_OF_20, People(120.0, 120.0), level=0.9)
    assert (0.5 - interval.low) ** 2 == pytest.approx(1.644854**2 * interval.low * (1 - interval.low) / 120, rel=1e-5)


def test_people_are_the_customers_where_each_order_names_one_else_those_whom_analytics_follows():
    rows = [
        {"what": "orders", "n": None, "a": None, "count": 10, "value": 500.0},
        {"what": "customers", "n": 10, "a": 1, "count": 16, "value": 4e4},
        {"what": "customers", "n": 10, "a": 6, "count": 12, "value": 3e4},
        {"what": "followed", "n": 5, "a": 1, "count": 7, "value": 2e4},
        {"what": "followed", "n": 5, "a": 6, "count": 6, "value": 1e4},
    ]
    assert people(rows, "count", 0.5) == People(16.0, 12.0)
    assert people(rows, "value", 0.5) == People(4e4, 3e4)
    rows[0]["count"] = 11
    assert people(rows, "count", 0.5) == People(14.0, 12.0)


def test_a_month_is_spread_over_its_days():
    january = [{"start": date(2024, 1, 1), "days": 31, "number": 31.0}]
    assert spread(january, MONDAYS, "number").tolist() == [7.0, 7.0, 7.0, 7.0, 3.0]
    assert spread([{"start": date(2023, 12, 29), "days": 5, "number": 5.0}], MONDAYS, "number").tolist() == [
        2,
        0,
        0,
        0,
        0,
    ]


def test_only_whole_weeks_that_both_cover_count():
    claims = [{"first": date(2024, 1, 3), "after": date(2024, 1, 30)}]
    books = [{"first": date(2024, 1, 1), "after": date(2024, 1, 25)}]
    assert common(claims, books) == (date(2024, 1, 8), date(2024, 1, 15))
    assert common(claims, []) == ()
