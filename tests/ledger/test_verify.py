"""Every change of the ledger's file is found."""

import random
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from probant.ledger.book import Ledger
from probant.ledger.checkpoint import beside, export, public
from probant.ledger.entry import Entry
from probant.ledger.verify import Standing, examine, verify

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
TRUSTED = public(KEY)


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "project", clock=lambda: NOON)
    for number in range(9):
        made.append("gather", "zoé", {"seed": str(number), "question": '{"start":"2026-01-01"}'})
    return made


@pytest.fixture
def signed(ledger):
    export(ledger, beside(ledger.folder), KEY)
    return beside(ledger.folder)


def said(state):
    return " ".join(str(words) for words in state.words)


def test_a_whole_ledger_is_found_whole(ledger, signed):
    state = verify(ledger, signed, trusted=TRUSTED)
    assert (state.ok, state.entries, state.first_break, state.cut_tail) == (True, 9, None, None)
    assert state.checkpoint is Standing.MATCHES
    assert said(state) == "The checkpoint signs all 9 entries."


def test_entries_after_the_checkpoint_are_said_to_be_so(ledger, signed):
    ledger.append("a", "zoé", {})
    state = verify(ledger, signed, trusted=TRUSTED)
    assert (state.ok, state.checkpoint) == (True, Standing.BEHIND)
    assert "first 9 of 10 entries" in said(state)


def test_without_a_checkpoint_the_end_is_not_shown(ledger, tmp_path):
    state = verify(ledger, tmp_path / "none.json", trusted=TRUSTED)
    assert (state.ok, state.first_break, state.checkpoint) == (False, None, Standing.MISSING)
    assert "There is no checkpoint" in said(state)


def test_a_ledger_of_nothing_needs_no_checkpoint(tmp_path):
    state = verify(Ledger(tmp_path, clock=lambda: NOON), tmp_path / "none.json")
    assert (state.ok, state.entries, state.checkpoint) == (True, 0, Standing.MISSING)


def test_a_cut_tail_is_counted(ledger, signed):
    ledger.file.write_bytes(b"".join(ledger.read().splitlines(keepends=True)[:6]))
    state = verify(ledger, signed, trusted=TRUSTED)
    assert (state.ok, state.cut_tail, state.checkpoint) == (False, 3, Standing.AHEAD)
    assert "3 entries that the checkpoint signs are missing" in said(state)


def test_a_ledger_that_is_gone_is_a_cut_tail(ledger, signed):
    ledger.file.unlink()
    assert verify(ledger, signed, trusted=TRUSTED).cut_tail == 9


def test_a_changed_last_entry_is_found(ledger, signed):
    before = ledger.read().splitlines(keepends=True)
    ledger.file.write_bytes(b"".join([*before[:-1], before[-1].replace(b"zo", b"le")]))
    state = verify(ledger, signed, trusted=TRUSTED)
    assert (state.ok, state.first_break, state.checkpoint) == (False, None, Standing.DIFFERS)
    assert "not those that the checkpoint signs" in said(state)


def test_a_chain_written_anew_is_found(ledger, signed, tmp_path):
    """Whoever holds the file can recompute every digest; the signature not."""
    forged = Ledger(tmp_path / "forged", clock=lambda: NOON)
    for number, entry in enumerate(ledger.entries()):
        forged.append(entry.act, entry.actor, {**entry.facts, "seed": str(number + (number == 3))})
    state = verify(forged, signed, trusted=TRUSTED)
    assert (state.ok, state.first_break, state.checkpoint) == (False, None, Standing.DIFFERS)


def test_a_checkpoint_signed_by_another_is_forged(ledger, tmp_path):
    other = tmp_path / "other.json"
    export(ledger, other, Ed25519PrivateKey.from_private_bytes(b"o" * 32))
    assert verify(ledger, other, trusted=TRUSTED).checkpoint is Standing.FORGED
    unknown = verify(ledger, other)
    assert unknown.ok
    assert "compare it with the project's" in said(unknown)


