"""What the data behind a metric can bear."""

from datetime import date
from decimal import Decimal

import pytest

from probant.errors import Inconsistent, Refused
from probant.metrics.catalog import METRICS
from probant.metrics.extent import Extent, check, extent

RATIO = METRICS["marketing_efficiency_ratio"]
ONE, TWO = date(2024, 1, 1), date(2024, 1, 8)


@pytest.fixture
def tables(held):
    return held(
        outcomes=[{"day": ONE, "span_days": 7}, {"day": TWO, "span_days": 7}],
        spend=[
            {"day": TWO, "amount": Decimal(1)},
            {"day": date(2024, 1, 11), "amount": Decimal(1)},
            {"day": date(2024, 3, 1), "amount": Decimal(1), "business": "abroad", "currency": "USD"},
        ],
    )


def seen(metric, tables, **how):
    return Extent.of(extent(metric, tables, **how).to_pyarrow().to_pylist())


def test_data_end_where_the_first_side_of_them_ends(tables):
    assert seen(RATIO, tables, business="shop") == Extent(date(2024, 1, 12), 7, ("EUR",))
    assert seen(RATIO, tables).until == date(2024, 1, 15)


def test_customers_are_known_until_the_last_day_that_names_one(held):
    rows = [{"customer": "1", "acquired_on": ONE, "ended_on": TWO}]
    assert seen(METRICS["churn_rate"], held(customers=rows)) == Extent(date(2024, 1, 9), 1, ())


def test_nothing_held_is_no_extent(held):
    assert seen(RATIO, held()) is None


def test_weekly_data_are_not_shown_by_day(tables):
    held = seen(RATIO, tables, business="shop")
    with pytest.raises(Refused, match="rows of its data cover 7 days each") as caught:
        check(RATIO, held, "day")
    assert "week, month, quarter, year, all" in str(caught.value.mend)
    for every in ("week", "month", "all"):
        check(RATIO, held, every)


def test_money_of_two_currencies_is_not_added_up(tables):
    with pytest.raises(Inconsistent, match="several currencies: EUR, USD"):
        check(RATIO, seen(RATIO, tables), "week")
