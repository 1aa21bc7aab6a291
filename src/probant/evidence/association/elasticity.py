"""Elasticity: by how many per cent the outcome is higher in weeks with one per cent more spend."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from probant.evidence.association import hac
from probant.evidence.association.hac import Array, Weeks
from probant.vocabulary import Estimate, Interval

UNIT = "elasticity"


def elasticity(outcome: Array, spend: Array, weeks: Weeks, controls: Array, *, level: float = 0.9) -> Estimate | None:
    """Slope of log outcome on log spend, with `controls` beside it and a Newey-West interval.

    Parameters
    ----------
    outcome, spend : (T,) array
        Both > 0, each in a unit of its own: the slope has none.
    weeks : (T,) array of int
        Number of each week, rising.
    controls : (T, M) array
        What is held fixed, M = 0 for nothing; a constant is added.
    level : float
        Coverage, in (0, 1).

    Returns
    -------
    Estimate or None
        In per cent per per cent. None where spend does not vary beside the controls, or weeks are too
        few for them. Without an interval where the fit is exact.
    """
    regressors = np.column_stack([np.log(spend), np.ones(len(spend)), controls])
    if len(regressors) <= regressors.shape[1] or np.linalg.matrix_rank(_scaled(regressors)) < regressors.shape[1]:
        return None
    found = hac.fit(np.log(outcome), regressors, weeks, lag=hac.lags(len(weeks)))
    slope = float(found.coefficients[0])
    half = float(stdtrit(found.freedom, (1 + level) / 2) * np.sqrt(max(0.0, found.covariance[0, 0])))
    return Estimate(slope, UNIT, Interval(slope - half, slope + half, level) if half > 0.0 else None)


def _scaled(regressors: Array) -> Array:
    """Columns centred where they vary and of length 1, so that the rank does not depend on units."""
    centred = regressors - regressors.mean(axis=0)
    flat = np.abs(centred).max(axis=0) <= 1e-12 * np.abs(regressors).max(axis=0)
    used = np.where(flat, regressors, centred)
    used[:, flat.nonzero()[0][1:]] = 0.0
    lengths = np.linalg.norm(used, axis=0)
    return used / np.where(lengths > 0.0, lengths, 1.0)
