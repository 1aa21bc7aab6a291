"""Several specifications as one answer: each weighted by how well it foretells what it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array


def alternatives(asked: Specification) -> dict[str, Specification]:
    """The stated set: what else could have been held fixed, with curves of the same families."""
    return {
        "asked": asked,
        "trend": replace(asked, trend="linear" if asked.trend == "piecewise" else "piecewise"),
        "season": replace(asked, harmonics=asked.harmonics + 2),
        "short": replace(asked, lags=max(1, asked.lags // 2)),
    }


def families(asked: Specification) -> dict[str, Specification]:
    """Curves of other families, by the name of what is changed."""
    return {
        "saturation": replace(asked, saturation="hill" if asked.saturation != "hill" else "logistic"),
        "adstock": replace(asked, adstock="weibull" if asked.adstock != "weibull" else "geometric"),
    }


def left_out_density(logs: Array) -> Array:
    """(T,) log density of each outcome given all others, over draws of the posterior that has seen them.

    Parameters
    ----------
    logs : (D, T) array
        Log density of each outcome given the others and the draw.

    References
    ----------
    Gelfand, Dey & Chang (1992): importance sampling; weights cut at their mean times the root of their number,
    Ionides (2008), Truncated importance sampling, Journal of Computational and Graphical Statistics 17.
    """
    weights = np.exp(-(logs - logs.min(axis=0)))
    weights = np.minimum(weights, weights.mean(axis=0) * np.sqrt(len(logs)))
    high = logs.max(axis=0)
    found: Array = high + np.log((weights * np.exp(logs - high)).sum(axis=0) / weights.sum(axis=0))
    return found


def stacking(densities: Array, steps: int = 2000) -> Array:
    """(K,) weights of K models, >= 0 and summing to 1, under which their mixture foretells best.

    Parameters
    ----------
    densities : (T, K) array
        Log density of each outcome given the others, by model.

    References
    ----------
    Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive distributions, Bayesian
    Analysis 13. The maximum is reached by expectation and maximisation: the problem is concave.
    """
    shares = np.exp(densities - densities.max(axis=1, keepdims=True))
    weights = np.full(densities.shape[1], 1.0 / densities.shape[1])
    for _ in range(steps):
        mixed = shares * weights
        weights = (mixed / mixed.sum(axis=1, keepdims=True)).mean(axis=0)
    return np.asarray(weights)


def mixed(draws: Sequence[Array], weights: Array, rng: np.random.Generator) -> list[np.ndarray]:
    """Numbers of the draws that each model gives to the mixture; as many in all as the first has.

    Parameters
    ----------
    draws : sequence of (D_k, ...) arrays
        Of each model.
    weights : (K,) array
        Their shares.
    """
    total = len(draws[0])
    counts = np.floor(weights * total).astype(int)
    counts[np.argsort(weights * total - counts)[::-1][: total - counts.sum()]] += 1
    return [np.sort(rng.permutation(len(one))[:count]) for one, count in zip(draws, counts, strict=True)]
