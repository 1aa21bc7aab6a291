"""Relative lift: treated over control, less one."""

from __future__ import annotations

from math import sqrt

from probant.evidence.experiments import welch
from probant.evidence.experiments.moments import Reading
from probant.vocabulary import Estimate, Interval


def lift(control: Reading, treated: Reading, *, level: float = 0.95) -> Estimate | None:
    """Treated / control - 1, as a share, with an interval that is not symmetric.

    It excludes 0 exactly where the t-interval of the difference does.

    Returns
    -------
    Estimate or None
        None where the control is not above 0 beyond doubt at `level`: the lift could then be anything.
        Without an interval where the spread leaves it no width.

    References
    ----------
    Fieller (1954), Some problems in interval estimation, Journal of the Royal Statistical Society B 16.
    """
    if control.value <= 0.0:
        return None
    ratio = treated.value / control.value
    if control.variance + treated.variance == 0.0:
        return Estimate(ratio - 1.0, "share")
    q = welch.quantile(control, treated, level)
    doubt = q**2 * control.variance / control.value**2
    if doubt >= 1.0:
        return None
    within = treated.variance * (1.0 - doubt) + ratio**2 * control.variance
    half = q / control.value * sqrt(within) / (1.0 - doubt)
    middle = ratio / (1.0 - doubt)
    low, high = min(middle - half, ratio) - 1.0, max(middle + half, ratio) - 1.0
    return Estimate(ratio - 1.0, "share", Interval(low, high, level) if low < high else None)
