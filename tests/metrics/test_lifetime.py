"""Worth of customers by cohort, worked by hand."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import ibis
import pytest

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)


@pytest.fixture
def tables(held):
    def order(name, customer, day, margin, **more):
        moment = datetime.combine(day, time(12), tzinfo=UTC)
        return {"conversion": name, "customer": customer, "day": day, "at": moment, "margin": margin} | more

    return held(
        customers=[
            {"customer": "comes back", "acquired_on": date(2024, 1, 2)},
            {"customer": "once", "acquired_on": date(2024, 1, 31)},
            {"customer": "late", "acquired_on": date(2024, 1, 10)},
            {"customer": "twice a day", "acquired_on": date(2024, 2, 1)},
            {"customer": "margin not known", "acquired_on": date(2024, 2, 1)},
            {"customer": "no order held", "acquired_on": date(2024, 2, 1)},
        ],
        conversions=[
            order("1", "comes back", date(2024, 1, 2), Decimal(10)),
            order("2", "comes back", date(2024, 1, 31), Decimal(20)),
            order("3", "comes back", date(2024, 2, 1), Decimal(30)),
            order("4", "once", date(2024, 1, 31), Decimal(5)),
            order("5", "late", date(2024, 1, 10), Decimal(5)),
            order("6", "late", date(2024, 4, 10), Decimal(70)),
            order("7", "twice a day", date(2024, 2, 1), Decimal(8)),
            order("8", "twice a day", date(2024, 2, 1), Decimal(8)),
            order("9", "margin not known", date(2024, 2, 1), None),
            order("10", "once", date(2024, 1, 31), Decimal(1000), kind="signup"),
        ],
        spend=[{"day": date(2024, 1, 5), "amount": Decimal(45)}, {"day": FEBRUARY, "amount": Decimal(100)}],
    )


def test_coming_back_is_a_later_day_within_ninety(values, tables):
    # 2024-04-10 is day 91 of the one who was won on 2024-01-10.
    found = values("repeat_rate", tables, every="month")
    assert found == {JANUARY: pytest.approx(1 / 3), FEBRUARY: 0.0}


def test_value_is_margin_a_head_of_those_whose_margin_is_known(values, tables):
    assert values("ltv_observed", tables, every="month") == {JANUARY: 140 / 3, FEBRUARY: 16.0}
    assert values("early_customer_value", tables, every="month") == {JANUARY: 70 / 3, FEBRUARY: 16.0}


def test_value_over_cost_is_margin_of_the_cohort_over_its_spend(values, tables):
    assert values("ltv_to_cac", tables, every="month") == {JANUARY: 140 / 45, FEBRUARY: 0.16}


def test_spend_is_paid_back_in_the_month_that_covers_it(values, tables):
    # January: 40 within the first 30 days of each, then order 3, on day 30, is in the second month.
    assert values("payback_months", tables, every="month") == {JANUARY: 2}
    assert values("payback_months", tables, every="month", by=("channel",)) == {}


def test_payback_by_channel_sets_margin_against_the_spend_on_it(values, tables):
    found_by = tables["customers"].mutate(channel=ibis.literal("search"))
    assert values("payback_months", tables | {"customers": found_by}, every="month", by=("channel",)) == {
        (JANUARY, "search"): 2
    }
