"""What days, instants and flags mean: decided by a cell of the file, else asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from probant.errors import Ambiguous
from probant.source import days
from probant.source.flags import flag

FIFTH = date(2026, 4, 5)
PARIS = ZoneInfo("Europe/Paris")


def file(folder, written):
    rows = "".join(f'"{day}",x,EUR,1.5\n' for day in written)
    return folder.write("spend.csv", "day,channel,currency,amount\n" + rows)


def found(folder, written, **settings):
    return [row["day"] for row in folder.rows(file(folder, written), **settings)]


def touches(folder, written):
    rows = "".join(f"{number},{at},2026-04-05,v,paid,click\n" for number, at in enumerate(written))
    return folder.write("touches.csv", "touch,at,day,visitor,channel,kind\n" + rows)


@pytest.mark.parametrize(
    "text", ["2026-04-05", "2026/04/05", "2026.4.5", "20260405", "2026-04-05 17:30", "2026-04-05T17:30:00Z"]
)
def test_the_year_first_is_never_open(text):
    assert days.day(text, None, None) == FIFTH


@pytest.mark.parametrize("text", ["05/04/2026", "5/4/2026", "05-04-2026", "05.04.2026", "05/04/26", "5/4/2026 5:30 PM"])
def test_day_first(text):
    assert days.day(text, "dmy", None) == FIFTH


@pytest.mark.parametrize("text", ["04/05/2026", "4/5/26", "04/05/2026 17:30:15.123456"])
def test_month_first(text):
    assert days.day(text, "mdy", None) == FIFTH


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "31/02/2026",
        "2026-13-01",
        "1/2/3",
        "1899-12-31",
        "2200-01-01",
        "45292",
        "today",
        "2026-04-05 25:00",
        "2026/04-05",
    ],
)
def test_no_date(text):
    assert "not a date" in str(days.day(text, "dmy", None))


def test_a_day_above_twelve_decides(folder):
    assert found(folder, ["05/04/2026", "13/04/2026"])[0] == FIFTH
    assert found(folder, ["04/05/2026", "04/13/2026"])[0] == FIFTH


def test_the_last_row_of_many_decides(folder):
    assert found(folder, ["05/04/2026"] * 500 + ["13/04/2026"])[0] == FIFTH


def test_points_put_the_day_first(folder):
    assert found(folder, ["05.04.2026"]) == [FIFTH]


def test_nothing_decides_and_so_it_is_asked(folder):
    with pytest.raises(Ambiguous, match="column “day”: “05/04/2026” in line 2 can be read as dmy, mdy") as caught:
        folder.read(file(folder, ["05/04/2026", "03/03/2026"]))
    assert 'date_order = "dmy"' in str(caught.value.mend)
    assert found(folder, ["05/04/2026"], date_order="dmy") == [FIFTH]


def test_a_date_that_is_the_same_in_all_orders_is_not_asked(folder):
    assert found(folder, ["03/03/2026", "04/04/2026"]) == [date(2026, 3, 3), date(2026, 4, 4)]


def test_both_orders_are_proven_and_so_it_is_asked(folder):
    with pytest.raises(Ambiguous, match="“13/04/2026” in line 2, “04/13/2026” in line 3"):
        folder.read(file(folder, ["13/04/2026", "04/13/2026"]))


def test_a_cell_that_is_no_date_proves_nothing(folder):
    written = file(folder, ["31/02/2026", "13/04/2026", "Total"])
    assert folder.rejects(written) == [
        (2, "day", "This is not a date."),
        (4, "day", "This is not a date."),
    ]


def test_years_of_two_digits_leave_three_orders_open(folder):
    with pytest.raises(Ambiguous, match="can be read as ymd, dmy"):
        folder.read(file(folder, ["13/04/26"]))
    assert found(folder, ["13/04/26", "31/12/99"]) == [date(2026, 4, 13), date(1999, 12, 31)]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-04-05T01:30:00+02:00", datetime(2026, 4, 4, 23, 30, tzinfo=UTC)),
        ("2026-04-05 01:30:00.25Z", datetime(2026, 4, 5, 1, 30, 0, 250_000, tzinfo=UTC)),
        ("2026-04-05 01:30 -0500", datetime(2026, 4, 5, 6, 30, tzinfo=UTC)),
        ("5/4/2026 1:30 AM UTC", datetime(2026, 4, 5, 1, 30, tzinfo=UTC)),
    ],
)
def test_instants_with_an_offset(text, instant):
    assert days.instant(text, "dmy", None) == instant


def test_an_instant_without_an_offset_takes_the_zone(folder):
    written = touches(folder, ["2026-04-05 01:30:00"])
    with pytest.raises(Ambiguous, match=r"column “at”.*“2026-04-05 01:30:00” in line 2") as caught:
        folder.read(written, "touches")
    assert 'timezone = "Europe/Paris"' in str(caught.value.mend)
    assert folder.rows(written, "touches", timezone="Europe/Paris")[0]["at"] == datetime(2026, 4, 4, 23, 30, tzinfo=UTC)


def test_hours_that_the_clocks_skip_or_repeat_are_left_out(folder):
    written = touches(folder, ["2026-03-29 02:30:00", "2026-10-25 02:30:00", "2026-10-25 03:30:00"])
    assert folder.rejects(written, "touches", timezone="Europe/Paris") == [
        (2, "at", "This hour does not occur on that day: the clocks went forward."),
        (3, "at", "This hour occurs twice on that day: the clocks went back."),
    ]


def test_the_day_of_an_instant_is_the_local_one(folder):
    written = ["2026-04-04T23:30:00Z", "2026-04-05T21:59:00Z", "2026-04-05T22:00:00Z"]
    assert found(folder, written, timezone="Europe/Paris") == [FIFTH, FIFTH, date(2026, 4, 6)]
    with pytest.raises(Ambiguous, match="which local day “2026-04-04T23:30:00Z” in line 2 means takes a time zone"):
        folder.read(file(folder, written))


def test_one_column_fills_an_instant_and_its_local_day(folder):
    written = folder.write(
        "t.csv", "touch,when,visitor,channel,kind\n1,2026-04-04T23:30:00Z,v,paid,click\n2,4/4/2026 23:30,v,paid,click\n"
    )
    settings = {"columns": {"at": "when", "day": "when"}, "timezone": "Europe/Paris"}
    rows = folder.rows(written, "touches", **settings)
    assert [row["day"] for row in rows] == [FIFTH, date(2026, 4, 4)]
    assert [row["at"].astimezone(PARIS).hour for row in rows] == [1, 23]


def test_midnights_with_an_offset_are_days(folder):
    assert found(folder, ["2026-04-05T00:00:00Z"]) == [FIFTH]


def test_instants_of_parquet(folder):
    moments = pa.array([datetime(2026, 4, 4, 23, 30, tzinfo=UTC)], pa.timestamp("ns", "UTC"))
    table = pa.table(
        {"touch": [1], "at": moments, "day": moments, "visitor": ["v"], "channel": ["x"], "kind": ["click"]}
    )
    pq.write_table(table, folder.path / "t.parquet")
    row = folder.rows(folder.path / "t.parquet", "touches", timezone="Europe/Paris")[0]
    assert (row["touch"], row["at"], row["day"]) == ("1", datetime(2026, 4, 4, 23, 30, tzinfo=UTC), FIFTH)


@pytest.mark.parametrize("text", ["true", "YES", "Oui", "vrai", "1"])
def test_yes(text):
    assert flag(text) is True


@pytest.mark.parametrize("text", ["False", "no", "NON", "faux", "0"])
def test_no(text):
    assert flag(text) is False


def test_flags_of_a_file(folder):
    head = "touch,at,day,visitor,channel,kind,paid\n"
    rows = "".join(
        f"{n},2026-04-05T10:00Z,2026-04-05,v,x,click,{flag}\n"
        for n, flag in enumerate(["oui", "FAUX", "", "2", "vRaI"])
    )
    written = folder.write("t.csv", head + rows)
    assert [row["paid"] for row in folder.rows(written, "touches")] == [True, False, None, True]
    assert folder.rejects(written, "touches") == [(5, "paid", "This is neither yes nor no.")]
