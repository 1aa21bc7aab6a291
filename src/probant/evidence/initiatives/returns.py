"""What comes of benefits and costs: net present value, return, and how sure it is that there is one."""

from __future__ import annotations

import numpy as np

from probant.evidence.initiatives.flows import Array
from probant.vocabulary import Estimate, Interval


def net_value(benefits: Array, costs: Array, *, unit: str, level: float) -> Estimate:
    """Mean of benefits less costs, with its central interval."""
    return estimate(float(np.mean(benefits) - np.mean(costs)), benefits - costs, unit=unit, level=level)


def on_cost(benefits: Array, costs: Array, *, level: float) -> Estimate:
    """(mean benefit - mean cost) / mean cost: the ratio of means, with the central interval of the ratio.

    The mean of ratios is never taken: draws in which little was spent would rule it.

    Parameters
    ----------
    benefits, costs : (D,) array
        Present values in one currency; costs > 0.
    level : float
        Mass of the interval, in (0, 1).

    Returns
    -------
    Estimate
        A share: 0 is break-even, 1 a return of twice the cost.
    """
    value = float(np.mean(benefits) / np.mean(costs) - 1)
    return estimate(value, benefits / costs - 1, unit="share", level=level)


def positive(benefits: Array, costs: Array) -> float:
    """P(benefits > costs), the share of draws, in [0, 1]."""
    return float(np.mean(benefits > costs))


def payback(months: Array, horizon: int) -> tuple[float, float | None]:
    """P(paid back within the horizon), and the median month over all draws; None where that lies beyond it.

    Parameters
    ----------
    months : (D,) array
        Months until paid back; infinite where never.
    horizon : int
        Months that were looked at: what is paid back later is not known to be.
    """
    within = months <= horizon
    middle = float(np.quantile(months, 0.5, method="inverted_cdf"))
    return float(np.mean(within)), middle if middle <= horizon else None


def estimate(value: float, draws: Array, *, unit: str, level: float) -> Estimate:
    """A value and the central interval of its draws; no interval where they do not vary.

    A mean may lie outside of a central interval where a few draws are huge; the interval then reaches to it.
    """
    low, high = (float(end) for end in np.quantile(draws, [(1 - level) / 2, (1 + level) / 2]))
    low, high = min(low, value), max(high, value)
    # Draws that differ by rounding alone show no uncertainty.
    flat = high - low <= 1e-12 * max(abs(low), abs(high))
    return Estimate(value, unit, None if flat else Interval(low, high, level))
