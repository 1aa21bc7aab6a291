"""Drift against an agreed rate, by a test that may be looked at as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

from probant.evidence.agents.book import Floats, Ints

DAY = 86_400_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What a series of blocks says against the agreed rate."""

    blocks: int
    e_value: float
    """The largest so far; at 1 / alpha and above it is an alarm."""
    alarm: int | None
    """Block, from 0 up, at which the alarm went off; None: it did not."""
    above: bool
    """Whether the rate seen lies above the agreed one."""


def blocks(hits: Floats, task: Ints, at: Ints) -> tuple[Floats, Ints]:
    """Shares of runs by task and day, in the order of time, and the last instant of each.

    Runs of one task on one day hang together; taken one by one they would raise false alarms.

    Parameters
    ----------
    hits : (R,) array
        1 for a run with a deviation, 0 without.
    task : (R,) array
        Number of the task.
    at : (R,) array
        Start, microseconds since 1970, UTC.
    """
    day = at // DAY
    pairs, place = np.unique(np.column_stack([day, task]), axis=0, return_inverse=True)
    last = np.zeros(len(pairs), np.int64)
    np.maximum.at(last, place.ravel(), at)
    shares = np.bincount(place.ravel(), hits) / np.bincount(place.ravel())
    order = np.lexsort((last, pairs[:, 0]))
    return shares[order], last[order]


def log_e(shares: Floats, agreed: float) -> Floats:
    """Logarithm of the beta-binomial e-process after each block.

    Where each block's expected share, given those before, is the agreed one, the probability that it ever
    reaches log(1 / alpha) is at most alpha (Ville 1939). A share between 0 and 1 counts as that part of a
    hit: a^x b^(1 - x) is convex in x, so the expectation can only be smaller than that of whole hits.

    Parameters
    ----------
    shares : (..., K) array
        Share of runs with a deviation in each block, in [0, 1].
    agreed : float
        Agreed rate, in (0, 1).

    References
    ----------
    Robbins (1970), Statistical methods related to the law of the iterated logarithm, Annals of
    Mathematical Statistics 41; Ramdas et al. (2023), Game-theoretic statistics and safe anytime-valid
    inference, Statistical Science 38.
    """
    n = np.arange(1, shares.shape[-1] + 1)
    k = np.cumsum(shares, axis=-1)
    found: Floats = betaln(k + 1, n - k + 1) - betaln(1, 1) - k * np.log(agreed) - (n - k) * np.log1p(-agreed)
    return found


def watch(shares: Floats, agreed: float, *, alpha: float) -> Drift | None:
    """Follow the blocks; None where there is none, or the agreed rate is 0 or 1 and nothing can be weighed."""
    if not len(shares) or not 0 < agreed < 1:
        return None
    evidence = log_e(shares, agreed)
    over = np.flatnonzero(evidence >= -np.log(alpha))
    peak = float(np.exp(min(700.0, float(evidence.max()))))
    return Drift(len(shares), peak, int(over[0]) if len(over) else None, bool(shares.mean() > agreed))
