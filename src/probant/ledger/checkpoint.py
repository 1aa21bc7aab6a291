"""Signed checkpoints: what the ledger held at an instant, kept where the ledger is not.

A chain alone shows neither a changed last entry nor a cut tail. A checkpoint does, and the next one
is only ever grown out of it: what was signed once cannot be signed away.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from probant.errors import Refused, Tampered
from probant.ledger import durable, lines
from probant.ledger.book import Ledger
from probant.ledger.entry import GENESIS, Entry, first_break
from probant.ledger.tree import Frontier
from probant.words import say

_PURPOSE = b"probant ledger checkpoint 1\n"
"""Signed along with each checkpoint, so that no other text which the key signs can pass for one."""
_RESTORE = say("run `probant ledger verify`, and put the ledger back from a copy")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The first `count` entries in a few numbers, and the signature over these."""

    count: int
    """Entries covered."""
    size: int
    """Bytes of the ledger's file that they fill."""
    head: str
    """Digest of the last of them."""
    root: str
    """Merkle root of RFC 6962 over their digests."""
    peaks: tuple[str, ...]
    """Roots of the perfect subtrees, largest first: from these the tree can grow without being read."""
    at: str
    """Instant of signing, in UTC."""
    key: str
    """Public key, 32 bytes in hexadecimal digits."""
    signature: str = ""
    """Ed25519 over all other fields, 64 bytes in hexadecimal digits."""

    @classmethod
    def read(cls, text: bytes) -> Checkpoint:
        """The checkpoint whose `text` this is, byte for byte, its signature not yet believed; `ValueError` if none."""
        try:
            raw = json.loads(text)
            made = cls(**{**raw, "peaks": tuple(raw["peaks"])})
        except (TypeError, KeyError, RecursionError) as error:
            raise ValueError("not the fields of a checkpoint") from error
        typed = [isinstance(number, int) and number >= 0 for number in (made.count, made.size)]
        texts = (made.head, made.root, *made.peaks, made.at, made.key, made.signature)
        if not all(typed) or not all(isinstance(text, str) for text in texts):
            raise ValueError("not the types of a checkpoint")
        if made.text != text:
            raise ValueError("not as a checkpoint is written")
        return made

    @property
    def text(self) -> bytes:
        """JSON of all fields, as it stands in the file."""
        return json.dumps(asdict(self), sort_keys=True, indent=1).encode() + b"\n"

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        fields = asdict(replace(self, signature=""))
        return _PURPOSE + json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()

    def genuine(self, trusted: str | None = None) -> bool:
        """Whether its key signed it, and that is the `trusted` public key, where one is given."""
        if trusted is not None and self.key != trusted:
            return False
        try:
            key, signature = bytes.fromhex(self.key), bytes.fromhex(self.signature)
            Ed25519PublicKey.from_public_bytes(key).verify(signature, self.signed)
        except (InvalidSignature, ValueError):
            return False
        return (key.hex(), signature.hex()) == (self.key, self.signature)


def beside(project: Path) -> Path:
    """Where the checkpoint of a project lies if nothing else is said: next to its folder, not in it."""
    return project.resolve().with_name(f"{project.resolve().name}.checkpoint.json")


def signer(file: Path) -> str | None:
    """Public key that the checkpoint in `file` names, in hexadecimal digits; None where there is none to read."""
    try:
        return Checkpoint.read(file.read_bytes()).key
    except (OSError, ValueError):
        return None


def public(key: Ed25519PrivateKey) -> str:
    """The public half in hexadecimal digits: what an auditor is given to trust."""
    return key.public_key().public_bytes_raw().hex()


def export(ledger: Ledger, to: Path, key: Ed25519PrivateKey) -> Checkpoint:
    """Sign what the ledger holds now with the project's key, and write it to `to`, whole or not at all.

    Only the entries since the checkpoint that `to` holds are read: signing after each of n entries
    takes time in proportion to n. A torn last line is left out.

    Raises
    ------
    Refused
        If `to` lies in the ledger's own folder.
    Tampered
        If the checkpoint at `to` is not genuine, or the ledger is no longer what it signs; neither
        file is changed then.
    """
    if to.resolve().is_relative_to(ledger.folder.resolve()):
        raise Refused(
            say("{file} lies inside the ledger's folder: one hand could change both.", file=to.name),
            mend=say("keep checkpoints outside, on another disk if you can"),
        )
    with lines.held(ledger.file) as descriptor:
        before = _standing(to, key)
        added = _added(descriptor, before)
        if before.signature and not added:
            return before
        grown = _grown(before, added, at=ledger.now())
        made = replace(grown, signature=key.sign(grown.signed).hex())
        durable.write(to, made.text)
    return made


def _standing(file: Path, key: Ed25519PrivateKey) -> Checkpoint:
    """The checkpoint that is there, which must be our own; one of nothing, unsigned, where there is none."""
    if not file.exists():
        return Checkpoint(0, 0, GENESIS, Frontier().root.hex(), (), "", public(key))
    try:
        found = Checkpoint.read(file.read_bytes())
    except ValueError:
        found = None
    if found is None or not found.genuine(public(key)):
        raise Tampered(
            say("The checkpoint {file} is not one that this project signed.", file=file.name),
            mend=say("run `probant ledger verify`; if the project has new keys, move that file away yourself"),
        )
    return found


def _added(descriptor: int, before: Checkpoint) -> Sequence[bytes]:
    """Lines since that checkpoint, which must follow from its head."""
    covered = lines.tail(descriptor, before.size)
    if lines.length(descriptor) < before.size or covered.torn or _digest(covered.last) != before.head:
        raise Tampered(
            say("No new checkpoint is signed: the entries that the last one signs are not all there any more."),
            mend=_RESTORE,
        )
    added = lines.between(descriptor, before.size, lines.tail(descriptor).end)
    try:
        is_whole = first_break((Entry.read(line) for line in added), before.head) is None
    except ValueError:
        is_whole = False
    if not is_whole:
        raise Tampered(
            say("No new checkpoint is signed: an entry since the last one does not follow from the entry before it."),
            mend=_RESTORE,
        )
    return added


def _digest(line: bytes | None) -> str:
    return GENESIS if line is None else sha256(line).hexdigest()


def _grown(before: Checkpoint, added: Sequence[bytes], *, at: datetime) -> Checkpoint:
    """That checkpoint with the added lines, not signed yet."""
    tree = Frontier(before.count, tuple(bytes.fromhex(peak) for peak in before.peaks))
    for line in added:
        tree = tree.with_leaf(sha256(line).digest())
    return replace(
        before,
        count=tree.count,
        size=before.size + sum(len(line) + 1 for line in added),
        head=sha256(added[-1]).hexdigest() if added else before.head,
        root=tree.root.hex(),
        peaks=tuple(peak.hex() for peak in tree.peaks),
        at=at.isoformat(),
        signature="",
    )
