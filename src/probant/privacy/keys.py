"""The keys of one project: kept apart from its data, and never made a second time."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_hex

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from probant.errors import Lost, Refused, Unreadable
from probant.words import say

_BYTES = 32
"""Of each key: as many as SHA-256 gives and Ed25519 takes."""
_PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Key:
    """A secret and the name by which what it made is known."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """'k' and 8 hexadecimal digits of a SHA-256 of the secret: a damaged secret has another."""
        return "k" + sha256(b"probant key id\n" + self.secret).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class _Keys:
    """What the file holds."""

    pseudonym: tuple[Key, ...]
    """The newest last; older ones are kept for what they made."""
    signing: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> str:
        return self.signing.public_key().public_bytes_raw().hex()


class Keyring:
    """Keys of the project `project`, made when they are first needed.

    Parameters
    ----------
    project : str
        Id of the project: letters, digits, '-' and '_'.
    folder : Path, optional
        Where the file `<project>.json` is; else `PROBANT_KEYS`, else `probant/keys` in the user's own
        configuration. It should be neither in the project's folder nor in its backups.
    known : str, optional
        A key that the project's data were made with: the id of a pseudonym key, or the public key of
        a checkpoint. With it keys are never made, and other keys are refused.
    """

    def __init__(self, project: str, folder: Path | None = None, *, known: str | None = None) -> None:
        if not _PROJECT.fullmatch(project):
            raise Refused(
                say("“{project}” cannot name a key file.", project=project),
                mend=say("use letters, digits, “-” and “_” in the project's id"),
            )
        self.project, self.known = project, known
        self.file = (folder or keys_folder(os.environ)) / f"{project}.json"

    def __repr__(self) -> str:
        return f"Keyring({self.project!r})"

    @property
    def pseudonym(self) -> Key:
        """The key that makes pseudonyms; made if the project has no keys yet."""
        return self._keys.pseudonym[-1]

    @property
    def signing(self) -> Ed25519PrivateKey:
        """The key that signs the ledger's checkpoints; made if the project has no keys yet."""
        return self._keys.signing

    @property
    def public(self) -> str | None:
        """Public half of `signing` in hexadecimal digits; None where there are no keys. Makes none."""
        return self._keys.public if self.file.exists() else None

    @cached_property
    def _keys(self) -> _Keys:
        if not self.file.exists():
            if self.known is not None:
                raise Lost(
                    say("The keys of this project are gone: {file} is not there.", file=str(self.file)),
                    mend=say("put the file back from a copy, or set PROBANT_KEYS to the folder where it is"),
                )
            _create(self.file, self.project)
        keys = _read(self.file, self.project)
        if self.known is not None and self.known not in {keys.public, *(key.id for key in keys.pseudonym)}:
            raise Lost(
                say("{file} holds other keys than those that this project's data were made with.", file=str(self.file)),
                mend=say("put the first key file back from a copy: the names of people cannot be matched without it"),
            )
        return keys


def keys_folder(environment: Mapping[str, str]) -> Path:
    """Where keys are kept if nothing else is said: in no project's folder."""
    if environment.get("PROBANT_KEYS"):
        return Path(environment["PROBANT_KEYS"]).expanduser()
    own = environment.get("XDG_CONFIG_HOME")
    return (Path(own) if own else Path.home() / ".config") / "probant" / "keys"


def _create(file: Path, project: str) -> None:
    """Make the file with new keys, for its owner alone; of two who do so at once, one is the first."""
    key = Key(token_bytes(_BYTES))
    made = {"project": project, "pseudonym": [key.secret.hex()], "signing": token_bytes(_BYTES).hex()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _place(file, json.dumps(made).encode())
        _settle(file.parent)
    except OSError as error:
        raise Refused(
            say(
                "The project's keys cannot be kept in {folder}: {fault}.",
                folder=str(file.parent),
                fault=error.strerror,
            ),
            mend=say("set PROBANT_KEYS to a folder of your own, outside the project"),
        ) from error


def _place(file: Path, text: bytes) -> None:
    """Write the file unless it is there: a link appears whole, and unlike a rename takes nothing's place."""
    fresh = file.with_name(f".{file.name}.{token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        try:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
            with suppress(FileExistsError):
                file.hardlink_to(fresh)
        finally:
            fresh.unlink()


def _settle(folder: Path) -> None:
    """Bring the new name to the disk."""
    names = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(names)
    finally:
        os.close(names)


def _read(file: Path, project: str) -> _Keys:
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        raise Refused(
            say("Others than you may read the keys in {file} (mode {mode}).", file=str(file), mode=f"{mode:o}"),
            mend=say("run `chmod 600 {file}`", file=str(file)),
        )
    try:
        raw = json.loads(file.read_bytes())
        secrets = [bytes.fromhex(text) for text in (*raw["pseudonym"], raw["signing"])]
        is_ours = raw["project"] == project and len(secrets) >= 2 and {len(s) for s in secrets} == {_BYTES}
    except (ValueError, TypeError, KeyError, RecursionError):
        is_ours = False
    if not is_ours:
        # Not chained: the error that JSON raises carries the file's text with it.
        raise Unreadable(
            say("{file} does not hold the keys of this project.", file=str(file)),
            mend=say("put the file back from a copy; new keys would not match the data that are there"),
        ) from None
    *pseudonym, signing = secrets
    return _Keys(tuple(Key(secret) for secret in pseudonym), Ed25519PrivateKey.from_private_bytes(signing))
