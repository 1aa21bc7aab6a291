"""Deals, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from probant.vocabulary import Period

JANUARY, FEBRUARY, MARCH, MAY = (date(2024, month, 1) for month in (1, 2, 3, 5))


@pytest.fixture
def tables(held):
    def deal(name, created, closed, state, amount, sourced=None, influenced=None):
        return {"deal": name, "created_on": created, "closed_on": closed, "state": state, "channel": None,
                "amount": amount, "sourced_by_marketing": sourced, "influenced_by_marketing": influenced}  # fmt: skip

    return held(
        deals=[
            deal("1", date(2024, 1, 5), date(2024, 2, 4), "won", Decimal(100), True, True),
            deal("2", date(2024, 1, 15), date(2024, 2, 4), "won", Decimal(300), False, True),
            deal("3", date(2024, 1, 20), date(2024, 2, 9), "lost", Decimal(500), True, True),
            deal("4", date(2024, 2, 1), None, "open", Decimal(450)),
            deal("5", date(2024, 2, 10), date(2024, 2, 12), "won", None, True, None),
            deal("6", date(2024, 5, 1), None, "open", Decimal(90)),
        ]
    )


def test_pipeline_is_created_on_the_day_of_opening(values, tables):
    found = values("pipeline_created", tables, every="month")
    assert found == {JANUARY: Decimal(900), FEBRUARY: Decimal(450), MAY: Decimal(90)}


def test_growth_needs_the_month_before(values, tables):
    assert values("pipeline_growth", tables, every="month") == {FEBRUARY: -0.5}
    assert values("pipeline_growth", tables, every="all", within=Period(FEBRUARY, date(2024, 3, 3))) == {FEBRUARY: -0.5}


def test_what_was_won_and_how_long_it_took(values, tables):
    assert values("win_rate", tables, every="month") == {FEBRUARY: 0.75}
    assert values("deal_value", tables, every="month") == {FEBRUARY: 200.0}
    assert values("sales_cycle_days", tables, every="month") == {FEBRUARY: pytest.approx((30 + 20 + 2) / 3)}


def test_velocity_is_the_expected_value_of_what_was_worked_on_a_day(run, tables):
    rows = {row["start"]: row for row in run("pipeline_velocity", tables, every="month")}
    # February: five worked on, three of four won, at 200 on average, after 52 / 3 days.
    assert rows[FEBRUARY]["numerator"] == pytest.approx(5 * 0.75 * 200)
    assert rows[FEBRUARY]["value"] == pytest.approx(5 * 0.75 * 200 / (52 / 3))
    assert set(rows) == {FEBRUARY}


def test_marketing_has_the_part_that_the_flags_say(values, tables):
    assert values("revenue_sourced_by_marketing", tables, every="month") == {FEBRUARY: 0.25}
    assert values("revenue_influenced_by_marketing", tables, every="month") == {FEBRUARY: 1.0}


def test_a_total_from_the_books_stands_beside_the_deals(values, held):
    tables = held(outcomes=[{"day": JANUARY, "pipeline": Decimal(5)}])
    assert values("pipeline_reported", tables) == {JANUARY: Decimal(5)}
