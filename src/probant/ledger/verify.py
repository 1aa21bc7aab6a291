"""Whether the ledger is what was written: offline, from its bytes and a checkpoint alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from probant.ledger import lines
from probant.ledger.book import Ledger
from probant.ledger.checkpoint import Checkpoint
from probant.ledger.entry import Entry, first_break
from probant.ledger.tree import frontier
from probant.words import Words, say


class Standing(StrEnum):
    """What the checkpoint says of the ledger."""

    MATCHES = "matches"
    """It signs all entries."""
    BEHIND = "behind"
    """It signs the first of them; entries came after it."""
    AHEAD = "ahead"
    """It signs more entries than there are."""
    DIFFERS = "differs"
    """It signs other entries than these."""
    MISSING = "missing"
    FORGED = "forged"
    """It is damaged, or signed with another key."""


@dataclass(frozen=True, slots=True)
class State:
    """What was found. `ok` means: every byte of the ledger is an entry in its place, and none is missing."""

    ok: bool
    entries: int
    """Whole lines in the file."""
    first_break: int | None
    """Position, from 0, of the first line that is no entry or does not follow from the one before."""
    cut_tail: int | None
    """Entries that the checkpoint signs and that are missing at the end of a chain that is whole."""
    checkpoint: Standing
    torn: int
    """Bytes after the last whole line: a writer was stopped, or somebody wrote there."""
    words: tuple[Words, ...]
    """The same in sentences, the worst first."""


def verify(ledger: Ledger, checkpoint: Path, *, trusted: str | None = None) -> State:
    """Hold the ledger against the checkpoint in that file; writes nothing.

    `trusted` is the project's public key in hexadecimal digits; without it any key counts, and the
    sentences say so.
    """
    # The checkpoint is read first: what is entered meanwhile only makes the ledger longer than it.
    vouched = checkpoint.read_bytes() if checkpoint.exists() else None
    return examine(ledger.read(), vouched, trusted=trusted)


def examine(ledger: bytes, checkpoint: bytes | None, *, trusted: str | None = None) -> State:
    """The same from bytes: of the ledger's file, and of the checkpoint's, None where there is none."""
    whole, torn = lines.split(ledger)
    broken = _broken(whole)
    signed = None if checkpoint is None else _signed(checkpoint, trusted)
    standing = Standing.MISSING if checkpoint is None else _standing(whole, signed)
    missing = signed.count - len(whole) if signed and broken is None and standing is Standing.AHEAD else None
    vouched = standing in {Standing.MATCHES, Standing.BEHIND} or (checkpoint is None and not whole)
    found = (
        *_of_chain(broken, missing, len(torn)),
        *_of_checkpoint(standing, len(whole), signed.count if signed else 0),
        *_of_key(signed, trusted),
    )
    ok = broken is None and vouched and not torn
    return State(ok, len(whole), broken, missing, standing, len(torn), found)


def _broken(whole: Sequence[bytes]) -> int | None:
    """Position of the first line that is no entry or does not follow."""
    entries: list[Entry] = []
    for line in whole:
        try:
            entries.append(Entry.read(line))
        except ValueError:
            break
    found = first_break(entries)
    if found is None and len(entries) < len(whole):
        return len(entries)
    return found


def _signed(checkpoint: bytes, trusted: str | None) -> Checkpoint | None:
    """The checkpoint, None where it is not genuine."""
    try:
        read = Checkpoint.read(checkpoint)
    except ValueError:
        return None
    return read if read.genuine(trusted) else None


def _standing(whole: Sequence[bytes], signed: Checkpoint | None) -> Standing:
    if signed is None:
        return Standing.FORGED
    if signed.count > len(whole):
        return Standing.AHEAD
    tree = frontier(sha256(line).digest() for line in whole[: signed.count])
    if tree.root.hex() != signed.root:
        return Standing.DIFFERS
    return Standing.MATCHES if signed.count == len(whole) else Standing.BEHIND


def _of_chain(broken: int | None, missing: int | None, torn: int) -> tuple[Words, ...]:
    said = []
    if broken is not None:
        said.append(
            say(
                "The chain breaks at line {number}: that line or the one before it was changed, "
                "or lines were taken out, put in or moved there.",
                number=broken + 1,
            )
        )
    if missing is not None:
        said.append(say("{count} entries that the checkpoint signs are missing at the end.", count=missing))
    if torn:
        said.append(
            say(
                "The last line is not whole ({bytes} bytes): a process was stopped while it wrote. "
                "It was never acknowledged; the next entry moves it aside.",
                bytes=torn,
            )
        )
    return tuple(said)


def _of_checkpoint(standing: Standing, entries: int, signed: int) -> tuple[Words, ...]:
    match standing:
        case Standing.MATCHES:
            return (say("The checkpoint signs all {entries} entries.", entries=entries),)
        case Standing.BEHIND:
            return (
                say(
                    "The checkpoint signs the first {signed} of {entries} entries; "
                    "that none of the later ones was cut or changed is not shown.",
                    signed=signed,
                    entries=entries,
                ),
            )
        case Standing.AHEAD:
            return (say("The checkpoint signs {signed} entries; there are {entries}.", signed=signed, entries=entries),)
        case Standing.DIFFERS:
            return (say("The first {signed} entries are not those that the checkpoint signs.", signed=signed),)
        case Standing.FORGED:
            return (say("The checkpoint is damaged, or was signed with another key than the project's."),)
        case Standing.MISSING:
            return (say("There is no checkpoint: whether entries are missing at the end cannot be shown."),)


def _of_key(signed: Checkpoint | None, trusted: str | None) -> tuple[Words, ...]:
    if signed is None or trusted is not None:
        return ()
    return (say("The checkpoint is signed with the key {key}: compare it with the project's.", key=signed.key),)
