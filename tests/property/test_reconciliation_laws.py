"""Laws of a reconciliation, for every input."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from probant.evidence.reconciliation.blocks import FEWEST, ratio
from probant.evidence.reconciliation.credit import Visitors, complete
from probant.evidence.reconciliation.untracked import People, missed
from probant.evidence.reconciliation.weeks import spread

counts = st.integers(0, 10_000).map(float)
weeks = st.integers(1, 60).flatmap(
    lambda n: st.tuples(arrays(float, n, elements=counts), arrays(float, n, elements=counts))
)
kinds = st.lists(
    st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, 500))),
    min_size=1,
    max_size=12,
)


@given(weeks)
def test_a_ratio_lies_in_its_interval_and_has_none_of_no_width(pair):
    found = ratio(*pair, level=0.9)
    assert (found is None) == (pair[1].sum() == 0)
    if found is not None and found.interval is not None:
        assert found.interval.low <= found.value <= found.interval.high
        assert found.interval.low < found.interval.high
        assert len(pair[0]) >= FEWEST


@given(weeks, st.floats(0.1, 100))
def test_a_ratio_scales_with_what_is_claimed(pair, factor):
    plain, scaled = ratio(*pair, level=0.9), ratio(factor * pair[0], pair[1], level=0.9)
    if plain is not None:
        assert scaled.value == pytest.approx(factor * plain.value)


@given(kinds, st.floats(1.0, 20.0))
def test_credit_is_never_less_than_was_seen_nor_more_than_all_orders(table, times):
    orders, credited, count = np.array(table, dtype=float).T
    total = float(orders @ count) * times
    found = complete(Visitors(orders, credited, count), total, level=0.9)
    assert (found is None) == (credited @ count == 0)
    if found is not None:
        assert credited @ count <= found.value * (1 + 1e-12)
        assert found.value <= total * (1 + 1e-12)
        if found.interval is not None:
            assert credited @ count <= found.interval.low <= found.value <= found.interval.high


@given(kinds)
def test_whoever_follows_everybody_knows_the_credit(table):
    orders, credited, count = np.array(table, dtype=float).T
    found = complete(Visitors(orders, credited, count), float(orders @ count), level=0.9)
    if found is not None:
        assert found.interval is None
        assert found.value == pytest.approx(float(credited @ count))


@given(weeks, st.floats(0, 1e12), st.floats(1 / 6, 1))
def test_the_share_that_is_missed_is_a_share(pair, squares, blocks):
    tracked, total = np.minimum(*pair), np.maximum(*pair) + 1
    share, interval = missed(tracked, total, People(squares, blocks * squares), level=0.9)
    assert 0 <= share <= 1
    if interval is not None:
        assert 0 <= interval.low <= share <= interval.high <= 1
        assert interval.low < interval.high


@given(weeks, st.floats(1, 1e6), st.floats(1, 100))
def test_the_fewer_people_order_as_much_the_less_sure_is_the_share(pair, squares, times):
    """The blocks play no part: their weeks are one."""
    tracked, total = (one[:1] for one in (np.minimum(*pair), np.maximum(*pair) + 1))
    widths = [
        around.high - around.low
        for _, around in (missed(tracked, total, People(by, by), level=0.9) for by in (squares, times * squares))
    ]
    assert widths[0] <= widths[1] * (1 + 1e-9)


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0, 1e6))
def test_spreading_over_weeks_neither_makes_nor_loses(ahead, days, number):
    starts = tuple(date(2024, 1, 1) + timedelta(weeks=week) for week in range(20))
    row = {"start": starts[0] + timedelta(days=ahead), "days": days, "number": number}
    assert spread([row], starts, "number").sum() == pytest.approx(number)