@pytest.mark.parametrize("text", [b"", b"{}", b"\x00" * 200, b"null"])
def test_a_damaged_checkpoint_is_forged(ledger, text):
    state = examine(ledger.read(), text, trusted=TRUSTED)
    assert (state.ok, state.checkpoint) == (False, Standing.FORGED)
    assert "damaged, or was signed with another key" in said(state)


def test_any_flipped_bit_of_the_checkpoint_is_found(ledger, signed):
    text, chance, book = signed.read_bytes(), random.Random(4), ledger.read()
    for _ in range(500):
        state = examine(book, flip(text, chance), trusted=TRUSTED)
        assert (state.ok, state.checkpoint) == (False, Standing.FORGED)


def test_a_torn_line_is_no_tampering_and_yet_not_whole(ledger, signed):
    with ledger.file.open("ab") as out:
        out.write(b'{"act":"ga')
    state = verify(ledger, signed, trusted=TRUSTED)
    assert (state.ok, state.torn, state.first_break, state.checkpoint) == (False, 10, None, Standing.MATCHES)
    assert "never acknowledged" in said(state)
    ledger.append("b", "zoé", {})
    assert verify(ledger, signed, trusted=TRUSTED).ok


def test_a_break_is_named_by_its_line(ledger, signed):
    before = ledger.read().splitlines(keepends=True)
    ledger.file.write_bytes(b"".join([*before[:4], *before[5:]]))
    state = verify(ledger, signed, trusted=TRUSTED)
    assert (state.first_break, state.cut_tail) == (4, None)
    assert "The chain breaks at line 5" in said(state)


def flip(book, chance):
    changed = bytearray(book)
    changed[chance.randrange(len(book))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_off(book, chance):
    return book[: chance.randrange(len(book))]


def cut_entries(book, chance):
    lines = book.splitlines(keepends=True)
    return b"".join(lines[: chance.randrange(len(lines))])


def take_out(book, chance):
    lines = book.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def swap(book, chance):
    lines = book.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def double(book, chance):
    lines = book.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)), lines[chance.randrange(len(lines))])
    return b"".join(lines)


def put_in_bytes(book, chance):
    at = chance.randrange(len(book) + 1)
    return book[:at] + chance.randbytes(chance.randint(1, 9)) + book[at:]


def put_in_an_entry(book, chance):
    """An entry that follows from the one before it, as a careful forger would write it."""
    lines = book.splitlines(keepends=True)
    at = chance.randrange(1, len(lines))
    entry = Entry(Entry.read(lines[at - 1][:-1]).digest, NOON, "eve", "approve", {"n": str(chance.random())})
    return b"".join([*lines[:at], entry.line + b"\n", *lines[at:]])


def change_the_last(book, chance):
    lines = book.splitlines(keepends=True)
    last = Entry.read(lines[-1][:-1])
    forged = Entry(last.previous, last.at, last.actor, last.act, {**last.facts, "seed": str(chance.random())})
    return b"".join([*lines[:-1], forged.line + b"\n"])


def write_anew_from(book, chance):
    """A changed entry and every digest after it recomputed: the chain is whole."""
    entries = [Entry.read(line) for line in book.splitlines()]
    at = chance.randrange(len(entries))
    made = [*entries[:at]]
    for position, entry in enumerate(entries[at:], start=at):
        previous = made[-1].digest if made else entry.previous
        facts = {**entry.facts, "seed": str(chance.random())} if position == at else entry.facts
        made.append(Entry(previous, entry.at, entry.actor, entry.act, facts))
    return b"".join(entry.line + b"\n" for entry in made)


EDITS = [
    flip,
    cut_off,
    cut_entries,
    take_out,
    swap,
    double,
    put_in_bytes,
    put_in_an_entry,
    change_the_last,
    write_anew_from,
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_thousand_edits_of_each_kind_are_all_found(ledger, signed, edit):
    book, vouched, chance = ledger.read(), signed.read_bytes(), random.Random(edit.__name__)
    missed = []
    for _ in range(1000):
        changed = edit(book, chance)
        assert changed != book
        if examine(changed, vouched, trusted=TRUSTED).ok:
            missed.append(changed)
    assert missed == []
