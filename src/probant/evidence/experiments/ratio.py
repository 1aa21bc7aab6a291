"""Ratio of two sums over the units of an arm, by the delta method."""

from __future__ import annotations

import numpy as np

from probant.errors import TooLittle
from probant.evidence.experiments.moments import Moments, Statistic
from probant.words import say


def ratio(arm: Moments, top: int, bottom: int) -> Statistic:
    """Sum of column `top` over sum of column `bottom`, as 'unit of top / unit of bottom'.

    To first order a unit moves the ratio R by (x_top - R x_bottom) / mean of x_bottom. It is the ratio
    for the arm as a whole, not the mean of the units' own ratios.

    Raises
    ------
    TooLittle
        If `bottom` sums to 0: there is nothing to divide by.

    References
    ----------
    Deng, Knoblich & Lu (2018), Applying the Delta Method in Metric Analytics, KDD: the part on
    the ratio of two means.
    """
    means = arm.centre + arm.offsets
    below = float(means[bottom])
    if below == 0.0:
        raise TooLittle(
            say("The denominator sums to 0 in an arm, so the ratio is not defined."),
            mend=say("ask for the mean per unit, or for a denominator that occurs in every arm"),
        )
    value = float(means[top]) / below
    weights = np.zeros(len(arm.centre) + 1)
    weights[1 + top] += 1.0 / below
    weights[1 + bottom] -= value / below
    weights[0] = -float(weights[1:] @ arm.offsets)
    return Statistic(value, weights)
