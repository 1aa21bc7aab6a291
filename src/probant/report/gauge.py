"""Where an estimate, its interval and the line that matters lie on one drawn scale."""

from __future__ import annotations

from dataclasses import dataclass

from probant.vocabulary import Estimate

_MARGIN = 0.14
"""Share of the scale that is left free at either end."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """Positions from the left, in per cent of the width."""

    value: float
    low: float | None
    high: float | None
    """`low` and `high` are None where there is no interval."""
    line: float | None
    """None where the line that matters is not known."""


def gauge(estimate: Estimate | None, line: float | None) -> Gauge | None:
    """The drawn scale; None where there is but one number, which no scale can place."""
    if estimate is None:
        return None
    around = estimate.interval
    ends = () if around is None else (around.low, around.high)
    seen = [estimate.value, *ends, *(() if line is None else (line,))]
    width = max(seen) - min(seen)
    if width == 0:
        return None
    start, reach = min(seen) - _MARGIN * width, width * (1 + 2 * _MARGIN)

    def place(value: float) -> float:
        return float(round((value - start) / reach * 100, 2))

    return Gauge(
        value=place(estimate.value),
        low=None if around is None else place(around.low),
        high=None if around is None else place(around.high),
        line=None if line is None else place(line),
    )
