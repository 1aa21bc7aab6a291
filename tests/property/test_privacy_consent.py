"""Laws of consent, against a reading of them row by row."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.contract.consents import CONSENTS
from probant.privacy.consent import admissible, decisions

unhurried = settings(deadline=None)
START = datetime(2024, 1, 1, tzinfo=UTC)
# Some end alike, and have one fingerprint: no stranger may pass for another.
people = st.sampled_from(["a", "b", "1.the same at its end", "2.the same at its end"])
strangers = st.sampled_from(["stranger", "3.the same at its end"])
# Few instants, so that decisions and contacts often fall on the same one.
instants = st.integers(0, 60).map(lambda weeks: START + timedelta(weeks=2 * weeks))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "subject": st.none() | people,
            "kind": st.sampled_from(["visitor", "visitor", "customer"]),
            "purpose": st.sampled_from(["audience", "audience", "ads"]),
            "at": st.none() | instants | instants | instants | instants,
            "granted": st.sampled_from([True, True, True, False, None]),
            "expires_at": st.none() | instants,
            "business": st.just("(all)"),
        }
    ),
    max_size=12,
)
contacts = st.lists(st.tuples(st.none() | people | strangers, st.none() | instants), max_size=8)


def table(given_rows):
    return pa.Table.from_pylist(given_rows, schema=CONSENTS.schema)


def numbers(at):
    return np.array([None if one is None else one.replace(tzinfo=None) for one in at], "M8[us]")


def allowed(given_rows, wanted, now):
    decided = decisions(table(given_rows), "visitor", "audience", 13)
    subjects = pa.array([person for person, _ in wanted], pa.string())
    return admissible(decided, subjects, numbers([at for _, at in wanted]), now).tolist()


def ends(row):
    if row["expires_at"] is not None:
        return row["expires_at"]
    year, month = divmod(row["at"].month - 1 + 13, 12)
    for day in range(row["at"].day, 0, -1):
        try:
            return row["at"].replace(year=row["at"].year + year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError


def by_hand(given_rows, person, at):
    """The law, said once more as slowly as it can be said."""
    if person is None or at is None:
        return False
    own = [
        row
        for row in given_rows
        if row["subject"] == person and row["kind"] == "visitor" and row["purpose"] == "audience"
    ]
    if any(row["at"] is None for row in own):
        return False
    before = [row for row in own if row["at"] <= at]
    if not before:
        return False
    newest = max(row["at"] for row in before)
    return all(row["granted"] and at < ends(row) for row in before if row["at"] == newest)


@unhurried
@given(rows, contacts, instants)
def test_it_is_the_law_read_row_by_row(given_rows, wanted, now):
    law = [by_hand(given_rows, person, at) and by_hand(given_rows, person, now) for person, at in wanted]
    assert allowed(given_rows, wanted, now) == law


@unhurried
@given(rows, contacts, instants)
def test_the_order_of_rows_does_not_matter(given_rows, wanted, now):
    assert allowed(given_rows, wanted, now) == allowed(given_rows[::-1], wanted, now)


@unhurried
@given(rows, contacts, instants, people)
def test_who_withdraws_is_out_whatever_was_said_before(given_rows, wanted, now, person):
    taken = {**dict.fromkeys(CONSENTS.schema.names), "subject": person, "kind": "visitor", "purpose": "audience"}
    taken |= {"at": now, "granted": False, "business": "(all)"}
    after = allowed([*given_rows, taken], wanted, now)
    assert not any(entered for (who, _), entered in zip(wanted, after, strict=True) if who == person)


@unhurried
@given(rows, contacts, instants, st.sampled_from(["subject", "at", "granted"]))
def test_a_malformed_decision_lets_nobody_in(given_rows, wanted, now, field):
    malformed = [{**row, field: None} for row in given_rows]
    assert not any(allowed(malformed, wanted, now))


@unhurried
@given(contacts, instants)
def test_unknown_is_none(wanted, now):
    assert not any(allowed([], wanted, now))


@pytest.mark.parametrize(
    ("given_at", "last_moment"),
    [
        (datetime(2024, 1, 15, 8, 30, tzinfo=UTC), datetime(2025, 2, 15, 8, 30, tzinfo=UTC)),
        (datetime(2024, 1, 31, 8, 30, tzinfo=UTC), datetime(2025, 2, 28, 8, 30, tzinfo=UTC)),
        (datetime(2023, 1, 31, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)),
        (datetime(2024, 12, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_it_lasts_thirteen_calendar_months(given_at, last_moment):
    row = {"subject": "a", "kind": "visitor", "purpose": "audience", "at": given_at, "granted": True, "business": "x"}
    tick = timedelta(microseconds=1)
    assert allowed([row], [("a", given_at)], last_moment - tick) == [True]
    assert allowed([row], [("a", given_at)], last_moment) == [False]
    assert allowed([row], [("a", given_at - tick)], given_at) == [False]
