"""Sums that the store hands over of one arm: all that the methods of this room need to know of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probant.errors import Inconsistent
from probant.words import say

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over the units of one arm of v = (1, x - centre), where x are the K things measured of a unit.

    Two shards of one arm add up, as long as both subtracted the same centre and no cluster lies in both.
    """

    centre: Array
    """(K,): what the store subtracted, near the mean, so that squares do not cancel; in the unit of each x."""
    cross: Array
    """(1 + K, 1 + K): sum over units of v v'; [0, 0] is the number of units."""
    clusters: int
    """Groups of units that are independent of each other; the number of units where each stands alone."""
    clustered: Array
    """(1 + K, 1 + K): sum over clusters of V V', V being the sum of v in the cluster; `cross` without clusters."""

    def __add__(self, other: Moments) -> Moments:
        if not np.array_equal(self.centre, other.centre, equal_nan=True):
            raise Inconsistent(
                say("Sums about different centres cannot be added."),
                mend=say("let the store subtract one centre from all of them"),
            )
        return Moments(
            self.centre, self.cross + other.cross, self.clusters + other.clusters, self.clustered + other.clustered
        )

    @property
    def n(self) -> int:
        """Number of units."""
        return round(float(self.cross[0, 0]))

    @property
    def offsets(self) -> Array:
        """(K,): means less `centre`."""
        shift: Array = self.cross[0, 1:] / self.cross[0, 0]
        return shift


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """A statistic of one arm, and what each unit adds to it to first order.

    A unit's influence is `weights` . (1, x - centre); over the units of the arm it sums to 0.
    """

    value: float
    weights: Array
    """(1 + K,)"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A statistic of one arm with its uncertainty."""

    value: float
    variance: float
    """Square of the standard error of `value`."""
    freedom: float
    """Degrees of freedom behind `variance`."""


ROUNDING = 1e-12
"""Share of the summed terms below which what is left of them is rounding, not spread."""


def reading(arm: Moments, statistic: Statistic, *, inflation: float = 1.0) -> Reading:
    """Statistic and its variance, by the sum of squared influences of the arm's clusters.

    Without clusters and for a mean this is s^2 / n. With clusters it is the linearised variance
    of a ratio, the number of units per cluster being random too.

    Parameters
    ----------
    arm : Moments
        Of at least two clusters, else the variance is not known.
    statistic : Statistic
        Of the same arm.
    inflation : float
        Factor on the variance for parameters that were fitted, >= 1.

    Returns
    -------
    Reading
        Its variance is exactly 0 where every cluster has the same influence up to rounding.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd edition, chapter 9A: single-stage cluster sampling,
    clusters of unequal sizes.
    """
    weights, groups = statistic.weights, arm.clusters
    squares = float(weights @ arm.clustered @ weights)
    terms = float(np.abs(weights) @ np.abs(arm.clustered) @ np.abs(weights))
    spread = squares if squares > ROUNDING * terms else 0.0
    return Reading(statistic.value, inflation * spread * groups / (groups - 1) / arm.n**2, groups - 1.0)
