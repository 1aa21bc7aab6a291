"""Random numbers with an address: each part draws from its own child of the seed.

So a change of one setting leaves the draws of all other parts as they were.
"""

from __future__ import annotations

import json
from hashlib import sha256

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_BITS = np.uint64(40)
_MASK = np.uint64((1 << 40) - 1)
_FIRST = 10**12 * 5


def child(seed: int, *path: str | int) -> np.random.Generator:
    """The generator of one part: child(seed, "shop", "tv", 3) is the same in every run."""
    digest = sha256(json.dumps([seed, *path]).encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, np.uint32).astype(np.uint64))


def identifiers(numbers: Ints, salt: int) -> Ints:
    """Thirteen-digit identifiers: one to one with `numbers` (0 to 2^40 - 1), in no order that tells anything.

    A platform's identifiers do not say what caused an order; those counted up by stream would.
    """
    mixed = numbers.astype(np.uint64) ^ np.uint64(int(child(salt, "identifiers").integers(1 << 40)))
    for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F):
        mixed = (mixed * np.uint64(factor)) & _MASK
        mixed ^= mixed >> (_BITS // np.uint64(2))
    return mixed.astype(np.int64) + _FIRST
