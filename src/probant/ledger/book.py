"""The ledger of one project: entries are added at its end and never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from probant.errors import Inconsistent, Tampered
from probant.ledger import durable, lines
from probant.ledger.discretion import discreet
from probant.ledger.entry import GENESIS, Entry
from probant.words import say

RECOVERED = "ledger.recovered"
"""Act of the entry which says that a torn line was moved aside."""


class Ledger:
    """Append-only file `ledger.jsonl` in `folder`, one entry a line, each bound to the one before.

    Parameters
    ----------
    folder : Path
        Where the file is; made with the first entry.
    clock : callable
        Says the instant, with a zone; it is entered in UTC.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], datetime]) -> None:
        self.folder, self.clock = folder, clock
        self.file = folder / "ledger.jsonl"

    def append(self, act: str, actor: str, facts: Mapping[str, str]) -> Entry:
        """Enter what `actor` did. When this returns, the entry is on the disk.

        Any number of processes and threads may append at once: one waits for the other. A torn last
        line, left by a writer that was stopped, is moved aside first and that too is entered.

        Raises
        ------
        Refused
            If the entry would be too long, or would name somebody by an e-mail address.
        Tampered
            If the last line of the file is no entry.
        DiskLow
            If the disk is full; the file is then as it was before.
        """
        discreet(act, actor, facts)
        with lines.held(self.file) as descriptor:
            tail = lines.tail(descriptor)
            if tail.torn:
                tail = self._recover(descriptor, tail)
            return self._add(descriptor, tail, act, actor, facts)

    def entries(self, start: int = 0, stop: int | None = None) -> tuple[Entry, ...]:
        """Entries from position `start` up to, not including, `stop`, counted from 0 as in a slice.

        A last line that is still being written is left out.

        Raises
        ------
        Tampered
            If a line among them is no entry.
        """
        whole, _ = lines.split(self.read())
        chosen = range(len(whole))[start:stop]
        return tuple(_entry(whole[position], position) for position in chosen)

    def read(self) -> bytes:
        """The whole file; empty where there is none yet."""
        try:
            return self.file.read_bytes()
        except FileNotFoundError:
            return b""

    def __len__(self) -> int:
        return self.read().count(b"\n")

    @property
    def head(self) -> str:
        """Digest of the last entry, `GENESIS` where there is none."""
        whole, _ = lines.split(self.read())
        return sha256(whole[-1]).hexdigest() if whole else GENESIS

    def now(self) -> datetime:
        """The instant by the ledger's clock, in UTC."""
        at = self.clock()
        if at.tzinfo is None:
            raise Inconsistent(
                say("The ledger's clock says {at} and no zone.", at=at),
                mend=say("give a clock that knows its zone: datetime.now(UTC)"),
            )
        return at.astimezone(UTC)

    def _add(self, descriptor: int, tail: lines.Tail, act: str, actor: str, facts: Mapping[str, str]) -> Entry:
        before = GENESIS if tail.last is None else _entry(tail.last, None).digest
        entry = Entry(before, self.now(), actor, act, dict(facts))
        lines.add(descriptor, tail.end, entry.line)
        return entry

    def _recover(self, descriptor: int, tail: lines.Tail) -> lines.Tail:
        """Keep the torn line under a name of its own, take it off the file, and say so in an entry."""
        digest = sha256(tail.torn).hexdigest()
        aside = self.file.with_name(f"ledger.torn.{digest[:16]}")
        durable.write(aside, tail.torn)
        lines.cut(descriptor, tail.end)
        facts = {"file": aside.name, "bytes": str(len(tail.torn)), "digest": digest}
        self._add(descriptor, lines.tail(descriptor), RECOVERED, "probant", facts)
        return lines.tail(descriptor)


def _entry(line: bytes, position: int | None) -> Entry:
    """The entry of a line; `position` from 0, None for the last."""
    try:
        return Entry.read(line)
    except ValueError as error:
        seen = (
            say("The ledger was changed: its last line is no entry.")
            if position is None
            else say("The ledger was changed: line {number} is no entry.", number=position + 1)
        )
        mend = say("run `probant ledger verify`, and put the ledger back from a copy")
        raise Tampered(seen, mend=mend) from error
