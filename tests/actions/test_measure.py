"""Rows of whole months beside rows of weeks: the board lives, and says what it leaves out."""

from datetime import date
from decimal import Decimal

import pytest

from probant.actions.board import board
from probant.actions.ingest import ingest
from probant.actions.measure import measure
from probant.actions.project import open_project

MONTHS = [f"2025-{month:02},{days},bing,EUR,{amount}" for month, days, amount in ((5, 31, "310.25"), (6, 30, "300.50"))]


@pytest.fixture
def months(tmp_path):
    """A file of two months of one platform."""
    path = tmp_path / "months.csv"
    rows = [row.replace(",", "-01,", 1) for row in MONTHS]
    path.write_text("\n".join(["day,span_days,channel,currency,amount", *rows]) + "\n", encoding="utf-8")
    return path


def named(indicators):
    return {one.name: one for one in indicators}


def test_rows_longer_than_a_week_are_left_out_and_named_with_their_money(shop, months):
    with open_project(shop) as project:
        before = named(measure(project))
        ingest(project, [str(months)], table="spend")
        after = named(measure(project))
        assert board(project).answers
    assert after.keys() == before.keys()
    assert {name: one.value for name, one in after.items()} == {name: one.value for name, one in before.items()}
    note = after["spend"].note
    assert note.facts["rows"] == 2
    assert [one.facts["amount"] for one in note.facts["money"]] == [Decimal("610.75")]
    assert (note.facts["first"], note.facts["last"]) == (date(2025, 5, 1), date(2025, 6, 1))
    assert "EUR in 2 rows of “spend”" in str(note)
    assert "no week can be cut" in str(note)
    assert after["revenue"].note == before["revenue"].note


def test_a_metric_all_of_whose_rows_are_longer_says_so_and_has_no_value(shop, months):
    text = months.read_text(encoding="utf-8")
    months.write_text(text.replace("channel,", "business,channel,").replace("bing", "other,bing"), encoding="utf-8")
    with open_project(shop) as project:
        ingest(project, [str(months)], table="spend")
        (spend,) = measure(project, ["spend"], business="other")
        shown = board(project, business="other")
    assert (spend.value, spend.previous) == (None, None)
    assert "no week can be cut" in str(spend.note)
    assert shown.data_until is not None
    assert {one.name for one in (*shown.lag, *shown.lead)} >= {"spend"}


def test_without_longer_rows_nothing_is_noted(shop):
    with open_project(shop) as project:
        assert named(measure(project))["spend"].note is None
