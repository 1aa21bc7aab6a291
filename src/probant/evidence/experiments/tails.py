"""Skewness: are there units enough for a mean of so uneven a thing to be normal?"""

from __future__ import annotations

from probant.evidence.experiments.moments import Moments


def skewness(arm: Moments, column: int, cubes: float) -> float | None:
    """Third standardised moment of the thing in `column` (from 0); None where it does not vary.

    Parameters
    ----------
    arm : Moments
        Sums of the arm.
    column : int
        Which of its columns.
    cubes : float
        Sum over its units of (x - centre)^3.
    """
    n, offset = arm.n, float(arm.offsets[column])
    squares = float(arm.cross[1 + column, 1 + column]) / n
    second = squares - offset**2
    if second <= 1e-12 * squares or second <= 0.0:
        return None
    return (cubes / n - 3 * offset * squares + 2 * offset**3) / float(second**1.5)


def units_wanted(skew: float) -> float:
    """Units an arm should have for a 95 % interval of its mean to be near 95 %: 355 skewness^2.

    The rule is for skewness beyond 1; up to there it asks for nothing, and 0 is returned.

    References
    ----------
    Kohavi, Deng, Longbotham & Xu (2014), Seven Rules of Thumb for Web Site Experimenters, KDD: rule 7.
    """
    return 355.0 * skew**2 if abs(skew) > 1.0 else 0.0
