"""Power: how large an effect had to be to be found."""

from __future__ import annotations

from scipy.special import ndtr, ndtri


def detectable(error: float, *, level: float = 0.95, power: float = 0.8) -> float:
    """Smallest true effect whose interval excludes 0 with probability `power`, in the unit of `error`.

    Parameters
    ----------
    error : float
        Standard error of the effect, >= 0.
    level : float
        Coverage of the two-sided interval, in (0, 1).
    power : float
        In (0, 1).

    References
    ----------
    Bloom (1995), Minimum Detectable Effects, Evaluation Review 19.
    """
    return float(ndtri((1 + level) / 2) + ndtri(power)) * error


def power_at(effect: float, error: float, *, level: float = 0.95) -> float:
    """Probability that the interval excludes 0 on the right side, if the true effect is `effect`."""
    return float(ndtr(abs(effect) / error - ndtri((1 + level) / 2)))
