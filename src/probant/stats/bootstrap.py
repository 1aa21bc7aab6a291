"""Bootstraps for series whose neighbouring weeks are alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def block_length(weeks: int) -> int:
    """Length of a block: the cube root of the number of weeks, rounded, at least 1.

    References
    ----------
    Hall, Horowitz & Jing (1995), On blocking rules for the bootstrap with dependent data, Biometrika 82:
    the rate n^(1/3) for variances; the constant 1 is ours.
    """
    return max(1, round(float(np.cbrt(weeks))))


def moving_blocks(rng: np.random.Generator, weeks: int, length: int, draws: int) -> NDArray[np.int64]:
    """Weeks of series put together from blocks of neighbours, each block drawn with replacement.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    weeks : int
        T, weeks of the series; >= 1.
    length : int
        Weeks of a block, in [1, T].
    draws : int
        D, series wanted.

    Returns
    -------
    (D, T) array of int
        Places in [0, T); the last block of a series is cut to fit.

    References
    ----------
    Künsch (1989), The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17.
    """
    blocks = -(-weeks // length)
    starts = rng.integers(0, weeks - length + 1, size=(draws, blocks))
    places = (starts[:, :, None] + np.arange(length)).reshape(draws, blocks * length)
    return places[:, :weeks]


def block_signs(rng: np.random.Generator, weeks: int, length: int, draws: int) -> NDArray[np.float64]:
    """Random signs for residuals, the same for the weeks of a block: the blockwise wild bootstrap.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    weeks : int
        T, weeks of the series, >= 1.
    length : int
        Weeks of a block, over which residuals are taken to hang together, >= 1; where the first block of
        a draw begins is random too, so that two weeks k < length apart share a sign with chance 1 - k / length
        beyond what chance alone gives.
    draws : int
        D, series wanted.

    Returns
    -------
    (D, T) array of -1.0 and 1.0

    References
    ----------
    Shao (2011), A bootstrap-assisted spectral test of white noise under unknown dependence, Journal of
    Econometrics 162; Davidson & Flachaire (2008), The wild bootstrap, tamed at last, Journal of Econometrics
    146, on plus and minus one.
    """
    signs = rng.choice(np.array([-1.0, 1.0]), size=(draws, weeks // length + 2))
    blocks = (rng.integers(0, length, size=draws)[:, None] + np.arange(weeks)) // length
    return np.asarray(signs[np.arange(draws)[:, None], blocks])
