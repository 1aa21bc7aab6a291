"""What the draws say of each channel over the period: contribution, return, last unit of money, carryover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm.fit import Fit
from probant.stats import adstock, saturation
from probant.stats.adstock import Array


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """D draws of C channels, in the outcome's unit."""

    total: Array
    """(D, C) contribution over the period."""
    marginal: Array
    """(D, C) what one per cent more exposure in every step of the period would add, times 100."""
    by_step: Array
    """(T, C) mean contribution of each step."""
    delay: Array
    """(D, C) mean delay of the effect, in steps."""


def effects(found: Fit) -> Effects:
    """Contributions of the exposure before and in the period, to the steps of the period."""
    one = found.model
    steps, lags = len(one.found.days), one.specification.lags
    scaled = one.series * one.exposure_scale[:, None]
    inside = scaled.copy()
    inside[:, : lags - 1] = 0.0
    shape = found.most.shape
    total, marginal = np.empty(shape), np.empty(shape)
    by_step = np.empty((steps, shape[1]))
    for place in range(shape[1]):
        half, slope = found.half[:, place, None], found.slope[:, place, None]
        most, weights = found.most[:, place, None], found.weights[:, place]
        carried, own = weights @ windows(scaled[place], lags), weights @ windows(inside[place], lags)
        height = most * saturation.height(one.specification.saturation, carried, half, slope)
        steep = saturation.steepness(one.specification.saturation, np.maximum(carried, 1e-12), half, slope)
        total[:, place], by_step[:, place] = height.sum(axis=1), height.mean(axis=0)
        marginal[:, place] = (most * steep * own).sum(axis=1)
    return Effects(total, marginal, by_step, adstock.mean_lag(found.weights))


def windows(series: Array, lags: int) -> Array:
    """(L, T): row l holds the series l steps earlier."""
    steps = len(series) - lags + 1
    return np.stack([series[lags - 1 - lag : lags - 1 - lag + steps] for lag in range(lags)])


def prior_totals(found: Fit, rng: np.random.Generator, draws: int = 2000) -> Array:
    """(draws, C) contribution over the period as believed before the data, in the outcome's unit."""
    one = found.model
    steps = len(one.found.days)
    normal = rng.standard_normal((draws, len(one.found.channels)))
    kinds, first, second, _ = one.effects.T
    if one.specification.prior == "effect":
        mean = np.abs(normal) * second * _prior_heights(found, rng, draws)
    else:
        mean = np.where(kinds == 1.0, np.exp(first + second * normal), np.abs(normal) * second)
    return np.asarray(mean * steps * one.outcome_scale)


def _prior_heights(found: Fit, rng: np.random.Generator, draws: int) -> Array:
    """(draws, C) mean height of the curves, with carryover left out: it moves spend and does not add to it."""
    from probant.evidence.mmm.model import SATURATION_PRIORS

    one, family = found.model, found.model.specification.saturation
    steep = saturation.HALF_OF_LOGISTIC if family == "logistic" else 1.0
    exposure = one.found.exposure / one.exposure_scale
    out = np.empty((draws, exposure.shape[1]))
    for place in range(exposure.shape[1]):
        drawn = [
            np.log(rng.gamma(a, 1.0 / b, draws)) if kind == 1.0 else rng.normal(a, b, draws)
            for kind, a, b in SATURATION_PRIORS[family]
        ]
        slope = np.exp(drawn[1]) if family == "hill" else np.ones(draws)
        half = steep / np.exp(drawn[0])
        heights = saturation.height(family, exposure[None, :, place], half[:, None], slope[:, None])
        out[:, place] = heights.mean(axis=1)
    return out
