"""Pseudonyms: the same person gets the same one, and only the key's holder can tell who it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    coded = identifiers.dictionary_encode()
    name, started = key.id, HMAC(key.secret, SHA256())
    started.update(domain.encode() + b"\x00")
    made = [f"{name}.{digest.hex()}" for digest in _digests(started, coded.dictionary.cast(pa.binary()).to_pylist())]
    return pa.array(made, pa.string()).take(coded.indices)


def _digests(started: HMAC, identifiers: Iterable[bytes]) -> Iterator[bytes]:
    """The first bytes of each HMAC; key and domain are hashed once, not once each."""
    for identifier in identifiers:
        mac = started.copy()
        mac.update(identifier)
        yield mac.finalize()[:_KEPT]
