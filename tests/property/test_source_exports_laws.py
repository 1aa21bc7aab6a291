"""What must hold for every export: neither the order of its columns nor the look of its numbers changes it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probant.contract.definition import MONEY
from probant.errors import Ambiguous, Inconsistent
from probant.source.channels import Signs, rules
from probant.source.exported import read_export
from probant.source.layout import name_key, split_currency
from probant.source.net import net
from probant.source.recipe import recipe
from probant.source.recognise import recognise

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
RULES = rules()
HEADER = ["Day", "Campaign", "Campaign type", "Cost", "Impr.", "Clicks", "Conversions"]
CENT = Decimal("0.01")

money = st.integers(0, 10**9).map(lambda cents: cents * CENT)
counts = st.integers(0, 10**9)
letters = st.characters(categories=["L", "N", "P"])
names = st.sampled_from(["A | B", "Total: Campaigns", "Été; 30 %", "--x", '"quoted"', "a,b", "#1"])
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
records = st.tuples(days, names, money, counts, counts, money)
files = st.lists(records, min_size=1, max_size=8)
styles = st.sampled_from(
    [(".", "", ","), (".", ",", "\t"), (",", ".", ";"), (",", "\u202f", "\t"), (",", "\u00a0", ";")]
)


def number(value, mark, gap):
    return f"{value:,}".replace(",", "\0").replace(".", mark).replace("\0", gap)


def written(rows, places, style, *, total=None):
    mark, gap, delimiter = style
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow([HEADER[place] for place in places])
    for day, name, *numbers in rows:
        cells = [day.isoformat(), name, "Search", *(number(one, mark, gap) for one in numbers)]
        writer.writerow([cells[place] for place in places])
    if total is not None:
        cells = ["Total: Campaigns", "--", "--", *(number(one, mark, gap) for one in total)]
        writer.writerow([cells[place] for place in places])
    return text.getvalue()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("exports")


def read(place, text, encoding="utf-8"):
    path = place / "report.csv"
    path.write_bytes(text.encode(encoding))
    return read_rows(path)


def read_rows(path, table="spend"):
    found = recognise(path)
    assert found.export.name == "google_ads.campaign"
    one = recipe(found.best, found.export.fill(table))
    made = read_export(found, one, RULES, defaults={"currency": "EUR"})
    batches = list(made.batches())
    assert not [reject for batch in batches for reject in batch.rejects]
    return [row for batch in batches for row in batch.rows.to_pylist()]


def true(rows):
    spent, seen = Counter(), Counter()
    for day, name, cost, shown, _, _ in rows:
        spent[day, name] += cost
        seen[day, name] += shown
    return {key: (spent[key], seen[key]) for key in {*spent, *seen} | {(day, name) for day, name, *_ in rows}}


@given(files, st.permutations(range(len(HEADER))), styles, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@QUICK
def test_neither_order_nor_look_changes_what_was_spent(place, rows, places, style, encoding):
    found = read(place, written(rows, places, style), encoding)
    assert {(row["day"], row["campaign"]): (row["amount"], row["impressions"]) for row in found} == true(rows)


@given(files, styles)
@QUICK
def test_true_totals_change_nothing(place, rows, style):
    places, sums = range(len(HEADER)), [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    assert read(place, written(rows, places, style, total=sums)) == read(place, written(rows, places, style))


@given(files, styles, st.integers(1, 10**6), st.sampled_from([0, 1, 2]))
@QUICK
def test_false_totals_are_never_passed_over(place, rows, style, off, which):
    sums = [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    sums[which] += off
    with pytest.raises((Inconsistent, Ambiguous)):
        read(place, written(rows, range(len(HEADER)), style, total=sums))


@given(st.text(letters, max_size=30), st.sampled_from(["EUR", "USD", "CHF"]))
def test_a_currency_in_brackets_does_not_change_the_name(header, code):
    bare, own = split_currency(header)
    assert name_key(f"{bare} ({code})") == name_key(bare) or own is not None
    assert split_currency(f"{header} ({code})")[1] == code


@given(st.lists(st.none() | st.text("abcdefghijklmnopqrstuvwxyz -_().", max_size=20), min_size=6, max_size=6))
@QUICK
def test_case_does_not_change_the_channel(signs):
    upper = [one if one is None else one.upper() for one in signs]
    assert RULES.channel(Signs(*signs)) == RULES.channel(Signs(*upper))


@given(files, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d"]))
@QUICK
def test_dates_however_written_are_the_true_ones_or_are_asked_about(place, rows, pattern):
    text = written(rows, range(len(HEADER)), (".", "", ","))
    for day in {row[0] for row in rows}:
        text = text.replace(f"\n{day.isoformat()},", f"\n{dated(day, pattern)},")
    try:
        found = read(place, text)
    except Ambiguous:
        assert pattern.startswith(("%d", "%m"))
        return
    assert {(row["day"], row["campaign"]): (row["amount"], row["impressions"]) for row in found} == true(rows)


def dated(day, pattern):
    """As `strftime`, with four digits of the year on every system."""
    return pattern.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")


@given(files, st.permutations(range(len(HEADER))))
@QUICK
def test_an_export_as_parquet_is_the_same_export(place, rows, places):
    cells = list(csv.reader(io.StringIO(written(rows, places, (".", "", ",")))))
    columns = {name: [row[at] for row in cells[1:]] for at, name in enumerate(cells[0])}
    path = place / "report.parquet"
    pq.write_table(pa.table(columns), path)
    found = read_rows(path)
    assert {(row["day"], row["campaign"]): (row["amount"], row["impressions"]) for row in found} == true(rows)


money4 = st.integers(1, 10**8).map(lambda units: units * CENT)


@given(
    money4, st.integers(0, 10**4).map(lambda cents: cents * CENT), st.sampled_from([0, 5, 10, 20, 25]), st.booleans()
)
def test_goods_are_worth_the_same_whatever_was_shipped_and_whether_prices_contain_tax(goods, shipping, rate, contained):
    factor = 1 + Decimal(rate) / 100
    shown = [part * factor if contained else part for part in (goods, shipping)]
    taxes = (goods + shipping) * (factor - 1)
    total = sum(shown) + (0 if contained else taxes)
    names = ("subtotal", "shipping", "taxes", "total", "refunded")
    cells = dict(zip(names, (*shown, taxes, total, Decimal(0)), strict=True))
    value, wrong = net({name: pa.array([cell], MONEY) for name, cell in cells.items()})
    assert not wrong
    assert value.to_pylist() == [goods]
