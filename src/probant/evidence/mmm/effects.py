"""What the draws say of each channel over the period: contribution, return, last unit of money, carryover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm.common_scale import factors
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.model import REACH, SATURATION_PRIORS
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
    shape = found.most.shape
    total, marginal = np.empty(shape), np.empty(shape)
    by_step = np.empty((len(one.found.days), shape[1]))
    for place in range(shape[1]):
        height, gain = swung(found, place, contributions(found, place)), swung(found, place, _gain(found, place))
        total[:, place], by_step[:, place] = height.sum(axis=1), height.mean(axis=0)
        marginal[:, place] = gain.sum(axis=1)
    return Effects(total, marginal, by_step, adstock.mean_lag(found.weights))


def contributions(found: Fit, place: int, chosen: np.ndarray | slice = slice(None)) -> Array:
    """(n, T) of a channel, by step, for the draws of these numbers, as if its effect were always its mean."""
    one = found.model
    most, weights = found.most[chosen, place, None], found.weights[chosen, place]
    half, slope = found.half[chosen, place, None], found.slope[chosen, place, None]
    if one.saturations[place] == REACH:
        return np.asarray(most * _reached(one.series[place], one.frequency(place), weights, half, slope))
    carried = weights @ windows(one.series[place] * one.exposure_scale[place], one.specification.lags)
    return np.asarray(most * saturation.height(one.specification.saturation, carried, half, slope))


def swung(found: Fit, place: int, by_step: Array, chosen: np.ndarray | slice = slice(None)) -> Array:
    """(n, T) the same as its effect changes over time."""
    return by_step * found.course(place, chosen) if place in found.model.changing else by_step


def _gain(found: Fit, place: int) -> Array:
    """(D, T) what one per cent more exposure in every step of the period would add, times 100."""
    one, lags = found.model, found.model.specification.lags
    most, weights = found.most[:, place, None], found.weights[:, place]
    half, slope = found.half[:, place, None], found.slope[:, place, None]
    inside = one.series[place].copy()
    inside[: lags - 1] = 0.0
    if one.saturations[place] == REACH:
        return np.asarray(most * _reached(inside, one.frequency(place), weights, half, slope))
    scale = one.exposure_scale[place]
    carried = weights @ windows(one.series[place] * scale, lags)
    steep = saturation.steepness(one.specification.saturation, np.maximum(carried, 1e-12), half, slope)
    return np.asarray(most * steep * (weights @ windows(inside * scale, lags)))


def _reached(reach: Array, often: Array, weights: Array, half: Array, slope: Array) -> Array:
    """(n, T) carryover of reach times Hill(frequency): both (L - 1 + T,), weights (n, L), half and slope (n, 1)."""
    works, lags = reach * saturation.height("hill", often, half, slope), weights.shape[1]
    steps = works.shape[1] - lags + 1
    carried = np.zeros((len(works), steps))
    for lag in range(lags):
        carried += weights[:, lag, None] * works[:, lags - 1 - lag : lags - 1 - lag + steps]
    return carried


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
        shared = factors(one.specification.prior_spread, rng, draws)[:, None]
        log_normal, half_normal = np.exp(first + second * normal), np.abs(normal) * second * shared
        mean = np.where(kinds == 1.0, log_normal, half_normal)
    return np.asarray(mean * steps * one.outcome_scale)


def _prior_heights(found: Fit, rng: np.random.Generator, draws: int) -> Array:
    """(draws, C) mean height of the curves, with carryover left out: it moves spend and does not add to it."""
    one = found.model
    exposure = one.found.exposure / one.exposure_scale
    out = np.empty((draws, exposure.shape[1]))
    for place, family in enumerate(one.saturations):
        drawn = [
            np.log(rng.gamma(a, 1.0 / b, draws)) if kind == 1.0 else rng.normal(a, b, draws)
            for kind, a, b in SATURATION_PRIORS[family]
        ]
        slope = np.exp(drawn[-1])[:, None] if len(drawn) > 1 else np.ones((draws, 1))
        if family == REACH:
            often = one.frequency(place)[one.specification.lags - 1 :]
            heights = exposure[:, place] * saturation.height("hill", often, np.exp(drawn[0])[:, None], slope)
        else:
            half = (saturation.HALF_OF_LOGISTIC if family == "logistic" else 1.0) / np.exp(drawn[0])
            heights = saturation.height(family, exposure[None, :, place], half[:, None], slope)
        out[:, place] = heights.mean(axis=1)
    return out
