"""CUPED: what was known of the units before the assignment takes noise out of what came after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from probant.errors import TooLittle
from probant.evidence.experiments.moments import Array, Moments, Statistic
from probant.words import say

_SAME = 1e-24
"""A spread this small against n centre^2 is the rounding of the subtraction: the covariate is constant."""
_RANK = 1e-10
"""Smallest eigenvalue of the covariates' correlations, against the largest, that is told from 0."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Statistics of the arms, in their order, free of what the covariates foretold."""

    statistics: tuple[Statistic, ...]
    inflation: float
    """Factor on each variance for the coefficients that were fitted, >= 1."""


def adjust(arms: Sequence[Moments], statistics: Sequence[Statistic], covariates: Sequence[int]) -> Adjusted:
    """Take theta . (covariates of the arm - covariates of all arms) off each arm's statistic.

    Theta is one vector for all arms: the regression of influences on covariates within arms, pooled.
    Constant covariates, and those that others already say, are left out of it; so a constant
    covariate changes nothing.

    Parameters
    ----------
    arms : sequence of Moments
        The arms that are compared.
    statistics : sequence of Statistic
        One an arm, in its order.
    covariates : sequence of int
        Columns (from 0) measured before the assignment; none: nothing is changed.

    Raises
    ------
    TooLittle
        If there are not more clusters than arms and covariates together.

    References
    ----------
    Deng, Xu, Kohavi & Walker (2013), Improving the Sensitivity of Online Controlled Experiments by
    Utilizing Pre-Experiment Data, WSDM; with several covariates and theta from within the arms it is
    the analysis of covariance, Fisher (1932).
    """
    rows = [1 + column for column in covariates]
    deviations = [_deviations(arm, rows) for arm in arms]
    within = sum((a @ arm.clustered @ a.T for arm, a in zip(arms, deviations, strict=True)), np.zeros((len(rows),) * 2))
    shared = [a @ arm.clustered @ s.weights for arm, a, s in zip(arms, deviations, statistics, strict=True)]
    theta, rank = _solve(within, np.sum(shared, axis=0), _floors(arms, covariates))
    spare = sum(arm.clusters for arm in arms) - len(arms)
    if rank >= spare:
        raise TooLittle(
            say("{clusters} independent units cannot carry {rank} covariates.", clusters=spare + len(arms), rank=rank),
            mend=say("leave covariates out, or wait for more units"),
        )
    overall = np.sum([arm.cross[0, rows] for arm in arms], axis=0) / sum(arm.n for arm in arms)
    done = (
        Statistic(s.value - float(theta @ (arm.cross[0, rows] / arm.n - overall)), s.weights - theta @ a)
        for arm, a, s in zip(arms, deviations, statistics, strict=True)
    )
    return Adjusted(tuple(done), spare / (spare - rank))


def _deviations(arm: Moments, rows: Sequence[int]) -> Array:
    """(covariates, 1 + K): weights that give each covariate's distance from its mean in the arm."""
    weights = np.zeros((len(rows), len(arm.cross)))
    for place, row in enumerate(rows):
        weights[place, row], weights[place, 0] = 1.0, -arm.cross[0, row] / arm.n
    return weights


def _floors(arms: Sequence[Moments], covariates: Sequence[int]) -> Array:
    """Spread below which a covariate is constant."""
    floors: Array = np.sum([_SAME * arm.n * arm.centre[list(covariates)] ** 2 for arm in arms], axis=0)
    return floors


def _solve(within: Array, shared: Array, floors: Array) -> tuple[Array, int]:
    """Least squares on the covariates that vary, on the scale of their correlations; and their rank."""
    spread = np.diag(within)
    varies = spread > floors
    theta = np.zeros(len(spread))
    if not varies.any():
        return theta, 0
    scale = np.sqrt(spread[varies])
    correlations = within[np.ix_(varies, varies)] / np.outer(scale, scale)
    rank = int(np.linalg.matrix_rank(correlations, tol=_RANK * len(scale), hermitian=True))
    theta[varies] = np.linalg.pinv(correlations, rcond=_RANK, hermitian=True) @ (shared[varies] / scale) / scale
    return theta, rank
