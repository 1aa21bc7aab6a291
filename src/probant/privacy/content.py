"""What agents wrote into their tools, as pseudonyms: two runs can be compared, and no value can be read."""

from __future__ import annotations

import json

import pyarrow as pa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from probant.privacy.keys import Key
from probant.stats.leaves import leaves

SHORTEST = 3
"""Characters of the shortest value that is hidden: what is shorter leads to nobody."""
_KEPT = 16


def hidden_arguments(texts: pa.Array, key: Key) -> pa.Array:
    """Arguments with a pseudonym for each value, (R,) JSON; equal values have equal pseudonyms, however written.

    Names of arguments stay, values of fewer than `SHORTEST` characters too.
    """
    coded = texts.dictionary_encode()
    return pa.array([_arguments(text, key) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def hidden_values(texts: pa.Array, key: Key) -> pa.Array:
    """The pseudonym of each value, (R,) as `hidden_arguments` writes them."""
    coded = texts.dictionary_encode()
    return pa.array([_value(text, key) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _arguments(text: str, key: Key) -> str:
    by_path: dict[str, list[str]] = {}
    for path, value in sorted(leaves(text)):
        by_path.setdefault(path.removeprefix("."), []).append(_value(value, key))
    return json.dumps(by_path, ensure_ascii=False)


def _value(value: str, key: Key) -> str:
    if len(value) < SHORTEST:
        return value
    mac = HMAC(key.secret, SHA256())
    mac.update(b"argument\x00" + value.encode(errors="surrogatepass"))
    return f"{key.id}.{mac.finalize()[:_KEPT].hex()}"
