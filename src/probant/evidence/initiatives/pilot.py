"""What a pilot is worth: by how much knowing more betters the choice between going on and leaving it."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from probant.evidence.initiatives.flows import Array

_NORMAL = NormalDist()


def value(mean: float, sd: float, error: float) -> float:
    """Expected gain of deciding after a pilot rather than now; its cost is not taken off.

    s phi(mean / s) + mean Phi(mean / s) - max(0, mean), with s = sd^2 / sqrt(sd^2 + error^2).

    Parameters
    ----------
    mean, sd : float
        What is believed of the value before the pilot, normal, in currency; sd >= 0.
    error : float
        Standard error with which the pilot measures that value, in currency, >= 0; 0: it tells it exactly.

    Returns
    -------
    float
        In currency, >= 0; 0 where nothing is uncertain.

    References
    ----------
    Raiffa & Schlaifer (1961), Applied Statistical Decision Theory, chapter 5: the unit normal loss integral.
    """
    if sd == 0:
        return 0.0
    s = sd**2 / sqrt(sd**2 + error**2)
    return s * _NORMAL.pdf(mean / s) + mean * _NORMAL.cdf(mean / s) - max(0.0, mean)


def stake(net: Array, effect: Array) -> float:
    """By how much the expected net value rises with one unit of the effect that the pilot measures.

    The slope of net value on effect over the draws: all else is a factor of it, and independent of it. 0 where
    the effect does not vary.
    """
    spread = effect - effect.mean()
    below = float(spread @ spread)
    return float((net - net.mean()) @ spread) / below if below else 0.0
