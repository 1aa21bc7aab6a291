"""Checkpoints: what was signed once cannot be signed away."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from probant.errors import Refused, Tampered
from probant.ledger import checkpoint
from probant.ledger.book import Ledger
from probant.ledger.checkpoint import Checkpoint, beside, export, public, signer
from probant.ledger.tree import frontier

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
READ = checkpoint.Entry.read
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "project", clock=lambda: NOON)


@pytest.fixture
def out(ledger):
    return beside(ledger.folder)


def test_it_lies_beside_the_project(ledger, out, tmp_path):
    assert out == tmp_path.resolve() / "project.checkpoint.json"
    with pytest.raises(Refused, match="inside the ledger's folder"):
        export(ledger, ledger.folder / "checkpoint.json", KEY)


def test_it_signs_count_head_and_root(ledger, out):
    entries = [ledger.append("a", "zoé", {"n": str(number)}) for number in range(5)]
    made = export(ledger, out, KEY)
    assert made == Checkpoint.read(out.read_bytes())
    assert (made.count, made.head, made.size) == (5, entries[-1].digest, len(ledger.read()))
    assert made.root == frontier(bytes.fromhex(entry.digest) for entry in entries).root.hex()
    assert made.genuine(public(KEY))
    assert made.at == NOON.isoformat()


def test_who_signed_can_be_asked(ledger, out):
    assert signer(out) is None
    export(ledger, out, KEY)
    assert signer(out) == public(KEY)
    out.write_bytes(b"{}")
    assert signer(out) is None


def test_an_empty_ledger_can_be_signed(ledger, out):
    assert export(ledger, out, KEY).count == 0
    assert Checkpoint.read(out.read_bytes()).genuine(public(KEY))


def test_signing_step_by_step_gives_the_root_of_all(ledger, out, tmp_path):
    for number in range(12):
        ledger.append("a", "zoé", {"n": str(number)})
        stepwise = export(ledger, out, KEY)
    at_once = export(ledger, tmp_path / "other.json", KEY)
    assert stepwise == at_once


def test_only_what_came_since_is_read(ledger, out, monkeypatch):
    for _ in range(100):
        ledger.append("a", "zoé", {})
    export(ledger, out, KEY)
    ledger.append("a", "zoé", {})
    read = []
    monkeypatch.setattr(checkpoint.Entry, "read", lambda line: read.append(line) or READ(line))
    export(ledger, out, KEY)
    assert len(read) == 1


def test_without_new_entries_it_stays(ledger, out):
    ledger.append("a", "zoé", {})
    first, before = export(ledger, out, KEY), out.stat().st_mtime_ns
    assert export(ledger, out, KEY) == first
    assert out.stat().st_mtime_ns == before


@pytest.mark.parametrize("field", ["count", "size", "head", "root", "peaks", "at", "key", "signature"])
def test_no_field_can_be_changed(ledger, out, field):
    ledger.append("a", "zoé", {})
    made = export(ledger, out, KEY)
    value = getattr(made, field)
    other = value + 1 if isinstance(value, int) else ("00" * 32,) if isinstance(value, tuple) else "00" * 32
    assert not replace(made, **{field: other}).genuine(public(KEY))


def test_a_cut_tail_is_never_signed_over(ledger, out):
    for _ in range(3):
        ledger.append("a", "zoé", {})
    export(ledger, out, KEY)
    kept = out.read_bytes()
    ledger.file.write_bytes(b"".join(ledger.read().splitlines(keepends=True)[:2]))
    ledger.append("b", "zoé", {})
    ledger.append("b", "zoé", {})
    with pytest.raises(Tampered, match="not all there any more"):
        export(ledger, out, KEY)
    assert out.read_bytes() == kept


def test_a_break_since_the_last_one_is_never_signed(ledger, out):
    export(ledger, out, KEY)
    for _ in range(3):
        ledger.append("a", "zoé", {})
    lines = ledger.read().splitlines(keepends=True)
    ledger.file.write_bytes(lines[0] + lines[2])
    with pytest.raises(Tampered, match="does not follow"):
        export(ledger, out, KEY)


def test_anothers_checkpoint_is_not_written_over(ledger, out):
    ledger.append("a", "zoé", {})
    export(ledger, out, Ed25519PrivateKey.from_private_bytes(b"o" * 32))
    with pytest.raises(Tampered, match="not one that this project signed"):
        export(ledger, out, KEY)


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"[" * 100_000, b'{"count":1}', b"\xff", b"null"])
def test_what_is_no_checkpoint_is_said_to_be_none(text):
    with pytest.raises(ValueError):
        Checkpoint.read(text)


def test_texts_where_numbers_should_be_are_no_checkpoint(ledger, out):
    ledger.append("a", "zoé", {})
    export(ledger, out, KEY)
    raw = json.loads(out.read_bytes())
    for field, value in [("count", "1"), ("size", -1), ("head", 3), ("peaks", [3])]:
        with pytest.raises(ValueError, match="types"):
            Checkpoint.read(json.dumps({**raw, field: value}).encode())


def test_a_torn_line_is_left_out(ledger, out):
    ledger.append("a", "zoé", {})
    with ledger.file.open("ab") as file:
        file.write(b'{"act"')
    assert export(ledger, out, KEY).count == 1
    ledger.append("b", "zoé", {})
    assert export(ledger, out, KEY).count == 3
