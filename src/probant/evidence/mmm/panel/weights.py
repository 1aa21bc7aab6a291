"""Draws of one law made draws of another: weights, how far they can be trusted, and a choice by them."""

from __future__ import annotations

import numpy as np

from probant.stats.adstock import Array

RELIABLE = 0.7
"""Pareto's k from which on means over weighted draws are no longer to be trusted."""
_EVEN = 0.1
"""Deviation of the weights, over their mean, up to which no mean can move by much, whatever the shape of their tail."""
_NOTHING = 1e-100
"""Of the largest weight: where a quarter of the largest ones lie below it, few draws are all."""


def again(logs: Array, rng: np.random.Generator) -> np.ndarray:
    """Numbers of draws, as many as there are, each as often as its weight says (systematic resampling).

    Parameters
    ----------
    logs : (D,) array
        Logs of the weights, up to a constant.
    """
    weights = np.exp(logs - logs.max())
    reached = np.cumsum(weights) / weights.sum()
    places = (np.arange(len(logs)) + rng.random()) / len(logs)
    return np.minimum(np.searchsorted(reached, places), len(logs) - 1)


def tail(logs: Array) -> float:
    """Pareto's k of the largest weights: up to 0.5 good, up to 0.7 usable; minus infinity where all are alike.

    Parameters
    ----------
    logs : (D,) array
        Logs of the weights, up to a constant; at least 25.

    References
    ----------
    Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling, Journal of Machine Learning
    Research 25; the fit is that of Zhang & Stephens (2009), A new and efficient estimation method for the generalized
    Pareto distribution, Technometrics 51, drawn towards .5 by ten draws' worth.
    """
    weights = np.sort(np.exp(logs - logs.max()))
    if weights.std() <= _EVEN * weights.mean():
        return -np.inf
    count = int(min(0.2 * len(weights), 3.0 * np.sqrt(len(weights))))
    over = weights[-count:] - weights[-count - 1]
    tried, quarter = 30 + int(np.sqrt(count)), over[int(count / 4 + 0.5) - 1]
    if quarter < _NOTHING:
        return np.inf
    rates = 1.0 / over[-1] + (1.0 - np.sqrt(tried / (np.arange(1, tried + 1) - 0.5))) / (3.0 * quarter)
    shapes = np.log1p(-rates[:, None] * over).mean(axis=1)
    likely = count * (np.log(-rates / shapes) - shapes - 1.0)
    rate = float((rates * np.exp(likely - likely.max())).sum() / np.exp(likely - likely.max()).sum())
    found = float(np.log1p(-rate * over).mean())
    return (count * found + 10.0 * 0.5) / (count + 10.0)
