"""Whether chains agree, and how many independent draws they are worth.

References
----------
Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Rank-normalization, folding, and localization: an improved R-hat
for assessing convergence of MCMC, Bayesian Analysis 16. Formulas as there; the sum of autocorrelations is cut by
Geyer's (1992) initial monotone sequence.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rhat(draws: Array) -> Array:
    """The larger of the split R-hat of the ranks and of the folded ranks.

    Parameters
    ----------
    draws : (M, N, S) array
        M chains of N draws, N >= 4, of S quantities.

    Returns
    -------
    (S,) array
        1 where chains agree; NaN where nothing varies.
    """
    halves = _halves(draws)
    folded = np.abs(halves - np.median(halves, axis=(0, 1)))
    return np.maximum(_plain_rhat(_normal_scores(halves)), _plain_rhat(_normal_scores(folded)))


def bulk_ess(draws: Array) -> Array:
    """(S,) effective number of draws for the middle of the distribution; parameters as for `rhat`."""
    return _ess(_normal_scores(_halves(draws)))


def tail_ess(draws: Array, *, low: float = 0.05, high: float = 0.95) -> Array:
    """(S,) the smaller of the effective numbers for two quantiles; parameters as for `rhat`."""
    halves = _halves(draws)
    ends = np.quantile(halves, [low, high], axis=(0, 1))
    return np.minimum(*(_ess((halves <= end).astype(float)) for end in ends))


def _halves(draws: Array) -> Array:
    """Each chain as two, (2 M, N // 2, S); of an odd number the middle draw is left out."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: Array) -> Array:
    """Normal quantiles of the ranks over all chains; equal values share their mean rank."""
    flat = draws.reshape(-1, draws.shape[-1])
    ranks = np.column_stack([_ranks(column) for column in flat.T])
    return _normal_quantile((ranks - 0.375) / (len(flat) + 0.25)).reshape(draws.shape)


def _ranks(values: Array) -> Array:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranked: Array = (last - (counts - 1) / 2.0)[place]
    return ranked


def _normal_quantile(p: Array) -> Array:
    """Acklam's rational approximation, relative error below 1.2e-9: for ranks that is plenty, and needs no scipy."""
    tail = np.minimum(p, 1.0 - p)
    root = np.sqrt(-2.0 * np.log(tail))
    outer = np.polyval(_TAIL, root) / np.polyval(_TAIL_UNDER, root)
    near = p - 0.5
    inner = near * np.polyval(_MIDDLE, near**2) / np.polyval(_MIDDLE_UNDER, near**2)
    found: Array = np.where(tail < 0.02425, np.where(p < 0.5, outer, -outer), inner)
    return found


_MIDDLE = (
    -3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02,
    1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00,
)  # fmt: skip
_MIDDLE_UNDER = (
    -5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02,
    6.680131188771972e01, -1.328068155288572e01, 1.0,
)  # fmt: skip
_TAIL = (
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00,
    -2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00,
)  # fmt: skip
_TAIL_UNDER = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00, 1.0)


def _plain_rhat(draws: Array) -> Array:
    steps = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    between = draws.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = np.sqrt((steps - 1) / steps + between / within)
    return found


def _ess(draws: Array) -> Array:
    """Effective number of draws: all of them over one plus twice the sum of autocorrelations."""
    chains, steps, _ = draws.shape
    covariance = _autocovariance(draws)
    within = covariance[:, 0].mean(axis=0) * steps / (steps - 1)
    whole = within * (steps - 1) / steps + draws.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = 1.0 - (within - covariance.mean(axis=0) * steps / (steps - 1)) / whole
    correlation[0] = 1.0
    pairs = correlation[: steps // 2 * 2].reshape(steps // 2, 2, -1).sum(axis=1)
    positive = np.cumprod(pairs > 0.0, axis=0)
    monotone = np.minimum.accumulate(np.maximum(pairs, 0.0), axis=0) * positive
    time = np.maximum(-1.0 + 2.0 * monotone.sum(axis=0), 1.0 / np.log10(chains * steps))
    found: Array = np.where(whole > 0.0, chains * steps / time, np.nan)
    return found


def _autocovariance(draws: Array) -> Array:
    """(M, N, S) autocovariances at lags 0 to N - 1, over N, by the fast Fourier transform."""
    steps = draws.shape[1]
    centred = draws - draws.mean(axis=1, keepdims=True)
    size = 2 ** int(np.ceil(np.log2(2 * steps)))
    spectrum = np.fft.rfft(centred, size, axis=1)
    found: Array = np.fft.irfft(np.abs(spectrum) ** 2, size, axis=1)[:, :steps] / steps
    return found
