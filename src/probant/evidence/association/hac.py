"""Least squares on weeks that hang together: Newey and West's standard errors, gaps allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Weeks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients and their covariance."""

    coefficients: Array
    """(K,)"""
    covariance: Array
    """(K, K)"""
    freedom: int
    """Weeks less coefficients."""


def lags(weeks: int) -> int:
    """How many weeks back residuals are taken to hang together: floor(4 (T / 100)^(2/9)).

    References
    ----------
    Newey & West (1994), Automatic lag selection in covariance matrix estimation, Review of Economic
    Studies 61: the first-stage rule for the Bartlett kernel, here used as it stands.
    """
    return int(4.0 * (weeks / 100.0) ** (2.0 / 9.0))


def fit(outcome: Array, regressors: Array, weeks: Weeks, *, lag: int) -> Fit:
    """Regress `outcome` on `regressors`, with a covariance that holds when neighbouring weeks are alike.

    Parameters
    ----------
    outcome : (T,) array
        Any unit.
    regressors : (T, K) array
        Of full rank, T > K; a column of ones for an intercept.
    weeks : (T,) array of int
        Number of each week, rising; where a number is left out, that week is not known, and weeks are
        neighbours by number, not by row.
    lag : int
        Weeks back that are taken in, >= 0; 0 gives White's standard errors.

    References
    ----------
    Newey & West (1987), A simple, positive semi-definite, heteroskedasticity and autocorrelation
    consistent covariance matrix, Econometrica 55; with gaps: Datta & Du (2012), Nonparametric HAC
    estimation for time series data with missing observations, Board of Governors IFDP 1060, the
    estimator that puts 0 for the scores of missing weeks; factor T / (T - K) for the coefficients fitted.
    """
    inverse = np.linalg.inv(regressors.T @ regressors)
    coefficients = inverse @ (regressors.T @ outcome)
    scores = regressors * (outcome - regressors @ coefficients)[:, None]
    count, columns = regressors.shape
    middle = _long_run(scores, weeks, lag) * count / (count - columns)
    return Fit(coefficients, inverse @ middle @ inverse, count - columns)


def _long_run(scores: Array, weeks: Weeks, lag: int) -> Array:
    """Bartlett-weighted sum of the scores' autocovariances; weeks that are not known add nothing."""
    grid = np.zeros((int(weeks[-1] - weeks[0]) + 1, scores.shape[1]))
    grid[weeks - weeks[0]] = scores
    total: Array = grid.T @ grid
    for back in range(1, min(lag, len(grid) - 1) + 1):
        together = grid[back:].T @ grid[:-back]
        total = total + (1.0 - back / (lag + 1.0)) * (together + together.T)
    return total
