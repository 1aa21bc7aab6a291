"""How much of what is said of a channel comes from the data, and which channels the data cannot tell apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from probant.stats.adstock import Array

MOSTLY, PARTLY = 0.75, 0.5
"""Overlap of posterior and prior from which on an estimate is mostly, or partly, the prior."""
TANGLED = -0.6
"""Correlation of two contributions below which their channels cannot be told apart."""
_BINS = 25


def overlap(posterior: Array, prior: Array) -> Array:
    """Mass that two distributions share: 1 where they are the same, 0 where they do not meet.

    Parameters
    ----------
    posterior, prior : (D, C), (D', C) arrays
        Draws of the same quantities.

    Returns
    -------
    (C,) array
        In [0, 1], over bins that hold equal shares of both together.

    References
    ----------
    Garrett & Zeger (2000), Latent class model diagnosis, Biometrics 56: a posterior that overlaps its prior says
    that the parameter is weakly identified.
    """
    return np.array([_overlap(*pair) for pair in zip(posterior.T, prior.T, strict=True)])


def with_sum(totals: Array) -> Array:
    """(D, C + 1): the sum of all channels behind them."""
    return np.column_stack([totals, totals.sum(axis=1)])


def _overlap(one: Array, other: Array) -> float:
    size = min(len(one), len(other))
    both = np.concatenate([np.quantile(draws, (np.arange(size) + 0.5) / size) for draws in (one, other)])
    edges = np.quantile(both, np.linspace(0.0, 1.0, _BINS + 1)[1:-1])
    shares = [np.bincount(np.searchsorted(edges, draws), minlength=_BINS) / len(draws) for draws in (one, other)]
    return float(np.minimum(*shares).sum())


def tangled(totals: Array) -> list[tuple[int, int]]:
    """Pairs of channels of which the one's contribution is the other's loss.

    Parameters
    ----------
    totals : (D, C) array
        Draws of the contributions.
    """
    if totals.shape[1] < 2:
        return []
    together = np.asarray(np.corrcoef(totals, rowvar=False))
    return [(a, b) for a, b in combinations(range(totals.shape[1]), 2) if together[a, b] < TANGLED]
