"""One entry of the ledger, and the law that makes a row of them a chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

GENESIS = "0" * 64
"""What the first entry names as the one before it."""
_FIELDS = {"act", "actor", "at", "facts", "previous"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what, when, and on which facts; `previous` is the digest of the entry before."""

    previous: str
    at: datetime
    actor: str
    act: str
    facts: Mapping[str, str]

    @property
    def line(self) -> bytes:
        """Canonical JSON of all fields: sorted keys, no spaces, UTF-8 (all ASCII), no end of line."""
        fields = {
            "act": self.act,
            "actor": self.actor,
            "at": self.at.isoformat(),
            "facts": dict(self.facts),
            "previous": self.previous,
        }
        return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of `line` in 64 hexadecimal digits: what `sha256sum` says of that line of the file."""
        return sha256(self.line).hexdigest()

    @classmethod
    def read(cls, line: bytes) -> Entry:
        """The entry whose `line` this is, byte for byte.

        Raises
        ------
        ValueError
            If the line is not JSON, has other fields, an instant without a zone, or is not canonical.
        """
        try:
            raw = json.loads(line)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(raw, dict) or set(raw) != _FIELDS or not isinstance(raw["facts"], dict):
            raise ValueError("not the fields of an entry")
        texts = [raw["previous"], raw["at"], raw["actor"], raw["act"], *raw["facts"].values()]
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("not all fields are text")
        entry = cls(raw["previous"], datetime.fromisoformat(raw["at"]), raw["actor"], raw["act"], raw["facts"])
        if entry.at.tzinfo is None or entry.line != line:
            raise ValueError("not canonical")
        return entry


def first_break(entries: Iterable[Entry], previous: str = GENESIS) -> int | None:
    """Position of the first entry that does not follow from the one before; None if all do.

    Mind: a changed last entry and a cut tail break nothing; `verify` finds these by the checkpoint.
    """
    expected = previous
    for position, entry in enumerate(entries):
        if entry.previous != expected:
            return position
        expected = entry.digest
    return None
