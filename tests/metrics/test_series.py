"""From rows to what a reader sees."""

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from probant.errors import Inconsistent
from probant.metrics.buckets import begin, following
from probant.metrics.catalog import METRICS
from probant.metrics.series import before, completed, indicator, settled
from probant.vocabulary import Grade, Period

ONE = date(2024, 1, 1)
WEEKS = [ONE + timedelta(weeks=week) for week in range(6)]
MONTH = Period(WEEKS[0], WEEKS[4])


def rows(**values):
    return [{"start": WEEKS[int(week[1:])], "value": value} for week, value in values.items()]


def test_a_week_without_rows_is_not_known_and_not_0():
    assert completed(rows(w0=1, w2=Decimal("2.5")), "week", MONTH) == (
        (WEEKS[0], 1.0),
        (WEEKS[1], None),
        (WEEKS[2], 2.5),
        (WEEKS[3], None),
    )


def test_weeks_that_the_period_cuts_are_left_out():
    cut = Period(date(2024, 1, 3), date(2024, 1, 27))
    assert completed(rows(w0=1, w1=2, w3=4), "week", cut) == ((WEEKS[1], 2.0), (WEEKS[2], None))


def test_the_series_begins_with_what_was_first_observed():
    assert completed(rows(w2=2, w3=None), "week", MONTH) == ((WEEKS[2], 2.0), (WEEKS[3], None))
    assert completed([], "week", MONTH) == ()


def test_the_period_before_is_of_equal_length():
    assert before(MONTH) == Period(date(2023, 12, 4), ONE)


def test_a_period_moves_back_until_its_figures_no_longer_grow():
    claimed, spend = METRICS["claimed_value"], METRICS["spend"]
    assert settled(MONTH, spend, until=date(2024, 6, 1)) == MONTH
    assert settled(MONTH, spend, until=date(2024, 1, 22)) == Period(date(2023, 12, 25), date(2024, 1, 22))
    assert settled(MONTH, claimed, until=WEEKS[4]) == before(MONTH)


def test_an_indicator_is_the_metric_over_the_whole_and_not_the_mean_of_its_weeks():
    table = pa.Table.from_pylist(rows(w0=1.0, w1=9.0, w2=2.0, w3=4.0))
    whole, previous = [{"start": ONE, "value": Decimal("2.0000")}], [{"start": WEEKS[0], "value": None}]
    one = METRICS["cac_blended"]
    found = indicator(one, whole, previous, table, MONTH, "shop", currency="EUR")
    assert (found.value, found.previous, found.change) == (2.0, None, None)
    assert found.unit == "EUR / customer"
    assert found.note is None
    assert (found.label, found.timing, found.grade, found.period) == (one.label, "lag", Grade.E, MONTH)
    assert len(found.series) == 4


def test_an_indicator_without_rows_is_not_known():
    found = indicator(METRICS["revenue"], [], [], [], MONTH, "(all)")
    assert (found.value, found.previous, found.series, found.unit) == (None, None, (), "currency")


def test_its_note_says_what_to_know_first():
    claimed = METRICS["roas_claimed"]
    whole = [{"start": ONE, "value": 3.0}]
    assert indicator(claimed, whole, [], rows(w0=1, w1=1, w2=1, w3=1), MONTH, "a").note == claimed.attribution
    gaps = indicator(claimed, whole, [], rows(w0=1, w3=1), MONTH, "a").note
    assert str(gaps) == "In 2 of the 4 weeks of this period nothing was observed."
    wrong = indicator(METRICS["engagement_rate"], [{"start": ONE, "value": 1.5}], [], [], MONTH, "a").note
    assert "cannot be right" in str(wrong)


def test_a_longer_way_may_be_shown_than_the_period():
    shown = Period(WEEKS[0], WEEKS[4])
    last = Period(WEEKS[2], WEEKS[4])
    found = indicator(METRICS["revenue"], [], [], rows(w0=1, w2=1, w3=1), last, "a", shown=shown)
    assert [start for start, _ in found.series] == WEEKS[:4]
    assert found.note is None


def test_grouped_rows_make_no_indicator():
    two = [{"start": ONE, "value": 1}, {"start": ONE, "value": 2}]
    with pytest.raises(Inconsistent, match="came in 2 rows"):
        indicator(METRICS["revenue"], two, [], [], MONTH, "a")


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "year"])
def test_python_and_the_store_cut_time_alike(held, values, every):
    days = [date(2023, 11, 25) + timedelta(days=37 * step) for step in range(20)]
    found = values("orders", held(outcomes=[{"day": day, "orders": 1} for day in days]), every=every)
    assert set(found) == {begin(day, every) for day in days}
    assert all(begin(following(start, every), every) == following(start, every) > start for start in found)
    assert all(begin(following(start, every) - timedelta(days=1), every) == start for start in found)
