"""Forecasts from one origin after another, with and without each metric, in closed form.

At each origin only pairs whose target is known by then are learned from. All sums that the closed form
needs are running sums over weeks, so that every origin, metric and draw costs a few products and no fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probant.evidence.foresight.regressors import Known, penalty
from probant.evidence.foresight.scale import Array

_AT_ONCE = 8
"""Metrics that are forecast together: bounds the memory, changes no result."""


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """N forecasts made from R pairs."""

    known: Known
    rows: NDArray[np.int64]
    """(N,) pair that is forecast."""
    learned: NDArray[np.int64]
    """(N,) how many pairs were known by then."""
    inverse: Array
    """(N, K, K) inverse of the columns' cross products and the prior's precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """Errors without a metric, and by how much the forecast moves with it: D outcomes, N weeks, M metrics."""

    errors: Array
    """(D, N) outcome less forecast without the metric, on the outcome's scale."""
    steps: Array
    """(D, N, M) forecast with the metric less that without it."""
    slopes: Array
    """(D, N, M) coefficient of the metric, per standard deviation."""


def origins(known: Known, count: int) -> Origins:
    """The last `count` pairs as forecasts, each learned from the pairs whose targets were known at its origin."""
    columns = known.columns
    rows = np.arange(len(columns) - count, len(columns))
    learned = rows - known.lead + 1
    products = _before(columns[:, :, None] * columns[:, None, :])[learned]
    inverse = np.asarray(np.linalg.inv(products + penalty(columns.shape[1])), dtype=np.float64)
    return Origins(known, rows, learned, inverse)


def forecasts(made: Origins, metrics: Array, outcomes: Array) -> Forecasts:
    """Forecast `outcomes` without and with each metric.

    The metric's coefficient is that of least squares once the other columns are held fixed (Frisch and
    Waugh), shrunk by 1 - 1 / F, and to 0 where F, its squared t, is below 1: what chance alone would
    give is not believed.

    Parameters
    ----------
    made : Origins
        From where and how forecasts are made.
    metrics : (R, M) array
        Each metric at the origin of each pair, any scale.
    outcomes : (D, R) array
        Outcomes on their scale, less their centre.

    References
    ----------
    Frisch & Waugh (1933), Partial time regressions as compared with individual trends, Econometrica 1;
    Liang, Paulo, Molina, Clyde & Berger (2008), Mixtures of g priors for Bayesian variable selection,
    Journal of the American Statistical Association 103: the local empirical Bayes g, F - 1.
    """
    alone = _unaided(made, outcomes)
    parts = [
        _aided(made, alone, metrics[:, start : start + _AT_ONCE], outcomes)
        for start in range(0, metrics.shape[1], _AT_ONCE)
    ]
    steps, slopes = (np.concatenate(part, axis=2) for part in zip(*parts, strict=True))
    return Forecasts(alone.errors, steps, slopes)


@dataclass(frozen=True, slots=True, eq=False)
class _Unaided:
    """Forecasts of D outcomes without any metric."""

    sums: Array
    """(N, D, K) products of outcomes and columns, summed over what was learned from."""
    errors: Array
    """(D, N)"""
    unexplained: Array
    """(N, D) squares that the columns leave."""


def _unaided(made: Origins, outcomes: Array) -> _Unaided:
    columns, learned = made.known.columns, made.learned
    sums = _before((outcomes[:, :, None] * columns).swapaxes(0, 1))[learned]
    coefficients = np.matmul(sums, made.inverse)
    errors = outcomes[:, made.rows] - np.matmul(coefficients, columns[made.rows][:, :, None])[:, :, 0].T
    unexplained = _before((outcomes**2).T)[learned] - (sums * coefficients).sum(axis=2)
    return _Unaided(sums, errors, unexplained)


def _aided(made: Origins, alone: _Unaided, metrics: Array, outcomes: Array) -> tuple[Array, Array]:
    """Steps and slopes, (D, N, M) each, of a few metrics."""
    columns, learned = made.known.columns, made.learned
    cross = _before(columns[:, :, None] * metrics[:, None, :])[learned]
    own = np.matmul(made.inverse, cross)
    left = _before(metrics**2)[learned] - np.einsum("nkm,nkm->nm", cross, own)
    news = metrics[made.rows] - np.einsum("nk,nkm->nm", columns[made.rows], own)
    shared = _before(outcomes.T[:, :, None] * metrics[:, None, :])[learned] - np.matmul(alone.sums, own)
    slopes = _shrunk(shared, left, alone.unexplained, learned - columns.shape[1] / 2)
    return (slopes * news[:, None, :]).swapaxes(0, 1), slopes.swapaxes(0, 1)


def _shrunk(shared: Array, left: Array, unexplained: Array, freedom: Array) -> Array:
    """(N, D, M) coefficients from what metric and outcome share, (N, D, M), and what is left of the metric, (N, M)."""
    varies = left > 1e-9
    slopes = np.where(varies[:, None, :], shared / np.where(varies, left, 1.0)[:, None, :], 0.0)
    explained = slopes * shared
    noise = (unexplained[:, :, None] - explained) / np.maximum(freedom, 5.0)[:, None, None]
    signal = explained / np.maximum(noise, 1e-300)
    return np.asarray(slopes * np.maximum(0.0, 1.0 - 1.0 / np.maximum(signal, 1e-300)))


def _before(values: Array) -> Array:
    """Running sums along the first axis, one longer: entry r adds up all before r."""
    return np.concatenate([np.zeros((1, *values.shape[1:])), values.cumsum(axis=0)])
