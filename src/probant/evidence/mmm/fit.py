"""Fit a mix model: draws of its coordinates, gated, and what they mean in original units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm.model import CARRYOVER_PRIORS, REACH, Model, packed
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
    swings: Array
    """(D, N, K) how far the effect of each changing channel goes along each wave."""

    def course(self, place: int, chosen: np.ndarray | slice = slice(None)) -> Array:
        """(n, T) effect at each step over its mean, for the draws of these numbers; (n, 1) ones where it is steady."""
        if place not in self.model.changing:
            return np.ones((len(self.noise[chosen]), 1))
        return np.asarray(1.0 + self.swings[chosen, self.model.changing.index(place)] @ self.model.waves)


def fit(one: Model, rng: np.random.Generator, plan: Plan) -> Fit:
    """Sample the model until the gate is passed, or its tries are used up: `sample.sound` says which."""
    target = target_of(one)
    found = sample(target, one.start, rng, plan, lambda points: _logs_and_swings(one, target, points)[0])
    return read(one, target, found, rng)


def target_of(one: Model) -> Target:
    """The compiled density with this model's data."""
    from probant.evidence.mmm import density

    data = packed(one)
    steps, lags, channels, columns = (int(size) for size in data[0][:4])
    dimension = one.firsts[-1] + 1
    if not one.varies:
        return Target(density.national, data, dimension, density.memory(steps, lags, channels, columns))
    from probant.evidence.mmm import varying_density

    work = varying_density.memory(steps, lags, channels, columns, len(one.changing) * len(one.waves))
    return Target(varying_density.varying, data, dimension, work)


def read(one: Model, target: Target, found: Sample, rng: np.random.Generator | None = None) -> Fit:
    """What the draws mean; how far effects change is drawn too, or, without `rng`, is its mean given the rest."""
    points = found.flat
    curves = [_curve(one, place, points) for place in range(len(one.found.channels))]
    parameters = {
        name: _wide([curve[0][name] for curve in curves], points)
        for name in adstock.PARAMETERS[one.specification.adstock]
    }
    swinging = (len(points), len(one.changing) * len(one.waves))
    normal = None if rng is None else rng.standard_normal(swinging)
    logs, swings = _logs_and_swings(one, target, points, normal)
    lasts = points[:, [after - 1 for after in one.firsts[1:]]]
    return Fit(
        model=one,
        sample=found,
        weights=adstock.weights(one.specification.adstock, list(parameters.values()), one.specification.lags),
        carryover=parameters,
        half=_wide([curve[1] for curve in curves], points),
        slope=_wide([curve[2] for curve in curves], points),
        most=np.exp(logs) * one.outcome_scale,
        mean=np.logaddexp(0.0, lasts) * one.effects[:, 3] * one.outcome_scale,
        noise=np.exp(points[:, -1]) * one.outcome_scale,
        swings=swings.reshape(len(points), len(one.changing), len(one.waves)),
    )


def _wide(columns: list[Array], points: Array) -> Array:
    """(D, C), also where there is no channel."""
    return np.column_stack(columns) if columns else np.zeros((len(points), 0))


def _curve(one: Model, place: int, points: Array) -> tuple[dict[str, Array], Array, Array]:
    """As `curve_of`, of one channel, `half` in the unit of its exposure, or of its frequency."""
    own = points[:, one.firsts[place] : one.firsts[place + 1]]
    parameters, half, slope = curve_of(one.specification, own)
    if one.saturations[place] != REACH:
        return parameters, half * one.exposure_scale[place], slope
    first = len(CARRYOVER_PRIORS[one.specification.adstock])
    return parameters, np.exp(own[:, first]), np.exp(own[:, first + 1])


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


def _logs_and_swings(one: Model, target: Target, points: Array, normal: Array | None = None) -> tuple[Array, Array]:
    """(n, C) log of contribution over height, on the density's scale; (n, N K) swings, made of normal numbers."""
    points = np.ascontiguousarray(points)
    effects, swings = np.empty((len(points), len(one.found.channels))), np.zeros((len(points), 0))
    if one.varies:
        from probant.evidence.mmm import varying_density

        swings = np.zeros((len(points), len(one.changing) * len(one.waves)))
        made_of = np.zeros(swings.shape) if normal is None else normal
        varying_density.drawn(target.data, points, made_of, np.zeros(target.work), effects, swings)
    else:
        from probant.evidence.mmm import density

        density.effects_of(target.data, points, np.zeros(target.work), effects)
    return np.log(effects), swings
