"""What the right to expand later is worth, if it need not be used: an option on a binomial tree."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np

STEPS = 500


def option(value: float, cost: float, years: float, volatility: float, rate: float, *, steps: int = STEPS) -> float:
    """Worth today of the right, not the duty, to pay `cost` in `years` for what is worth `value` today.

    Parameters
    ----------
    value : float
        Present value of the expansion's benefits, in currency; at 0 and below the right is worth nothing.
    cost : float
        What the expansion then costs, in currency, > 0.
    years : float
        Until it can be decided, > 0.
    volatility : float
        Standard deviation of the log of that value, a year to the root, >= 0; 0: the value is sure.
    rate : float
        Log return of money without risk, a year.
    steps : int
        Of the tree.

    Returns
    -------
    float
        In currency, >= 0.

    References
    ----------
    Cox, Ross & Rubinstein (1979), Option pricing: a simplified approach, Journal of Financial Economics 7(3).
    """
    if value <= 0:
        return 0.0
    step = years / steps
    up = exp(volatility * sqrt(step))
    growth = exp(rate * step)
    if up <= growth:  # No risk that a tree of such steps could hold: the value grows as money does.
        return max(value - cost * exp(-rate * years), 0.0)
    chance = (growth - 1 / up) / (up - 1 / up)
    moves = np.arange(steps, -steps - 1, -2)
    worth = np.maximum(value * up ** moves.astype(float) - cost, 0.0)
    for _ in range(steps):
        worth = (chance * worth[:-1] + (1 - chance) * worth[1:]) / growth
    return float(worth[0])


def volatility(mean: float, sd: float, years: float) -> float:
    """Yearly volatility at which a lognormal of that mean > 0 has that sd once `years` have told what it is."""
    return sqrt(log(1 + (sd / mean) ** 2) / years)
