"""Effects that change over time: along which waves, what a reader sees of it, and what is to be checked."""

from __future__ import annotations

import numpy as np

from probant.evidence.mmm.question import EVERY
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array

FEWEST_WAVES, MOST_WAVES = 2, 6


def changing_channels(found: Series, specification: Specification) -> tuple[int, ...]:
    """Numbers of the channels whose effect may change: the paid ones that are named, or every paid one."""
    if specification.change_spread == 0.0:
        return ()
    named = found.channels if EVERY in specification.changing else specification.changing
    return tuple(place for place, name in enumerate(found.channels[: found.paid]) if name in named)


def waves(steps: int, step_days: int, spread: float) -> Array:
    """Along what an effect may change: cosines of half a turn, one, one and a half, ... over the period.

    Parameters
    ----------
    steps, step_days : int
        Steps of the period, and days in each.
    spread : float
        Deviation of the effect over time, over its mean; 0: no wave.

    Returns
    -------
    (K, T) array
        sqrt(2) cos(pi k (t + 1/2) / T) times its deviation, no unit. Each has a mean of 0 over the period, so that the
        effect's own mean stays; the deviations fall as 1 / k, so that changes are slow, and their squares sum to that
        of `spread`. K is one more than the years, at least 2 and at most 6.

    References
    ----------
    The cosines and the fall of their deviations are those of the Karhunen-Loève expansion of a Brownian motion less
    its mean.
    """
    if spread == 0.0:
        return np.zeros((0, steps))
    count = int(np.clip(round(steps * step_days / 365.25) + 1, FEWEST_WAVES, MOST_WAVES))
    turns = np.arange(1, count + 1)
    shapes = np.sqrt(2.0) * np.cos(np.pi * np.outer(turns, np.arange(steps) + 0.5) / steps)
    return np.asarray(shapes * (spread / turns / np.sqrt((1.0 / turns**2).sum()))[:, None])
