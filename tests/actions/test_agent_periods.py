"""The periods by which an agent's runs are looked at lie on the calendar, hold every day once, and are few."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from probant.actions.agent_periods import LEAST, MOST, periods

DAYS = st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=60)


@given(DAYS)
def test_periods_follow_each_other_without_overlap_and_are_few(days):
    found = periods(days)
    assert not found or LEAST <= len(found) <= MOST
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@given(DAYS)
def test_every_period_holds_a_day_with_runs_and_the_last_one_holds_the_last_day(days):
    found = periods(days)
    assert all(any(start <= day < end for day in days) for start, end in found)
    assert not found or found[-1][0] <= max(days) < found[-1][1]


def test_days_then_weeks_from_monday_then_months():
    week = [date(2026, 3, 4) + timedelta(days=n) for n in range(4)]
    assert periods(week)[0] == (date(2026, 3, 4), date(2026, 3, 5))
    month = [date(2026, 3, 4) + timedelta(days=n) for n in range(25)]
    assert periods(month)[0] == (date(2026, 3, 2), date(2026, 3, 9))
    year = [date(2026, 1, 15) + timedelta(days=30 * n) for n in range(11)]
    assert periods(year)[-1] == (date(2026, 11, 1), date(2026, 12, 1))


def test_what_is_past_keeps_its_bounds_when_days_follow():
    days = [date(2026, 3, 4) + timedelta(days=n) for n in range(25)]
    assert set(periods(days)[:-1]) <= set(periods([*days, date(2026, 3, 30)]))


def test_too_few_periods_draw_no_course():
    assert periods([date(2026, 3, 4), date(2026, 3, 5)]) == ()
    assert periods([]) == ()
