"""Trend and season of the year, as things to hold fixed."""

from __future__ import annotations

import numpy as np

from probant.evidence.association.hac import Array, Weeks

WEEKS_A_YEAR = 365.25 / 7
HARMONICS = 2
FEWEST = 104
"""Weeks, two years, below which a season cannot be told from a trend."""


def trend_and_season(weeks: Weeks) -> Array:
    """(T, 1 + 2 HARMONICS): a straight line, and sines and cosines of the year and the half-year.

    Parameters
    ----------
    weeks : (T,) array of int
        Number of each week, rising.
    """
    angles = 2 * np.pi / WEEKS_A_YEAR * np.outer(weeks, np.arange(1, HARMONICS + 1))
    line = (weeks - weeks.mean()) / WEEKS_A_YEAR
    return np.column_stack([line, np.sin(angles), np.cos(angles)])
