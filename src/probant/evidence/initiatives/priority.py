"""Which initiatives come first, and how sure that is."""

from __future__ import annotations

import numpy as np

from probant.evidence.initiatives.flows import Array


def scores(feasible: Array, net: Array, option: Array, cost: Array, effort: Array) -> Array:
    """(P(feasible) x net value + option value - cost) / person-months, for each draw and initiative.

    Parameters
    ----------
    feasible : (D, I) array
        Probability that it can be built, in [0, 1].
    net : (D, I) array
        Net present value if it is, in currency.
    option : (I,) array
        Value of the right to expand it, in currency.
    cost : (I,) array
        Of finding out whether it can be built, in currency.
    effort : (I,) array
        Person-months that it still takes, > 0.

    Returns
    -------
    (D, I) array
        In currency per person-month.
    """
    return np.asarray((feasible * net + option - cost) / effort)


def among_first(found: Array, top: int) -> Array:
    """(I,) share of draws in which each initiative is among the `top` best, in [0, 1]; they add up to `top`.

    Equal scores share their places, so that the order of the columns tells nothing.
    """
    draws, count = found.shape
    if top >= count:
        return np.ones(count)
    edge = -np.partition(-found, top - 1, axis=1)[:, top - 1 : top]
    above, level = found > edge, found == edge
    open_places = top - above.sum(axis=1, keepdims=True)
    shared = level * open_places / level.sum(axis=1, keepdims=True)
    return np.asarray((above + shared).sum(axis=0) / draws)
