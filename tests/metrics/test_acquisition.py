"""New customers and leads, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

ONE, TWO = date(2024, 1, 1), date(2024, 1, 8)


def test_cost_by_channel_of_origin(values, held):
    tables = held(
        customers=[
            {"customer": "1", "acquired_on": ONE, "channel": "search"},
            {"customer": "2", "acquired_on": date(2024, 1, 7), "channel": "search"},
            {"customer": "3", "acquired_on": ONE, "channel": None},
        ],
        spend=[{"day": ONE, "amount": Decimal(90)}, {"day": ONE, "channel": "tv", "amount": Decimal(500)}],
    )
    found = values("cac_by_channel", tables, by=("channel",))
    # Nobody came by tv: no price was observed. Nothing was spent on those of unknown origin: none either.
    assert found == {(ONE, "search"): 45.0, (ONE, "tv"): None, (ONE, None): None}


@pytest.fixture
def leads(held):
    return held(
        leads=[
            {"lead": "1", "created_on": ONE, "qualified_on": date(2024, 1, 31), "opportunity_on": date(2024, 3, 1)},
            {"lead": "2", "created_on": ONE, "qualified_on": date(2024, 2, 1)},
            {"lead": "3", "created_on": ONE},
            {"lead": "4", "created_on": TWO, "channel": None},
            {"lead": "5", "created_on": ONE, "business": "records nothing"},
        ],
        spend=[{"day": ONE, "amount": Decimal(120)}],
    )


def test_leads_are_counted_and_priced(values, leads):
    assert values("leads", leads) == {ONE: 4, TWO: 1}
    assert values("cost_per_lead", leads) == {ONE: 30.0, TWO: None}


def test_a_lead_has_thirty_days_to_qualify_and_a_business_that_records_none_is_not_known(values, leads):
    assert values("lead_qualification_rate", leads) == {ONE: pytest.approx(1 / 3), TWO: 0.0}
    assert values("lead_qualification_rate", leads, business="records nothing") == {}


def test_opportunities_are_counted_by_the_day_of_qualifying(values, leads):
    assert values("qualified_to_opportunity_rate", leads, every="month") == {ONE: 1.0, date(2024, 2, 1): 0.0}
