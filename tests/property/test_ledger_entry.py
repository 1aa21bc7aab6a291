"""Laws of the chain."""

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.ledger.entry import GENESIS, Entry, first_break

unhurried = settings(deadline=None)
texts = st.text(max_size=20)
zones = st.sampled_from([UTC, timezone(timedelta(hours=-3)), timezone(timedelta(hours=5, minutes=30))])
entries = st.builds(
    Entry,
    previous=st.just(GENESIS),
    at=st.datetimes(timezones=zones),
    actor=texts,
    act=texts,
    facts=st.dictionaries(texts, texts, max_size=4),
)


def chain(parts):
    made = []
    for part in parts:
        previous = made[-1].digest if made else GENESIS
        made.append(Entry(previous, part.at, part.actor, part.act, part.facts))
    return made


@unhurried
@given(entries)
def test_a_line_reads_back_as_its_entry(entry):
    assert Entry.read(entry.line) == entry
    assert b"\n" not in entry.line


@unhurried
@given(entries, st.data())
def test_no_two_lines_read_as_one_entry(entry, data):
    at = data.draw(st.integers(0, len(entry.line) - 1))
    changed = bytearray(entry.line)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        other = Entry.read(bytes(changed))
    except ValueError:
        return
    assert other.digest != entry.digest
    assert other != entry


@unhurried
@given(st.lists(entries, max_size=6))
def test_a_chain_holds(parts):
    assert first_break(chain(parts)) is None


@unhurried
@given(st.lists(entries, min_size=2, max_size=6), st.data())
def test_a_changed_entry_breaks_the_next(parts, data):
    made = chain(parts)
    at = data.draw(st.integers(0, len(made) - 2))
    made[at] = Entry(made[at].previous, made[at].at, made[at].actor + "!", made[at].act, made[at].facts)
    assert first_break(made) == at + 1


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[]", b"[" * 100_000, b"\xff\xfe", b'{"act":1,"actor":"","at":"","facts":{},"previous":""}'],
)
def test_what_is_no_entry_is_said_to_be_none(line):
    with pytest.raises(ValueError):
        Entry.read(line)


@unhurried
@given(entries)
def test_an_instant_without_a_zone_is_no_entry(entry):
    naive = Entry(entry.previous, entry.at.replace(tzinfo=None), entry.actor, entry.act, entry.facts)
    with pytest.raises(ValueError):
        Entry.read(naive.line)
