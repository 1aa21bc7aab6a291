"""The panel sampled: draws of what all areas share, then of each area's own effects, in original units."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from probant.evidence.mmm.fit import curve_of
from probant.evidence.mmm.model import shape_start
from probant.evidence.mmm.panel.layout import TESTED, memory
from probant.evidence.mmm.panel.model import RATIO, PanelModel, packed_panel
from probant.evidence.mmm.panel.weights import again, tail
from probant.stats import adstock
from probant.stats.adstock import Array
from probant.stats.sampling import Plan, Sample, Target, sample

PANEL_PLAN = Plan(draws=500, first=60, second=80, wanted=0.85, floor=0.3)
KEPT = 1000
"""Draws, of all, whose effects by area are worked out."""
_TRIED = 32
"""Proposals from which a draw of an area's effects is chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class PanelFit:
    """D draws of a panel, in original units."""

    model: PanelModel
    sample: Sample
    weights: Array
    """(D, C, L) carryover."""
    carryover: dict[str, Array]
    """(D, C) by name of the family's parameters."""
    half: Array
    """(D, C) scaled exposure at which half of the most is reached."""
    slope: Array
    """(D, C) Hill's; 1 for the others."""
    effects: Array
    """(D, G, C) outcome per step that endless exposure would bring."""
    totals: Array
    """(D, G, C) contribution over the period."""
    block: Array
    """(D, G, K) coefficients of the scaled columns."""
    mean: Array
    """(D, C) mean contribution of a step along the reference series, in an area's mean outcome."""
    noise: Array
    """(D,) deviation of the noise, in an area's mean outcome."""
    tail: float
    """Pareto's k of the weights that took the draws from the density that was sampled to the true one; minus infinity
    where these hardly differ."""


def target_of_panel(one: PanelModel) -> Target:
    """The compiled density with this model's data."""
    from probant.evidence.mmm.panel import density

    data = packed_panel(one)
    steps, lags, channels, columns = (int(size) for size in data[0][:4])
    work = memory(steps, lags, channels, columns, int(data[0][TESTED]))
    return Target(density.panel, data, channels * one.width + 1, work)


def fit_panel(one: PanelModel, rng: np.random.Generator, plan: Plan = PANEL_PLAN) -> PanelFit:
    """Sample the panel until the gate is passed, or its tries are used up: `sample.sound` says which.

    The share of effects above 0 is nearly exact in the density that is sampled. The draws that are kept are weighted
    by how far it was off, and drawn again by these weights: so what is left is exact, but for the number of draws.
    """
    target = target_of_panel(one)
    channels = len(one.found.series[0].channels)
    each = [*shape_start(one.specification), 0.0, RATIO[1]]
    found = sample(target, np.array([*each * channels, log(0.1)]), rng, plan)
    chosen = np.linspace(0, len(found.flat) - 1, min(KEPT, len(found.flat))).astype(int)
    points = np.ascontiguousarray(found.flat[chosen])
    drawn, totals, logs = drawn_areas(one, target, points, rng)
    kept = again(logs, rng)
    return _read(one, found, points[kept], drawn[kept], totals[kept], tail(logs))


def drawn_areas(one: PanelModel, target: Target, points: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """(n, G, C + K) effects and coefficients, (n, G, C) contributions, and (n,) log weights, of (n, d) points."""
    from probant.evidence.mmm.panel import draws

    areas, channels, _ = one.media.shape
    columns = one.blocks[0].columns.shape[1]
    drawn, totals = np.empty((len(points), areas * (channels + columns))), np.empty((len(points), areas * channels))
    logs, seed = np.empty(len(points)), rng.integers(2**63, dtype=np.uint64)
    draws.area_draws(target.data, points, np.zeros(target.work), _TRIED, seed, drawn, totals, logs)
    return drawn.reshape(len(points), areas, -1), totals.reshape(len(points), areas, -1), logs


def _read(one: PanelModel, found: Sample, points: Array, drawn: Array, totals: Array, tail: float) -> PanelFit:
    channels, scale = totals.shape[2], one.sizes[:, None]
    by_channel = points[:, :-1].reshape(len(points), channels, one.width)
    parameters, half, slope = curve_of(one.specification, by_channel)
    return PanelFit(
        model=one,
        sample=found,
        weights=adstock.weights(one.specification.adstock, list(parameters.values()), one.specification.lags),
        carryover=parameters,
        half=half,
        slope=slope,
        effects=drawn[:, :, :channels] * scale,
        totals=totals * scale,
        block=drawn[:, :, channels:] * scale,
        mean=one.effects[:, 3] * np.logaddexp(0.0, by_channel[:, :, -2]),
        noise=np.exp(points[:, -1]),
        tail=tail,
    )
