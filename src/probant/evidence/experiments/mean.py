"""Mean of one measured thing over the units of an arm."""

from __future__ import annotations

import numpy as np

from probant.evidence.experiments.moments import Moments, Statistic


def mean(arm: Moments, column: int) -> Statistic:
    """Mean per unit of the thing in `column` (from 0), in its own unit; of zeros and ones it is their share.

    A unit's influence is its distance from the mean.
    """
    offset = float(arm.offsets[column])
    weights = np.zeros(len(arm.centre) + 1)
    weights[0], weights[1 + column] = -offset, 1.0
    return Statistic(float(arm.centre[column]) + offset, weights)
