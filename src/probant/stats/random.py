"""Random numbers inside compiled code: xoshiro256++, one stream a chain, the same on each machine.

`state` is an array of four 64-bit words.

References
----------
Blackman & Vigna (2021), Scrambled Linear Pseudorandom Number Generators, ACM Transactions on Mathematical Software
47; seeded by SplitMix64, as they advise. Normal numbers by Marsaglia's polar method.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import log, sqrt

import numpy as np

from probant.stats.compiled import part

_WEYL, _MIX, _MIX_AGAIN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_11, _17, _19, _23, _27, _30, _31, _41, _45 = (np.uint64(n) for n in (11, 17, 19, 23, 27, 30, 31, 41, 45))


@part
def seeded(state, seed):
    """Fill the generator's four words from one."""
    for word in range(4):
        seed += _WEYL
        mixed = (seed ^ (seed >> _30)) * _MIX
        mixed = (mixed ^ (mixed >> _27)) * _MIX_AGAIN
        state[word] = mixed ^ (mixed >> _31)


@part
def word(state):
    """The next 64 bits."""
    total = state[0] + state[3]
    found = ((total << _23) | (total >> _41)) + state[0]
    shifted = state[1] << _17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << _45) | (state[3] >> _19)
    return found


@part
def uniform(state):
    """Uniform on (0, 1), never 0 nor 1."""
    return (np.float64(word(state) >> _11) + 0.5) * (1.0 / 9007199254740992.0)


@part
def fill_normal(state, out):
    """Standard normal numbers, two at a time."""
    for i in range(0, out.size, 2):
        while True:
            a = 2.0 * uniform(state) - 1.0
            b = 2.0 * uniform(state) - 1.0
            square = a * a + b * b
            if 0.0 < square < 1.0:
                break
        scale = sqrt(-2.0 * log(square) / square)
        out[i] = a * scale
        if i + 1 < out.size:
            out[i + 1] = b * scale
