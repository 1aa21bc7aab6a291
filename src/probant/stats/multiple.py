"""Many tests at once: how many of the findings are false."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p-values: reject those <= q, and at most a share q of the rejected is false on average.

    Proved for independent tests and for positive regression dependence.

    Parameters
    ----------
    p : (M,) array
        Two-sided p-values, in [0, 1].

    Returns
    -------
    (M,) array
        In the order of `p`, none smaller than its p, in [0, 1].

    References
    ----------
    Benjamini & Hochberg (1995), Controlling the False Discovery Rate, Journal of the Royal
    Statistical Society B 57; Benjamini & Yekutieli (2001), Annals of Statistics 29, on dependence.
    """
    raw = np.asarray(p, dtype=float)
    order = np.argsort(raw)[::-1]
    adjusted = np.empty_like(raw)
    steps = raw[order] * len(raw) / np.arange(len(raw), 0, -1)
    adjusted[order] = np.minimum.accumulate(np.minimum(steps, 1.0))
    return adjusted
