"""How probable it is that an effect lies on the good side of the line that matters."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from probant.vocabulary import Estimate

_NORMAL = NormalDist()


def standard_error(estimate: Estimate, line: float) -> float | None:
    """Standard error that the interval implies on the side of `line`, in the estimate's unit.

    An interval may be skewed; what counts is how far the truth may lie towards the line, so the
    half on that side is taken. None where the estimate states no uncertainty.
    """
    around = estimate.interval
    if around is None:
        return None
    half = estimate.value - around.low if estimate.value >= line else around.high - estimate.value
    return half / _NORMAL.inv_cdf((1 + around.level) / 2)


def beyond(estimate: Estimate, line: float, *, better: str = "more") -> float | None:
    """P(truth on the good side of `line`), reading the interval as a normal posterior under a flat prior.

    Parameters
    ----------
    estimate : Estimate
        Value and interval in one unit.
    line : float
        The value that matters, in the same unit: 0, or break-even.
    better : {'more', 'less'}
        Which side of the line is good.

    Returns
    -------
    float or None
        In [0, 1]; None where the estimate states no uncertainty.
    """
    error = standard_error(estimate, line)
    if error is None:
        return None
    if error == 0:
        return 0.5
    above = _NORMAL.cdf((estimate.value - line) / error)
    return above if better == "more" else 1 - above


def holm(tails: Sequence[float]) -> list[float]:
    """Tail probabilities adjusted for how many were looked at, in their own order.

    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6(2): the smallest times n, the next times n - 1, and so on, made monotone, at most 1.
    """
    order = sorted(range(len(tails)), key=tails.__getitem__)
    adjusted, running = [0.0] * len(tails), 0.0
    for place, index in enumerate(order):
        running = max(running, min(1.0, (len(tails) - place) * tails[index]))
        adjusted[index] = running
    return adjusted


def units_to_decide(
    estimate: Estimate, units: int, line: float, *, level: float = 0.95, power: float = 0.8
) -> int | None:
    """Units per arm at which a test would show this very effect, if it is the true one.

    The standard error falls with the root of the units; the effect must be (z_level + z_power)
    standard errors from the line. None where the estimate states no uncertainty or lies on the line.
    """
    error = standard_error(estimate, line)
    gap = abs(estimate.value - line)
    if not error or gap == 0:
        return None
    wanted = gap / (_NORMAL.inv_cdf((1 + level) / 2) + _NORMAL.inv_cdf(power))
    return round(units * (error / wanted) ** 2)
