"""Draws of one factor from its mean and its range, by the kind of number that it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from probant.errors import Inconsistent
from probant.words import say

Array = npt.NDArray[np.float64]
WIDTH = 2 * 1.6448536269514722
"""Standard deviations between the 5th and the 95th percentile of a normal."""


def normal(value: float, low: float, high: float, size: int, rng: np.random.Generator) -> Array:
    """(size,) draws of any number; mean `value`, 90 % of them as far apart as `low` and `high`."""
    return rng.normal(value, (high - low) / WIDTH, size)


def positive(value: float, low: float, high: float, size: int, rng: np.random.Generator) -> Array:
    """(size,) draws > 0 by a gamma of mean `value` > 0 and the standard deviation that the range implies."""
    relative = (high - low) / WIDTH / value
    return value * rng.gamma(relative**-2, relative**2, size)


def share(value: float, low: float, high: float, size: int, rng: np.random.Generator) -> Array:
    """(size,) draws in [0, 1] by a beta of mean `value` and the standard deviation that the range implies.

    Raises Inconsistent where no beta has both: the range is too wide for a mean that near to 0 or 1.
    """
    variance = ((high - low) / WIDTH) ** 2
    weight = value * (1 - value) / variance - 1
    if weight <= 0:
        raise Inconsistent(
            say("No share has the mean {value:share} and lies between {low:share} and {high:share} in 90 % of cases.",
                value=value, low=low, high=high),
            mend=say("give the mean as value, and a range that is not so wide on one side"),
        )  # fmt: skip
    return rng.beta(weight * value, weight * (1 - value), size)


def quantiles(values: Sequence[float], size: int, rng: np.random.Generator) -> Array:
    """(size,) draws of a distribution given by its quantiles at evenly spaced probabilities from 0 to 1."""
    return np.interp(rng.random(size), np.linspace(0, 1, len(values)), values)
