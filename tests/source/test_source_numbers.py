"""What numbers mean: decided by a cell of the file, else asked for."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from probant.errors import Ambiguous, Inconsistent
from probant.source import numerals

TWELVE = Decimal("1234.56")


def file(folder, amounts, *, more="", name="spend.csv"):
    rows = "".join(f"2026-01-{day:02};x;EUR;{amount};{more}\n" for day, amount in enumerate(amounts, 1))
    return folder.write(name, "day;channel;currency;amount;clicks\n" + rows)


def amounts(folder, written, **settings):
    return [row["amount"] for row in folder.rows(file(folder, written), **settings)]


@pytest.mark.parametrize(
    "text",
    [
        "1234.56",
        "1,234.56",
        "1 234.56",
        "1'234.56",
        "1’234.56",
        "+1234.56",
        "$1,234.56",
        "1,234.56 USD",
        "US$ 1,234.56",
        "1.23456e3",
    ],
)
def test_decimal_point(text):
    assert numerals.number(text, ".") == TWELVE


@pytest.mark.parametrize(
    "text",
    [
        "1234,56",
        "1.234,56",
        "1 234,56",
        "1\u00a0234,56",
        "1\u202f234,56",
        "1\u2009234,56",
        "1'234,56",
        "1 234,56\u00a0€",
    ],
)
def test_decimal_comma(text):
    assert numerals.number(text, ",") == TWELVE


@pytest.mark.parametrize(
    "text", ["-1234,56", "1234,56-", "(1234,56)", "−1234,56", "€ -1.234,56", "-€1.234,56", "(1.234,56 €)"]
)
def test_below_zero(text):
    assert numerals.number(text, ",") == -TWELVE


@pytest.mark.parametrize(
    "text", ["(-5)", "--5", "-5-", "5)", "1,23,4", "12 34", "1.2.3", "12 pcs", "5 ABQ", "0x10", "٣", "", "e5", "5 %"]
)
def test_no_number(text):
    assert str(numerals.number(text, ".")).startswith("This is not a number")


@pytest.mark.parametrize("text", ["NaN", "inf", "-Infinity"])
def test_not_finite(text):
    assert str(numerals.number(text, ".")) == "This is not a finite number."


def test_money_is_rounded_half_to_even_at_the_last_decimal():
    kind = pa.decimal128(18, 4)
    assert [numerals.fitted(Decimal(text), kind) for text in ("1.00005", "1.00015", "1.000050001")] == [
        Decimal("1.0000"),
        Decimal("1.0002"),
        Decimal("1.0001"),
    ]


@pytest.mark.parametrize("text", ["99999999999999.99999", "100000000000000", "1e999999"])
def test_money_too_large_is_refused(text):
    assert str(numerals.fitted(Decimal(text), pa.decimal128(18, 4))) == "The number is too large."


def test_a_cell_with_two_decimals_decides_for_the_point(folder):
    assert amounts(folder, ["1.234", "12.50"]) == [Decimal("1.2340"), Decimal("12.5000")]


def test_a_cell_with_a_decimal_comma_decides_for_the_comma(folder):
    assert amounts(folder, ["1.234", "12,50"]) == [Decimal("1234.0000"), Decimal("12.5000")]


@pytest.mark.parametrize("decisive", ["1.234.567", "0,123", "1234,567", "1 234,567", "1.234,5"])
def test_other_cells_that_decide_for_the_comma(folder, decisive):
    assert amounts(folder, ["1.234", decisive])[0] == 1234


def test_the_last_row_of_many_decides(folder):
    assert folder_sum(folder, ["1.234"] * 27 + ["0,5"]) == 27 * 1234 + Decimal("0.5")


def folder_sum(folder, written):
    return sum(amounts(folder, written))


def test_another_column_of_the_file_decides(folder):
    rows = folder.rows(file(folder, ["12,50", "3,10"], more="1.234"))
    assert [row["clicks"] for row in rows] == [1234, 1234]


def test_nothing_decides_and_so_it_is_asked(folder):
    with pytest.raises(Ambiguous, match=r"column “amount”.*“1.234” in line 2.*“2.500” in line 3") as caught:
        folder.read(file(folder, ["1.234", "2.500", "17"]))
    assert 'decimal = ","' in str(caught.value.mend)


def test_what_is_said_decides(folder):
    assert amounts(folder, ["1.234"], decimal=",") == [1234]
    assert amounts(folder, ["1.234"], decimal=".") == [Decimal("1.2340")]


def test_both_are_proven_and_so_it_is_asked(folder):
    with pytest.raises(Ambiguous, match=r"“1.50” in line 2 needs a decimal point, “1,50” in line 3 a decimal comma"):
        folder.read(file(folder, ["1.50", "1,50"]))


def test_one_sloppy_cell_is_left_out_once_the_mark_is_said(folder):
    assert folder.rejects(file(folder, ["1.50", "1,50"]), decimal=".") == [
        (3, "amount", "This number is not written with the decimal mark “.”, as the others are.")
    ]


def test_whole_numbers_need_no_decision(folder):
    assert amounts(folder, ["1 234", "17"]) == [1234, 17]


def test_a_count_with_a_fraction_is_left_out(folder):
    assert folder.rejects(file(folder, ["1,50"], more="2,5")) == [(2, "clicks", "This count is not a whole number.")]
    assert folder.rows(file(folder, ["1,50"], more="2,0"))[0]["clicks"] == 2


def test_numbers_out_of_bounds_are_left_out(folder):
    written = file(folder, ["-1.50", "NaN", "inf", "", "1e30", "7.25"])
    assert folder.rejects(written) == [
        (2, "amount", "The number is below 0."),
        (3, "amount", "This is not a finite number."),
        (4, "amount", "This is not a finite number."),
        (5, "amount", "The cell is empty, and this column needs a value."),
        (6, "amount", "The number is too large."),
    ]
    assert len(folder.rows(written)) == 1


def test_no_count_is_read_from_hexadecimals(folder):
    assert folder.rejects(file(folder, ["1.5"], more="0x1F")) == [(2, "clicks", "This is not a number.")]


@pytest.mark.parametrize("nothing", ["", "-", "--", "n/a", "NULL", "  "])
def test_not_known_is_null_and_never_zero(folder, nothing):
    assert folder.rows(file(folder, ["1.5"], more=nothing))[0]["clicks"] is None


def test_nan_in_a_column_of_estimates_is_left_out(folder):
    written = folder.write(
        "o.csv", "experiment,unit,metric,value\ne,a,m,1.5\ne,b,m,NaN\ne,c,m,inf\ne,d,m,1e400\ne,f,m,2\n"
    )
    assert [row["value"] for row in folder.rows(written, "observations")] == [1.5, 2.0]
    assert [line for line, _, _ in folder.rejects(written, "observations")] == [3, 4, 5]


def test_a_currency_that_changes_in_its_column(folder):
    written = folder.write(
        "s.csv", "day,channel,currency,amount\n2026-01-01,x,EUR,1\n2026-01-02,x,eur,1\n2026-01-03,x,USD,1\n"
    )
    with pytest.raises(Inconsistent, match="“EUR” in line 2, then “USD” in line 4") as caught:
        folder.read(written)
    assert "one file for each currency" in str(caught.value.mend)


def test_a_currency_that_changes_around_the_numbers(folder):
    with pytest.raises(Inconsistent, match=r"“€ 1.50” in line 2, then “£ 1.50” in line 3"):
        folder.read(
            folder.write("s.csv", "day,channel,amount\n2026-01-01,x,€ 1.50\n2026-01-02,x,£ 1.50\n"),
            defaults={"currency": "EUR"},
        )


def test_a_currency_that_denies_the_one_of_the_project(folder):
    written = folder.write("s.csv", "day,channel,amount\n2026-01-01,x,$1.50\n")
    with pytest.raises(Inconsistent, match=r"would be loaded in EUR, but it says “\$1.50” in line 2"):
        folder.read(written, defaults={"currency": "EUR"})
    assert folder.rows(written, constants={"currency": "CAD"})[0]["currency"] == "CAD"


def test_a_currency_that_is_no_code_is_left_out(folder):
    written = folder.write("s.csv", "day,channel,currency,amount\n2026-01-01,x,Euro,1\n2026-01-02,x,eur,1\n")
    assert folder.rejects(written) == [(2, "currency", "This is not a currency code.")]
    assert folder.rows(written)[0]["currency"] == "EUR"
