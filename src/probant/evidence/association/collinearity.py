"""Collinearity: can the channels be told apart at all?"""

from __future__ import annotations

import numpy as np

from probant.evidence.association.hac import Array

THRESHOLD = 10.0
"""Variance inflation above which a channel's own part is held to be lost in that of the others."""


def variance_inflation(spend: Array) -> Array:
    """1 / (1 - R^2) of each channel's spend regressed on that of all others.

    Parameters
    ----------
    spend : (T, C) array
        In one currency.

    Returns
    -------
    (C,) array
        1 where it has nothing in common with the others, infinite where they say it all; NaN where
        it does not vary.

    References
    ----------
    Marquardt (1970), Generalized inverses, ridge regression, biased linear estimation, and nonlinear
    estimation, Technometrics 12: the factor, and 10 as a bound.
    """
    centred = spend - spend.mean(axis=0)
    found = np.full(spend.shape[1], np.nan)
    for channel in range(spend.shape[1]):
        own, others = centred[:, channel], np.delete(centred, channel, axis=1)
        total = float(own @ own)
        if total > 0.0:
            left = own - others @ np.linalg.lstsq(others, own, rcond=None)[0]
            unexplained = float(left @ left) / total
            found[channel] = np.inf if unexplained < 1e-12 else 1.0 / unexplained
    return found
