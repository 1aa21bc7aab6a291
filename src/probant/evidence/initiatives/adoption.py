"""How much of the work in scope is done with the initiative, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def curve(
    measured: Mapping[int, float], ceiling: Array | None, ramp: float | None, *, months: int, draws: int
) -> Iterator[Array]:
    """Adoption of month 0, 1, ...: measured where it was, else on its way to the ceiling.

    Before anything is measured it rises by a logistic that passes a tenth of the ceiling in month 0 and nine
    tenths after `ramp` months. After the last month measured it goes on by the same logistic from where it
    was; without a ceiling, or above it, it stays. Where nothing is measured and no ceiling is declared it is 1:
    all of the volume in scope.

    Parameters
    ----------
    measured : mapping of int to float
        Month from the start to adoption, in [0, 1].
    ceiling : (D,) array or None
        Adoption at last, in [0, 1].
    ramp : float or None
        Months, > 0; None: 12.
    months : int
        T, how many are wanted.
    draws : int
        D.

    Yields
    ------
    (D,) array
        In [0, 1], for months 0 to T - 1.

    References
    ----------
    Rogers (1962), Diffusion of Innovations: the S-shaped curve of adopters.
    """
    span = 12.0 if ramp is None else ramp
    pace = 2 * np.log(9) / span
    since, level = 0, None
    for month in range(months):
        if month in measured:
            since, level = month, np.full(draws, measured[month])
            yield level
        elif level is None:
            yield np.ones(draws) if ceiling is None else ceiling / (1 + np.exp(-pace * (month - span / 2)))
        else:
            yield level if ceiling is None else _onward(level, ceiling, pace * (month - since))


def _onward(level: Array, ceiling: Array, steps: float) -> Array:
    """The logistic through `level`, `steps` later; where the level is 0 or not below the ceiling it stays."""
    rising = (level > 0) & (level < ceiling)
    start = np.where(rising, level, 1.0)
    return np.where(rising, ceiling / (1 + (ceiling / start - 1) * np.exp(-steps)), level)
