"""Churn and revenue retention, worked by hand."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from probant.vocabulary import Period

JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))


@pytest.fixture
def customers(held):
    def one(name, acquired, ended=None, channel="search"):
        return {"customer": name, "acquired_on": acquired, "ended_on": ended, "channel": channel}

    return held(
        customers=[
            one("1", date(2024, 1, 10), date(2024, 2, 5)),
            one("2", date(2024, 1, 10)),
            one("3", date(2024, 1, 20), date(2024, 2, 1), "social"),
            one("4", date(2024, 1, 20), channel="social"),
            one("5", date(2024, 2, 2), date(2024, 2, 20)),
            one("6", date(2024, 3, 1), date(2024, 3, 9)),
        ]
    )


def test_churn_starts_from_those_at_the_start(run, customers):
    found = {row["start"]: (row["numerator"], row["denominator"], row["value"])
             for row in run("churn_rate", customers, every="month")}  # fmt: skip
    # Five came and went within February, six within March: neither was there at its start.
    assert found == {FEBRUARY: (2, 4, 0.5), MARCH: (0, 2, 0.0)}


def test_churn_of_a_period_starts_from_its_first_day(values, customers):
    assert values("churn_rate", customers, every="all", within=Period(FEBRUARY, APRIL)) == {FEBRUARY: 0.5}
    assert values("churn_rate", customers, every="all", within=Period(date(2024, 2, 4), APRIL)) == {
        date(2024, 2, 4): pytest.approx(2 / 4)
    }


def test_churn_by_channel(values, customers):
    found = values("churn_rate", customers, every="month", by=("channel",))
    assert found[FEBRUARY, "search"] == 0.5
    assert found[FEBRUARY, "social"] == 0.5
    assert found[MARCH, "social"] == 0.0


def test_a_shop_that_records_no_ending_has_no_churn_rather_than_none(values, held):
    rows = [{"customer": str(number), "acquired_on": date(2024, number, 1)} for number in (1, 2, 3)]
    assert values("churn_rate", held(customers=rows), every="month") == {}


@pytest.fixture
def sales(held):
    def sale(name, customer, day, value):
        return {"conversion": name, "customer": customer, "day": day, "value": value}

    rows = [
        sale("1", "grows", date(2024, 1, 3), Decimal(60)),
        sale("2", "grows", date(2024, 1, 9), Decimal(40)),
        sale("3", "leaves", date(2024, 1, 9), Decimal(50)),
        sale("4", "shrinks", date(2024, 1, 9), Decimal(50)),
        sale("5", "grows", date(2024, 2, 9), Decimal(150)),
        sale("6", "shrinks", date(2024, 2, 9), Decimal(10)),
        sale("7", "is new", date(2024, 2, 9), Decimal(999)),
        sale("8", "unknown then", date(2024, 1, 9), None),
        sale("9", "unknown then", date(2024, 2, 9), Decimal(5)),
        sale("10", None, date(2024, 1, 9), Decimal(7777)),
    ]
    return held(conversions=[{"at": datetime.combine(row["day"], time(12), tzinfo=UTC)} | row for row in rows])


def test_net_retention_counts_growth_and_gross_does_not(values, sales):
    assert values("net_revenue_retention", sales, every="month") == {FEBRUARY: (150 + 10) / 200}
    assert values("gross_revenue_retention", sales, every="month") == {FEBRUARY: (100 + 10) / 200}


def test_retention_of_a_period_compares_with_the_one_of_equal_length_before(values, sales):
    february = Period(FEBRUARY, date(2024, 3, 2))
    assert values("net_revenue_retention", sales, every="all", within=february) == {FEBRUARY: 0.8}
