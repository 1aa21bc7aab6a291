"""Visits, orders after them, and the last touch, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

WEEK = date(2024, 1, 1)


@pytest.fixture
def tables(held, at):
    def touch(name, visitor, when, channel, kind="visit"):
        return {"touch": name, "visitor": visitor, "at": when, "day": when.date(), "channel": channel, "kind": kind}

    def order(name, visitor, when, value, **more):
        return {"conversion": name, "visitor": visitor, "at": when, "day": when.date(), "value": value} | more

    return held(
        touches=[
            touch("a1", "ann", at(1, 9), "search"),
            touch("a2", "ann", at(2, 9), "social"),
            touch("a3", "ann", at(2, 10), "direct"),
            touch("b1", "bob", at(1, 9), "tv", "impression"),
            touch("b2", "bob", at(3, 9), "email", "qualified"),
            touch("c1", "cat", at(1, 9), "search", "click"),
            touch("d1", "dan", at(3, 12), "search"),
        ],
        conversions=[
            order("1", "ann", at(2, 11), Decimal(100)),
            order("2", "ann", at(2, 12), Decimal(50)),
            order("3", "bob", at(2, 9), Decimal(900)),
            order("4", "cat", at(5, 9), Decimal(30)),
            order("5", None, at(5, 9), Decimal(7)),
            order("6", "dan", at(3, 12), Decimal(1)),
            order("7", "ann", at(2, 13), Decimal(3), kind="signup"),
        ],
        spend=[
            {"day": WEEK, "channel": "search", "amount": Decimal(10)},
            {"day": WEEK, "channel": "tv", "amount": Decimal(21)},
        ],
    )


def test_the_last_click_or_visit_takes_the_order_and_direct_is_passed_over(values, tables):
    found = values("marketing_orders_last_touch", tables, by=("channel",))
    # Ann's two go to social, though she came back directly; Cat's and Dan's to search; Bob had only seen an ad.
    assert found == {(WEEK, "social"): 2, (WEEK, "search"): 2}
    assert values("marketing_revenue_last_touch", tables, by=("channel",)) == {
        (WEEK, "social"): Decimal(150),
        (WEEK, "search"): Decimal(31),
    }


def test_return_by_last_touch_counts_paid_channels_alone(values, tables):
    assert values("roas_last_touch", tables, by=("channel",)) == {(WEEK, "search"): 3.1, (WEEK, "tv"): None}
    assert values("roas_last_touch", tables) == {WEEK: 1.0}


def test_a_visit_converts_once_and_only_the_last_before_the_order(values, tables):
    found = values("conversion_rate", tables, by=("channel",))
    # Direct: Ann's third visit, ordered twice within the hour. Search: Ann's first did not, Dan's did at once.
    assert found == {(WEEK, "direct"): 1.0, (WEEK, "email"): 0.0, (WEEK, "search"): 0.5, (WEEK, "social"): 0.0}
    assert values("conversion_rate", tables) == {WEEK: 0.4}


def test_a_touch_older_than_the_lookback_takes_nothing(values, held, at):
    touch = {"touch": "1", "visitor": "ann", "at": at(1), "day": WEEK, "channel": "search", "kind": "visit"}
    tables = held(
        touches=[touch],
        conversions=[
            {"conversion": "1", "visitor": "ann", "at": at(31), "day": date(2024, 1, 31), "value": Decimal(1)},
            {"conversion": "2", "visitor": "ann", "at": at(31, 12, 1), "day": date(2024, 1, 31), "value": Decimal(9)},
        ],
    )
    assert values("marketing_revenue_last_touch", tables, every="all") == {date(2024, 1, 31): Decimal(1)}


def test_without_known_visitors_no_rate_is_known(values, held, at):
    touch = {"touch": "1", "visitor": "ann", "at": at(1), "day": WEEK, "channel": "search", "kind": "visit"}
    assert values("conversion_rate", held(touches=[touch])) == {}


def test_qualified_visits(values, tables):
    assert values("qualified_visits", tables) == {WEEK: 1}
    assert values("qualified_visit_share", tables) == {WEEK: 0.2}


def test_engagement_is_of_the_same_rows(values, held):
    rows = [{"day": WEEK, "sessions": 80, "engaged_sessions": 60}, {"day": date(2024, 1, 2), "sessions": 20}]
    assert values("engagement_rate", held(outcomes=rows)) == {WEEK: 0.75}
    assert values("sessions", held(outcomes=rows)) == {WEEK: 100}
