"""Fit a mix model: draws of its coordinates, gated, and what they mean in original units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm.model import CARRYOVER_PRIORS, Model, packed
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation
from probant.stats.adstock import Array
from probant.stats.sampling import Plan, Sample, Target, sample


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Draws of a model, in original units where a field says so. D draws, C channels."""

    model: Model
    sample: Sample
    weights: Array
    """(D, C, L) carryover."""
    carryover: dict[str, Array]
    """(D, C) by name of the family's parameters, see `stats.adstock`."""
    half: Array
    """(D, C) exposure per step at which half of the most is reached, in the exposure's unit."""
    slope: Array
    """(D, C) Hill's; 1 for the others."""
    most: Array
    """(D, C) outcome per step that endless exposure would bring."""
    mean: Array
    """(D, C) mean contribution per step."""
    noise: Array
    """(D,) deviation of the noise, in the outcome's unit."""


def fit(one: Model, rng: np.random.Generator, plan: Plan) -> Fit:
    """Sample the model until the gate is passed, or its tries are used up: `sample.sound` says which."""
    target = target_of(one)
    found = sample(target, one.start, rng, plan, lambda points: _logs_of_effects(one, target, points))
    return read(one, target, found)


def target_of(one: Model) -> Target:
    """The compiled density with this model's data."""
    from probant.evidence.mmm import density

    data = packed(one)
    steps, lags, channels, columns = (int(size) for size in data[0][:4])
    dimension = channels * one.width + 1
    return Target(density.national, data, dimension, density.memory(steps, lags, channels, columns))


def read(one: Model, target: Target, found: Sample) -> Fit:
    """What the draws mean."""
    points = found.flat
    by_channel = points[:, :-1].reshape(len(points), len(one.found.channels), one.width)
    parameters, half, slope = curve_of(one.specification, by_channel)
    return Fit(
        model=one,
        sample=found,
        weights=adstock.weights(one.specification.adstock, list(parameters.values()), one.specification.lags),
        carryover=parameters,
        half=half * one.exposure_scale,
        slope=slope,
        most=np.exp(_logs_of_effects(one, target, points)) * one.outcome_scale,
        mean=np.logaddexp(0.0, by_channel[..., -1]) * one.effects[:, 3] * one.outcome_scale,
        noise=np.exp(points[:, -1]) * one.outcome_scale,
    )


def curve_of(one: Specification, by_channel: Array) -> tuple[dict[str, Array], Array, Array]:
    """Carryover by name, half and slope, from coordinates (..., W) of which the first are the curve's.

    `half` is in units of the largest exposure.
    """
    count = len(CARRYOVER_PRIORS[one.adstock])
    steep = saturation.HALF_OF_LOGISTIC if one.saturation == "logistic" else 1.0
    rises = np.exp(by_channel[..., count])
    slope = np.exp(by_channel[..., count + 1]) if one.saturation == "hill" else np.ones(rises.shape)
    return _carryover(one, by_channel), steep / rises, slope


def _carryover(one: Specification, by_channel: Array) -> dict[str, Array]:
    first = by_channel[..., 0]
    if one.adstock == "weibull":
        return {"scale": np.exp(first), "shape": np.exp(by_channel[..., 1])}
    found = {"retention": 1.0 / (1.0 + np.exp(-first))}
    if one.adstock == "delayed":
        found["peak"] = (one.lags - 1) / (1.0 + np.exp(-by_channel[..., 1]))
    return found


def _logs_of_effects(one: Model, target: Target, points: Array) -> Array:
    """(n, C) log of contribution over height, on the density's scale."""
    from probant.evidence.mmm import density

    effects = np.empty((len(points), len(one.found.channels)))
    density.effects_of(target.data, np.ascontiguousarray(points), np.zeros(target.work), effects)
    return np.log(effects)
