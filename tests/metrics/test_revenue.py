"""Revenue, margins and ratios of two tables, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from probant.vocabulary import Period

ONE, TWO, THREE = date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15)


@pytest.fixture
def tables(held):
    return held(
        outcomes=[
            {"day": ONE, "revenue": Decimal(1000), "new_revenue": Decimal(400), "orders": 20,
             "contribution_margin": Decimal(500), "new_customers": 4},
            {"day": TWO, "revenue": Decimal(900), "new_revenue": None, "orders": 10, "contribution_margin": None,
             "new_customers": 0},
        ],
        spend=[
            {"day": ONE, "amount": Decimal(150)},
            {"day": ONE, "amount": Decimal(50), "channel": "social"},
            {"day": TWO, "amount": Decimal(300)},
            {"day": THREE, "amount": Decimal(10)},
        ],
    )  # fmt: skip


def test_efficiency_is_all_revenue_over_all_spend(values, tables):
    assert values("marketing_efficiency_ratio", tables) == {ONE: 5.0, TWO: 3.0, THREE: None}
    # The week without revenue is in the divisor of the whole: 1,900 over 510.
    assert values("marketing_efficiency_ratio", tables, every="all")[ONE] == pytest.approx(1900 / 510, rel=1e-15)


def test_a_period_bounds_both_sides(values, tables):
    two_weeks = Period(ONE, THREE)
    assert values("marketing_efficiency_ratio", tables, every="all", within=two_weeks) == {ONE: 1900 / 500}


def test_order_value_and_the_share_of_the_new_use_rows_where_both_sides_are_known(values, tables):
    assert values("average_order_value", tables, every="all") == {ONE: 1900 / 30}
    assert values("new_customer_revenue_share", tables, every="all") == {ONE: 0.4}


def test_margin_after_marketing_is_not_known_where_a_side_is_not(values, tables):
    assert values("contribution_margin_after_marketing", tables) == {ONE: Decimal(300), TWO: None, THREE: None}


def test_cost_of_a_customer_is_not_known_where_nobody_was_won(values, tables):
    assert values("cac_blended", tables) == {ONE: 50.0, TWO: None, THREE: None}


def test_one_business_is_not_the_other(values, held):
    tables = held(
        outcomes=[{"day": ONE, "business": name, "revenue": Decimal(size)} for name, size in (("a", 10), ("b", 70))],
        spend=[{"day": ONE, "business": "a", "amount": Decimal(5)}],
    )
    assert values("marketing_efficiency_ratio", tables, business="a") == {ONE: 2.0}
    assert values("marketing_efficiency_ratio", tables, business="(all)") == {ONE: 16.0}
    assert values("marketing_efficiency_ratio", tables, by=("business",)) == {(ONE, "a"): 2.0, (ONE, "b"): None}
