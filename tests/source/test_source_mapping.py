"""Which column of a file fills which column of a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from probant.contract.catalog import contract
from probant.errors import NoColumn, Refused, UnknownName, Unreadable
from probant.source.read import read
from probant.source.settings import SourceSettings

PLAIN = "day,channel,currency,amount\n2026-01-31,x,EUR,1.5\n"


def test_columns_are_mapped_and_the_rest_is_told(folder):
    file = folder.write("s.csv", "Jour;Canal;Coût;Note\n2026-01-31;x;1,5;?\n")
    columns = {"day": "jour", "channel": "Canal", "amount": "Coût"}
    reading = folder.read(file, columns=columns, constants={"currency": "EUR"})
    assert reading.ignored == ("Note",)
    assert folder.rows(file, columns=columns, constants={"currency": "EUR"})[0]["amount"] == Decimal("1.5")


@pytest.mark.parametrize("header", ["\ufeffday", " day ", "day\u00a0", "Day", '"day"', "\u2009DAY"])
def test_headers_are_read_through_blanks_marks_and_case(folder, header):
    assert folder.rows(folder.write("s.csv", PLAIN.replace("day", header, 1)))[0]["day"] == date(2026, 1, 31)


def test_a_header_with_inner_blanks_and_a_curly_apostrophe(folder):
    file = folder.write("s.csv", PLAIN.replace("amount", "Montant de\u00a0 l’achat", 1))
    assert folder.rows(file, columns={"amount": "montant de l'achat"})


def test_a_column_that_is_absent_is_filled_in_a_stated_order(folder):
    file = folder.write("s.csv", "day,channel,amount\n2026-01-31,x,1.5\n")
    defaults = {"currency": "EUR", "business": "Shop"}
    row = folder.rows(file, defaults=defaults, constants={"business": "Brand", "span_days": 7})[0]
    assert (row["currency"], row["business"], row["span_days"], row["area"]) == ("EUR", "Brand", 7, "(all)")
    assert row["clicks"] is None


def test_a_constant_goes_before_the_column_of_the_file(folder):
    file = folder.write("s.csv", PLAIN)
    assert folder.rows(file, constants={"channel": "mine"})[0]["channel"] == "mine"
    assert folder.read(file, constants={"channel": "mine"}).ignored == ("channel",)


def test_a_column_in_the_file_goes_before_the_default_of_the_project(folder):
    assert folder.rows(folder.write("s.csv", PLAIN), defaults={"currency": "USD"})[0]["currency"] == "EUR"


def test_a_wide_file_is_made_long(folder):
    file = folder.write("w.csv", "date,Search,Social\n2026-01-30,1.5,2.5\n2026-01-31,3.5,\n")
    unpivot = {"name": "channel", "value": "amount", "columns": {"Search": "paid_search", "Social": "paid_social"}}
    settings = {"columns": {"day": "date"}, "constants": {"currency": "EUR"}}
    rows = folder.rows(file, unpivot=unpivot, **settings)
    assert sorted((row["day"].day, row["channel"], row["amount"]) for row in rows) == [
        (30, "paid_search", Decimal("1.5")),
        (30, "paid_social", Decimal("2.5")),
        (31, "paid_search", Decimal("3.5")),
    ]
    empty = (3, "amount", "The cell is empty, and this column needs a value.")
    assert folder.rejects(file, unpivot=unpivot, **settings) == [empty]
    assert folder.rejects(file, unpivot=unpivot | {"drop_empty": True}, **settings) == []


def test_rows_without_an_identifier_are_numbered(folder):
    file = folder.write("trial.csv", "group,visit\na,1\nb,x\nc,0\n")
    unpivot = {"name": "metric", "value": "value", "columns": {"visit": "visit"}}
    rows = folder.rows(file, "observations", unpivot=unpivot, constants={"experiment": "e"}, row_id="unit")
    assert [row["unit"] for row in rows] == ["trial:2", "trial:4"]


def test_a_wrong_header_in_the_settings_names_the_nearest(folder):
    with pytest.raises(UnknownName, match=r"No column of s.csv is named “Amont”.*\n.*use “amount”"):
        folder.read(folder.write("s.csv", PLAIN), columns={"amount": "Amont"})


def test_a_wrong_column_in_the_settings_names_the_nearest(folder):
    with pytest.raises(UnknownName, match=r"No column of table “spend” is named “amont”.*\n.*use “amount”"):
        folder.read(folder.write("s.csv", PLAIN), constants={"amont": 1})


def test_a_column_that_is_missing_names_the_nearest_header(folder):
    with pytest.raises(NoColumn, match="has no column “amount”, which table “spend” needs") as caught:
        folder.read(folder.write("s.csv", "day,channel,currency,Amount (EUR)\n2026-01-31,x,EUR,1\n"))
    assert isinstance(caught.value, UnknownName)
    assert 'columns = { amount = "Amount (EUR)" }' in str(caught.value.mend)


def test_a_file_of_another_table_names_the_one_that_fits(folder):
    file = folder.write("c.csv", "experiment,unit,arm\ne,u,a\n")
    with pytest.raises(Unreadable, match="It has: experiment, unit, arm") as caught:
        folder.read(file)
    assert str(caught.value.mend) == "load it as table “assignments”, which it fits best"


def test_a_file_of_another_platform_says_what_it_has(folder):
    with pytest.raises(
        Unreadable, match=r"none of the columns that table “spend” needs.*It has: Jour, Campagne, Coût"
    ) as caught:
        folder.read(folder.write("g.csv", "Jour,Campagne,Coût\n2026-01-31,a,1\n"))
    assert 'columns = { day = "Jour", amount = "Coût", campaign = "Campagne" }' in str(caught.value.mend)


def test_a_header_that_is_used_and_stands_there_twice(folder):
    with pytest.raises(Unreadable, match="2 columns named “amount”"):
        folder.read(folder.write("s.csv", "day,channel,currency,amount,Amount\n2026-01-31,x,EUR,1,2\n"))
    assert folder.rows(folder.write("s.csv", "day,channel,currency,amount,a,a\n2026-01-31,x,EUR,1,2,3\n"))


def test_a_constant_that_its_column_cannot_hold(folder):
    with pytest.raises(Refused, match=r"“-3” cannot stand in column “amount”. The number is below 0."):
        folder.read(folder.write("s.csv", PLAIN), constants={"amount": -3})


@pytest.mark.parametrize(
    "wrong",
    [
        {"colums": {}},
        {"encoding": "utf-9"},
        {"encoding": "base64"},
        {"timezone": "Paris"},
        {"delimiter": ";;"},
        {"columns": {"day": "a"}, "constants": {"day": "2026-01-31"}},
        {"date_order": "ydm"},
    ],
)
def test_settings_refuse_what_they_do_not_know(wrong):
    with pytest.raises(ValidationError):
        SourceSettings(file="s.csv", table="spend", **wrong)


def test_every_setting_is_documented():
    assert all(field.description for field in SourceSettings.model_fields.values())


def test_the_brand_of_132_weeks(shared):
    file = shared / "mmm" / "conjura__one_brand_weekly.csv"
    channels = ("google_search", "google_shopping", "google_pmax", "google_display", "google_video", "meta_facebook")
    spend = SourceSettings(
        file="*.csv",
        table="spend",
        columns={"day": "date"},
        constants={"span_days": 7, "currency": "XXX"},
        unpivot={"name": "channel", "value": "amount", "columns": {name: name for name in channels}},
    )
    reading = read(file, contract("spend"), spend)
    assert sum(batch.rows.num_rows for batch in reading.batches()) == 132 * len(channels)
    assert "revenue" in reading.ignored
