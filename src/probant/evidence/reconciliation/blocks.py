"""The rate behind two things counted by week: a ratio of sums, and its spread over blocks of weeks."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from probant.evidence.reconciliation.tails import student
from probant.vocabulary import Interval

Array = NDArray[np.float64]
BLOCKS = 6
"""Blocks into which the weeks are cut: long enough for neighbours that are alike, enough for a spread."""
FEWEST = 2 * BLOCKS
"""Weeks that an interval needs."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A sum over a sum."""

    value: float
    interval: Interval | None
    """None where there are too few weeks, or all blocks agree to the last digit."""


def ratio(over: Array, under: Array, *, level: float, low: float = 0.0, high: float = np.inf) -> Ratio | None:
    """sum(over) / sum(under), with an interval for the rate behind it; None where the divisor is not above 0.

    The interval is that of block means: weeks are cut into `BLOCKS` blocks in a row, the ratio's residuals are
    added up in each, and Student's t on BLOCKS - 1 degrees takes the place of the normal. It says how far the
    rate that these weeks are a sample of may lie, not how well they were counted.

    Parameters
    ----------
    over, under : (T,) arrays
        In the same order of weeks.
    level : float
        Coverage, in (0, 1).
    low, high : float
        Smallest and largest legal value; the interval ends there.

    References
    ----------
    Cochran (1977), Sampling Techniques, 6.3: linearised variance of a ratio; Schmeiser (1982), Batch Size
    Effects in the Analysis of Simulation Output, Operations Research 30: few long batches and Student's t.
    """
    total = float(under.sum())
    if total <= 0:
        return None
    value = float(over.sum()) / total
    spread = sqrt(variance(over - value * under)) / total if len(over) >= FEWEST else 0.0
    if spread == 0.0:
        return Ratio(value, None)
    half = spread * student(level, BLOCKS - 1)
    ends = max(low, value - half), min(high, value + half)
    return Ratio(value, Interval(*ends, level) if ends[0] <= value <= ends[1] and ends[0] < ends[1] else None)


def variance(residuals: Array) -> float:
    """Variance of the sum of (T,) residuals by week that add up to 0, from their sums over blocks."""
    sums = np.array([part.sum() for part in np.array_split(residuals, BLOCKS)])
    return float(sums @ sums) * BLOCKS / (BLOCKS - 1)


@dataclass(frozen=True, slots=True)
class Drift:
    """How a ratio moves: change in 13 weeks, as a share of its level over all weeks."""

    value: float
    interval: Interval


def drift(over: Array, under: Array, *, level: float) -> Drift | None:
    """Slope of the ratio over blocks, weighted by the divisor; None with fewer than `FEWEST` weeks or no divisor.

    Parameters as in `ratio`. Least squares on the blocks' ratios, Student's t on BLOCKS - 2 degrees.
    """
    if len(over) < FEWEST:
        return None
    cut = np.array_split(np.arange(len(over)), BLOCKS)
    tops, bottoms = (np.array([one[weeks].sum() for weeks in cut]) for one in (over, under))
    if (bottoms <= 0).any() or tops.sum() <= 0:
        return None
    at = np.array([weeks.mean() for weeks in cut]) / 13
    at = at - (bottoms @ at) / bottoms.sum()
    level_of_all = tops.sum() / bottoms.sum()
    spread = bottoms @ at**2
    slope = float(bottoms @ (at * (tops / bottoms)) / spread)
    left = tops / bottoms - level_of_all - slope * at
    error = sqrt(float(bottoms @ left**2) / (BLOCKS - 2) / spread)
    half = error * student(level, BLOCKS - 2)
    value, width = slope / float(level_of_all), half / float(level_of_all)
    return None if width == 0.0 else Drift(value, Interval(value - width, value + width, level))
