"""Sample ratio mismatch: did the arms receive the units that the design meant for them?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

THRESHOLD = 0.001
"""p below which the ratio is held to be broken (METHODS 5)."""


def p_value(counts: Sequence[int], weights: Sequence[float]) -> float:
    """Chi-square p of the units per arm against the intended split.

    Parameters
    ----------
    counts : sequence of int
        Units (clusters, where these were assigned) per arm, not all 0.
    weights : sequence of float
        Intended split in the same order, > 0, in any scale.

    Returns
    -------
    float
        In [0, 1]; 1 where there is only one arm.

    References
    ----------
    Fabijan et al. (2019), Diagnosing Sample Ratio Mismatch in Online Controlled Experiments, KDD.
    """
    seen, split = np.asarray(counts, dtype=float), np.asarray(weights, dtype=float)
    expected = seen.sum() * split / split.sum()
    if len(seen) == 1:
        return 1.0
    return float(chdtrc(len(seen) - 1, ((seen - expected) ** 2 / expected).sum()))
