"""How far the tails of Student's t reach."""

from __future__ import annotations


def student(level: float, freedom: float) -> float:
    """The t beyond which a share (1 - level) / 2 lies on either side; `freedom` degrees, > 0."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + level) / 2))
