"""Pseudonyms: the same person gets the same one, and only the key's holder can tell who it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from probant.contract.catalog import CONTRACTS
from probant.privacy.keys import Key

BY_KIND = "(kind)"
"""Stands in a contract for a column whose domain the row itself names, in its column `kind`."""
DOMAINS = frozenset(column.person for contract in CONTRACTS.values() for column in contract.people if column.person) - {
    BY_KIND
}
"""Kinds of person; each has a space of names of its own, so that a visitor 7 and a customer 7 never meet."""
_KEPT = 16
"""Bytes kept of the HMAC: half of them, the least that RFC 2104 (section 5) advises."""
_DIGITS = np.frombuffer(bytes(range(256)).hex().encode(), "S2")
"""The two hexadecimal digits of each byte."""


def pseudonyms(identifiers: pa.Array, domain: str, key: Key) -> pa.Array:
    """A pseudonym for each identifier: the key's id, '.', and 32 digits of HMAC-SHA-256 over domain and identifier.

    Each distinct identifier is hashed once. Nothing is taken for a pseudonym already: an identifier
    that looks like one is hashed like any other, so that none passes the door by its look.

    Parameters
    ----------
    identifiers : Array of string, (R,)
        As the source has them; null where nobody is named, and null it stays.
    domain : str
        One of `DOMAINS`.
    key : Key
        Of the project's keyring.

    Returns
    -------
    Array of string, (R,)

    References
    ----------
    Krawczyk, Bellare & Canetti (1997), RFC 2104, HMAC: Keyed-Hashing for Message Authentication.
    """
    started = HMAC(key.secret, SHA256())
    started.update(domain.encode() + b"\x00")
    coded = identifiers.dictionary_encode()
    return _made(coded.dictionary, key.id, started).take(coded.indices)


def _made(identifiers: pa.Array, name: str, started: HMAC) -> pa.Array:
    """A pseudonym for each, none of them null; all of one length, so that they are laid out at once."""
    digests = np.frombuffer(b"".join(_digests(started, identifiers.cast(pa.binary()).to_pylist())), np.uint8)
    kept = digests.reshape(len(identifiers), SHA256.digest_size)[:, :_KEPT]
    begin = np.frombuffer(f"{name}.".encode(), np.uint8)
    letters = np.empty((len(identifiers), len(begin) + 2 * _KEPT), np.uint8)
    letters[:, : len(begin)] = begin
    letters[:, len(begin) :] = _DIGITS[kept].view(np.uint8)
    offsets = np.arange(len(identifiers) + 1, dtype=np.int32) * np.int32(letters.shape[1])
    return pa.Array.from_buffers(pa.string(), len(identifiers), [None, pa.py_buffer(offsets), pa.py_buffer(letters)])


def _digests(started: HMAC, identifiers: Iterable[bytes]) -> Iterator[bytes]:
    """The HMAC of each; key and domain are hashed once, not once each."""
    for identifier in identifiers:
        mac = started.copy()
        mac.update(identifier)
        yield mac.finalize()
