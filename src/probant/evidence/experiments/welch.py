"""Difference of two arms whose variances need not be equal."""

from __future__ import annotations

from math import sqrt

from scipy.special import stdtr, stdtrit

from probant.evidence.experiments.moments import Reading
from probant.vocabulary import Estimate, Interval


def difference(control: Reading, treated: Reading, *, unit: str, level: float = 0.95) -> Estimate:
    """Treated minus control, with a two-sided t-interval that covers at `level`.

    Parameters
    ----------
    control, treated : Reading
        In `unit`.
    unit : str
        Unit of the difference.
    level : float
        Coverage, in (0, 1).

    Returns
    -------
    Estimate
        Without an interval where neither arm has any spread: no uncertainty can be stated then.

    References
    ----------
    Welch (1947), The generalization of 'Student's' problem when several different population
    variances are involved, Biometrika 34.
    """
    gap = treated.value - control.value
    error = standard_error(control, treated)
    if error == 0.0:
        return Estimate(gap, unit)
    half = quantile(control, treated, level) * error
    return Estimate(gap, unit, Interval(gap - half, gap + half, level))


def standard_error(control: Reading, treated: Reading) -> float:
    """Standard error of the difference, the arms being independent."""
    return sqrt(control.variance + treated.variance)


def quantile(control: Reading, treated: Reading, level: float) -> float:
    """Half width of the interval in standard errors: Student's t with Welch's degrees of freedom."""
    return float(stdtrit(freedom(control, treated), (1 + level) / 2))


def freedom(control: Reading, treated: Reading) -> float:
    """Welch and Satterthwaite's degrees of freedom; at least one arm must have spread."""
    a, b = control.variance, treated.variance
    return (a + b) ** 2 / (a**2 / control.freedom + b**2 / treated.freedom)


def p_value(control: Reading, treated: Reading) -> float:
    """Two-sided p of no difference; 1 where neither arm has any spread, for then nothing is tested."""
    error = standard_error(control, treated)
    if error == 0.0:
        return 1.0
    return 2.0 * float(stdtr(freedom(control, treated), -abs(treated.value - control.value) / error))
