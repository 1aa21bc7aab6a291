"""What a hidden cause would do to the answer, and which experiment would teach most."""

from __future__ import annotations

import numpy as np

from probant.stats.adstock import Array

STRENGTH = 0.1
"""Share of what is left unexplained, of a channel's spend and of the outcome, that the hidden cause explains."""
TEST_DAYS = 56
"""Of the experiment that is thought of."""


def shift(deviation: Array, freedom: int, strength: float = STRENGTH) -> Array:
    """By how much a hidden cause of that strength would move an estimate.

    Parameters
    ----------
    deviation : (C,) array
        Posterior deviation of each estimate, any unit.
    freedom : int
        Steps less quantities estimated, > 0.
    strength : float
        Share, in (0, 1), that the cause explains of both what the model leaves of the outcome, and what the other
        columns leave of the channel's exposure.

    Returns
    -------
    (C,) array
        In the unit of `deviation`; the direction is that in which the cause moves both.

    References
    ----------
    Cinelli & Hazlett (2020), Making sense of sensitivity: extending omitted variable bias, Journal of the Royal
    Statistical Society B 82, equation 10, with the posterior deviation as standard error.
    """
    return np.asarray(deviation * np.sqrt(freedom * strength**2 / (1.0 - strength)))


def robustness(distance: float, deviation: float, freedom: int) -> float:
    """Strength at which a hidden cause would carry an estimate as far as `distance`; in [0, 1].

    As `shift`; the robustness value of Cinelli & Hazlett.
    """
    far = (abs(distance) / deviation) ** 2 / freedom
    return float((np.sqrt(far**2 + 4.0 * far) - far) / 2.0)


def shrinkage(totals: Array, steps: int, noise: float, test: int = 8) -> Array:
    """By which share a test of each channel would cut the deviation of that channel's own contribution.

    The test thought of: the channel is off in half of the areas, drawn at random, for some steps; its error is that
    of the model's noise over that time.

    Parameters
    ----------
    totals : (D, C) array
        Draws of the contributions over the period.
    steps : int
        Steps of the period.
    noise : float
        Deviation of the noise of a step, in the unit of `totals`.
    test : int
        Steps of the test.

    Returns
    -------
    (C,) array
        In [0, 1).
    """
    effect = totals.var(axis=0) * (0.5 * test / steps) ** 2
    error = noise**2 * test
    return np.asarray(1.0 - np.sqrt(error / (effect + error)))
