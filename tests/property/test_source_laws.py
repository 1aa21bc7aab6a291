"""What must hold for every file: nothing that a number or a date can be written as changes what it is."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probant.contract.catalog import contract
from probant.errors import ProbantError
from probant.source import cells, days, numerals
from probant.source.chunk import Part
from probant.source.delimited import Delimited
from probant.source.read import read
from probant.source.settings import SourceSettings

SPEND = contract("spend")
GAPS = [" ", "\u00a0", "\u202f", "\u2009", "'", "’"]
STYLES = [(".", gap) for gap in ["", ",", *GAPS]] + [(",", gap) for gap in ["", ".", *GAPS]]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

money = st.decimals(0, 99_999_999, places=2)
dates = st.dates(date(1970, 1, 1), date(2069, 12, 31))
names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


def written(value, mark, gap):
    return f"{abs(value):,.2f}".replace(",", "\0").replace(".", mark).replace("\0", gap)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("source")


def batches_of(path, **said):
    given_ = SourceSettings(file=path.name, table="spend", **said) if said else None
    return list(read(path, SPEND, given_).batches())


def rows_of(path, **said):
    return [row for batch in batches_of(path, **said) for row in batch.rows.to_pylist()]


def as_csv(header, rows, *, delimiter=";", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


@given(st.lists(money, min_size=1, max_size=8), st.sampled_from(STYLES))
@QUICK
def test_money_in_any_style_is_read_exactly(place, values, style):
    rows = [["2026-01-31", "x", "EUR", written(value, *style)] for value in values]
    path = place / "money.csv"
    path.write_text(as_csv(("day", "channel", "currency", "amount"), rows))
    assert [row["amount"] for row in rows_of(path)] == values


@given(money, st.sampled_from(STYLES), st.sampled_from(["-{}", "({})", "{}-", "−{}", "€ -{}", "-{} EUR"]))
def test_less_than_zero_in_any_style_is_read_exactly(value, style, sign):
    mark, gap = style
    assert numerals.number(sign.format(written(value, mark, gap)), mark) == -value


@given(st.lists(dates, min_size=1, max_size=8), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-."), st.booleans())
@QUICK
def test_dates_in_any_order_are_read_exactly(place, values, order, sign, long):
    decisive = date(2026, 1, 31)
    form = sign.join({"d": "%d", "m": "%m", "y": "%Y" if long else "%y"}[letter] for letter in order)
    rows = [[value.strftime(form), "x", "EUR", "1"] for value in [*values, decisive]]
    path = place / "dates.csv"
    path.write_text(as_csv(("day", "channel", "currency", "amount"), rows))
    assert [row["day"] for row in rows_of(path, date_order=order)] == [*values, decisive]
    if long and not (sign == "." and order == "mdy" and any(value.day <= 12 for value in values)):
        assert [row["day"] for row in rows_of(path)] == [*values, decisive]


@given(
    st.permutations(["day", "campaign", "channel", "currency", "amount", "clicks"]),
    st.lists(money, min_size=1, max_size=5),
)
@QUICK
def test_the_order_of_columns_does_not_matter(place, order, values):
    rows = [
        {"day": "2026-01-31", "campaign": "é|,", "channel": "x", "currency": "EUR", "amount": value, "clicks": 3}
        for value in values
    ]
    one, other = place / "one.csv", place / "other.csv"
    one.write_text(as_csv(sorted(rows[0]), [[row[name] for name in sorted(row)] for row in rows]))
    other.write_text(as_csv(order, [[row[name] for name in order] for row in rows]))
    assert batches_of(one) == batches_of(other)


@given(st.lists(st.tuples(names, money), min_size=1, max_size=6))
@QUICK
def test_encodings_and_formats_give_the_same_rows(place, cells_):
    rows = [["2026-01-31", name, "x", "EUR", str(value)] for name, value in cells_]
    header = ["day", "campaign", "channel", "currency", "amount"]
    text = as_csv(header, rows, quoting=csv.QUOTE_ALL)
    found = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        path = place / f"{encoding}.csv"
        try:
            path.write_bytes(text.encode(encoding))
        except UnicodeEncodeError:
            continue
        if encoding != "cp1252" or text.isascii():
            found.append(rows_of(path))
        else:
            found.append(rows_of(path, encoding="cp1252"))
    path = place / "lines.jsonl"
    path.write_text("".join(json.dumps(dict(zip(header, row, strict=True))) + "\n" for row in rows))
    found.append(rows_of(path))
    assert all(one == found[0] for one in found)


GOOD = ("2026-01-31", "x", "EUR", "1.5", "7")
ODD_DAYS = [
    " 2026-01-30 ",
    "2026-02-30",
    "31/01/2026",
    "20260131",
    "",
    "1850-01-01",
    "2026-01-31 10:00",
    "2026-01-31T10:00Z",
]
ODD_NAMES = ['a"b', '"', "a,b", " x\u00a0", "é", "\0", "a\rb", "a\nb", "", "\ufeff", "x" * 10_001, '"x', "\u2060"]
ODD_CODES = ["eur", "Euro", "", "USD"]
ODD_SUMS = [
    *("-1", "nan", "inf", "1e3", "0x1", "12.0", "1,5", "+5", "5.", ".5", "1.00005", "9" * 15, "9" * 19, "", "-", " 7 "),
    *("7 €", "1,234.5", "\u00a07", "1e-9", "-0", "007", "n/a", "1_000"),
]
ODD = [ODD_DAYS, ODD_NAMES, ODD_CODES, ODD_SUMS, ODD_SUMS]
an_odd_cell = st.integers(0, 4).flatmap(lambda at: st.tuples(st.integers(0, 2), st.just(at), st.sampled_from(ODD[at])))
a_slip = st.tuples(st.integers(0, 120), st.sampled_from(['"', '""', "\n", ",", "\r", " ", "\0", '"\n']))


@given(
    st.lists(an_odd_cell, max_size=2),
    st.lists(a_slip, max_size=1),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_fast_path_and_the_slow_one_agree(place, odd, slips, quoting):
    rows = [list(GOOD) for _ in range(3)]
    for row, at, cell in odd:
        rows[row][at] = cell
    text = as_csv(("day", "channel", "currency", "amount", "clicks"), rows, delimiter=",", quoting=quoting)
    head = text.index("\n") + 1
    for at, slip in slips:
        text = text[: head + at] + slip + text[head + at :]
    path = place / "both.csv"
    path.write_bytes(text.encode(errors="replace"))

    def outcome():
        try:
            return batches_of(path, decimal=".")
        except ProbantError as error:
            return str(error)

    fast = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Delimited, "typed", lambda *_: None)
        slow = outcome()
    assert fast == slow


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["1.5", "+3", "7.", ".5", "1e3", "1,234.5", "12 345", "1.123456789", "1e-9", "-0"]),
            st.text("0123456789.,-+e ", max_size=9),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(".,"),
)
def test_numbers_at_once_are_the_numbers_one_by_one(texts, mark):
    for kind in (pa.decimal128(18, 4), pa.int64(), pa.int16(), pa.float64()):
        at_once = numerals.at_once(pa.array(texts), mark, kind)
        one_by_one = [numerals.number(text, mark) for text in texts]
        if at_once is not None:
            assert at_once.to_pylist() == [numerals.fitted(value, kind) for value in one_by_one]


@given(
    st.lists(
        st.one_of(st.datetimes(), st.dates()).map(str) | st.datetimes(timezones=st.timezones()).map(str),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([None, "Europe/Paris", "America/New_York"]),
)
@settings(deadline=None)
def test_instants_at_once_are_the_instants_one_by_one(texts, name):
    zone = name and days.ZoneInfo(name)
    for kind, one_by_one in ((pa.date32(), days.day), (pa.timestamp("us", "UTC"), days.instant)):
        at_once = days.at_once(pa.array(texts), kind, zone)
        if at_once is not None:
            assert at_once.to_pylist() == [one_by_one(text, None, zone) for text in texts]


@given(st.lists(st.text(max_size=4), min_size=1, max_size=5))
def test_the_quick_look_at_blanks_overlooks_none(texts):
    column = SPEND.by_name["channel"]
    part = cells.trimmed(Part(pa.array(texts)), column)
    assert part.cells.to_pylist() == [text.strip(cells.BLANKS) or None for text in texts]


@given(st.decimals(0, 10**9, places=4), st.integers(0, 10**12))
def test_plain_decimals_survive(value, count):
    part = Part(pa.array([str(value)]), plain=True)
    assert cells.understood((part,), SPEND.by_name["amount"], cells.Form()).values.to_pylist() == [value]
    part = Part(pa.array([str(count)]), plain=True)
    assert cells.understood((part,), SPEND.by_name["clicks"], cells.Form()).values.to_pylist() == [count]


@given(st.lists(st.sampled_from(['"', "\n", "a", ",", '"\n"', "x\n"]), max_size=40).map("".join), st.integers(1, 9))
def test_blocks_put_together_are_the_file(place, text, size):
    from probant.source.blocks import Text, blocks

    path = place / "blocks.csv"
    path.write_text(text)
    cut = [data for data, _ in blocks(Text(path, "utf-8"), size)]
    assert b"".join(cut) == text.encode()
    assert all(data.endswith(b"\n") for data in cut[:-1])


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_an_error_that_mends_or_rows(place, data):
    for name in ("b.csv", "b.jsonl", "b.parquet", "b.xlsx"):
        path = place / name
        path.write_bytes(data)
        try:
            found = batches_of(path)
        except ProbantError:
            continue
        assert all(batch.rows.schema == SPEND.schema for batch in found)
