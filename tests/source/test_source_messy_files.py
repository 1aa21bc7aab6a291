"""Files as they lie on people's desks: each ends in the right total, or says what to write, and that then gives it."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from tests.source.hostile_files import workbook

from probant.errors import Unreadable
from probant.source.channels import rules
from probant.source.household import Household
from probant.source.settings import SourceSettings
from probant.source.sorting import sort_folder

HOUSE = Household({"currency": "EUR"}, timezone="Europe/Paris")
MONTHS = "Mois;TV;Radio;Presse\njanv. 2024;1 000,50;200;\nfévr. 2024;2 000;300;50\nmars 2024;;400;60\n"


def sorted_once(place, said=()):
    (file,) = sort_folder(place, rules(), HOUSE, said).files
    return file


def settled(place, *lines):
    """The file once its first proposal, and `lines` below it, stand in probant.toml."""
    (doubt,) = sorted_once(place).doubts
    said = tomllib.loads("\n".join([doubt.lines[0], *lines]))["source"][0]
    return sorted_once(place, [SourceSettings(**said)])


def rows(file):
    (filling,) = file.fillings
    return [row for batch in filling.reading.batches() for row in batch.rows.to_pylist()]


def total(file):
    return sum(row["amount"] for row in rows(file))


def test_semicolons_decimal_commas_and_accents_in_cp1252(folder):
    text = "Jour;Levier;Dépense HT\n03/01/2024;Google Ads;1 234,56\n15/01/2024;Meta;2 000,00\n28/01/2024;Vidéo;345,67\n"
    folder.write("depenses.csv", text.encode("cp1252"))
    file = settled(folder.path)
    assert total(file) == Decimal("3580.23")
    assert {row["channel"] for row in rows(file)} == {"Google Ads", "Meta", "Vidéo"}


def test_american_dates_are_read_by_the_one_that_can_be_nothing_else(folder):
    folder.write("us.csv", 'Date,Channel,Spend\n1/5/2024,Search,"$1,234.50"\n1/25/2024,Search,"$2,000.00"\n')
    (doubt,) = sorted_once(folder.path).doubts
    (found,) = tomllib.loads(doubt.lines[0])["source"]
    file = sorted_once(folder.path, [SourceSettings(**found, constants={"currency": "USD"})])
    assert total(file) == Decimal("3234.50")
    assert [row["day"] for row in rows(file)] == [date(2024, 1, 5), date(2024, 1, 25)]


def test_dollars_in_a_project_of_euros_are_refused_with_the_line_to_correct(folder):
    folder.write("us.csv", "Date,Channel,Spend\n1/25/2024,Search,$2.00\n")
    file = settled(folder.path)
    assert "would be loaded in EUR, but it says" in str(file.error.what)
    assert "constants" in str(file.error.mend)


def test_dates_that_no_row_settles_are_asked_for_and_the_answer_loads_them(folder):
    folder.write("open.csv", "Date,Channel,Spend\n1/5/2024,Search,100.5\n2/6/2024,Search,200\n")
    (doubt,) = settled(folder.path).doubts
    assert doubt.lines == ('date_order = "dmy"', 'date_order = "mdy"')
    file = settled(folder.path, doubt.lines[1])
    assert [row["day"] for row in rows(file)] == [date(2024, 1, 5), date(2024, 2, 6)]
    assert total(file) == Decimal("300.5")


@pytest.mark.parametrize(
    "text",
    [
        'Date,Channel,Spend\n2024-01-05,Search,"12,00 €"\n2024-01-06,Search,$15.00\n',
        "Date,Channel,Spend,Currency\n2024-01-05,Search,12.00,EUR\n2024-01-06,Search,15.00,USD\n",
    ],
)
def test_two_currencies_are_refused_and_one_of_each_file_loads(folder, text):
    folder.write("both.csv", text)
    file = settled(folder.path)
    assert "changes its currency" in str(file.error.what)
    assert "one file for each currency" in str(file.error.mend)
    folder.write("both.csv", "\n".join(text.splitlines()[:2]))
    assert total(settled(folder.path)) == 12


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_title_above_the_header_is_passed_over(folder, mark):
    above = "Rapport des dépenses;;\nPériode : 01/01/2024 - 31/01/2024;;\nCompte;12345;\n\n"
    below = "Date;Canal;Coût\n03/01/2024;Search;100,50\n25/01/2024;Social;200,25\n"
    folder.write("rapport.csv", mark + above + below)
    assert total(settled(folder.path)) == Decimal("300.75")


def test_a_title_above_our_own_names_is_passed_over_and_lines_keep_their_numbers(folder):
    file = folder.write(
        "spend.csv", "Spend of 2024,,\n\nday,channel,amount\n2024-01-05,search,1\n2024-01-32,search,2\n"
    )
    assert [row["amount"] for row in folder.rows(file, defaults={"currency": "EUR"})] == [1]
    assert [line for line, _, _ in folder.rejects(file, defaults={"currency": "EUR"})] == [5]


def test_the_word_of_a_cell_is_no_header(folder):
    file = folder.write("spend.csv", "day,channel,amount\n2024-01-05,channel,1\n2024-01-06,amount,2\n")
    assert [row["amount"] for row in folder.rows(file, defaults={"currency": "EUR"})] == [1, 2]


@pytest.mark.parametrize("last", ["Total;;300,75", ";;300,75", "25/01/2024;Total;300,75", "25/01/2024;TOTAL;300,75"])
def test_a_sum_at_the_end_is_kept_apart_and_not_counted_twice(folder, last):
    folder.write("sommes.csv", f"Date;Canal;Coût\n03/01/2024;Search;100,50\n25/01/2024;Social;200,25\n{last}\n")
    file = settled(folder.path)
    assert total(file) == Decimal("300.75")
    assert (file.fillings[0].rejects, file.fillings[0].first_rejects[0].line) == (1, 4)


def test_a_column_of_sums_beside_the_channels_is_no_channel(folder):
    folder.write("large.csv", "Date,TV,Radio,Total\n2024-01-01,1,2,3\n2024-01-02,4,5,9\n")
    assert total(settled(folder.path)) == 12


def test_two_columns_of_one_name_are_refused_and_one_of_them_loads(folder):
    folder.write("twice.csv", "Date,Channel,Spend,Spend\n2024-01-05,Search,12.00,13\n")
    error = settled(folder.path).error
    assert "2 columns named “Spend”" in str(error.what)
    assert "rename or delete" in str(error.mend)
    folder.write("twice.csv", "Date,Channel,Spend,Spend before\n2024-01-05,Search,12.00,13\n")
    assert total(settled(folder.path)) == 12


def test_columns_of_one_name_that_nothing_takes_do_no_harm(folder):
    folder.write("twice.csv", "Date,Channel,Spend,Remark,Remark\n2024-01-05,Search,12.00,a,b\n")
    assert total(settled(folder.path)) == 12


def test_empty_columns_are_passed_over(folder):
    folder.write("gaps.csv", ",Date,,Channel,Spend,,\n,2024-01-05,,Search,12.00,,\n,2024-01-06,,Search,15.00,,\n")
    assert total(settled(folder.path)) == 27


def test_weeks_by_number_begin_on_their_monday_and_cover_seven_days(folder):
    folder.write("semaines.csv", "Semaine;Canal;Budget\n2024-W03;Search;100,5\n2024-W52;Search;200\n2025-W01;TV;1\n")
    file = settled(folder.path)
    assert total(file) == Decimal("301.5")
    assert [(row["day"], row["span_days"]) for row in rows(file)] == [
        (date(2024, 1, 15), 7),
        (date(2024, 12, 23), 7),
        (date(2024, 12, 30), 7),
    ]


@pytest.mark.parametrize(
    "text",
    [
        MONTHS,
        MONTHS.replace("janv. 2024", "2024-01").replace("févr. 2024", "2024-02").replace("mars 2024", "2024-03"),
        MONTHS.replace("janv. 2024", "01/01/2024")
        .replace("févr. 2024", "01/02/2024")
        .replace("mars 2024", "01/03/2024"),
        MONTHS.replace("janv. 2024", "January 2024").replace("févr. 2024", "Feb 2024").replace("mars 2024", "03/2024"),
    ],
)
def test_months_cover_their_own_number_of_days(folder, text):
    folder.write("mois.csv", text)
    file = settled(folder.path, *(['date_order = "dmy"'] if "01/02" in text else []))
    assert total(file) == Decimal("4010.5")
    assert {(row["day"], row["span_days"]) for row in rows(file)} == {
        (date(2024, 1, 1), 31),
        (date(2024, 2, 1), 29),
        (date(2024, 3, 1), 31),
    }
    assert len(rows(file)) == 7  # The two empty cells make no row.


@pytest.mark.parametrize(("cell", "covers"), [("2024-01", "month"), ("2024-W03", "week"), ("janv. 2024", "month")])
def test_a_month_or_week_in_place_of_a_day_is_asked_about(folder, cell, covers):
    folder.write("own.csv", f"day,channel,amount\n{cell},search,100\n")
    (doubt,) = sorted_once(folder.path).doubts
    assert doubt.lines == (f'covers = "{covers}"',)
    assert f"“{cell}” in line 2 is a {covers}, and not a day." in str(doubt.ask)
    assert total(sorted_once(folder.path, [SourceSettings(file="own.csv", table="spend", covers=covers)])) == 100


def test_a_row_that_is_to_cover_a_month_and_begins_within_one_is_kept_apart(folder):
    file = folder.write("own.csv", "day,channel,amount\n2024-02-01,search,1\n2024-02-15,search,2\n")
    assert [row["span_days"] for row in folder.rows(file, covers="month", defaults={"currency": "EUR"})] == [29]
    assert [one[:2] for one in folder.rejects(file, covers="month", defaults={"currency": "EUR"})] == [(3, "span_days")]


def test_a_sheet_with_a_title_row_and_a_sum(folder):
    cells = [
        ["Dépenses média 2024"],
        [],
        ["Date", "Levier", "Dépense (€)"],
        ["03/01/2024", "Google", "100,50"],
        ["25/01/2024", "Meta", "200,25"],
        ["Total", "", "300,75"],
    ]
    told = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{"ABC"[place]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for place, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for number, row in enumerate(cells, 1)
    )
    folder.write("titre.xlsx", workbook(told))
    file = settled(folder.path)
    assert total(file) == Decimal("300.75")
    assert file.fillings[0].first_rejects[0].line == 6


def test_a_table_of_spend_is_not_taken_for_an_export_that_no_table_takes(folder):
    folder.write("clicks.csv", "Date,Channel,Spend,Clicks\n2024-01-05,Search,12.00,13\n2024-01-06,Search,15.00,16\n")
    assert total(settled(folder.path)) == 27


def test_channels_side_by_side_that_are_loaded_as_spend_get_the_line_that_makes_rows_of_them(folder):
    file = folder.write("large.csv", "day,tv_spend,search_spend,sessions\n2024-01-01,1,2,3\n")
    with pytest.raises(Unreadable, match="side by side") as caught:
        folder.read(file)
    line = str(caught.value.mend).partition("]]: ")[2]
    assert [row["amount"] for row in folder.rows(file, defaults={"currency": "EUR"}, **tomllib.loads(line))] == [1, 2]
