"""Areas side by side: their series, the panel's model, its draws, and what they mean together and apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from probant.errors import Refused, TooLittle
from probant.evidence.mmm.fit import curve_of
from probant.evidence.mmm.linear import Linear, linear
from probant.evidence.mmm.model import (
    ADSTOCKS,
    CARRYOVER_PRIORS,
    NOISE,
    SATURATION_PRIORS,
    SATURATIONS,
    believed_shares,
    half_normal_row,
    shape_start,
)
from probant.evidence.mmm.question import MixQuestion
from probant.evidence.mmm.series import Row, Series, of_area, prepared, together
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock
from probant.stats.adstock import Array
from probant.stats.sampling import Plan, Sample, Target, sample
from probant.words import say

RATIO = (2.0, log(0.3), 0.75)
"""Prior of the log of an effect's spread between areas over its mean: normal."""
PANEL_PLAN = Plan(draws=500, first=60, second=80, wanted=0.85, floor=0.3)
KEPT = 1000
"""Draws, of all, whose effects by area are worked out."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """G areas of the same T steps and C channels."""

    areas: tuple[str, ...]
    series: tuple[Series, ...]
    """(G,) one each."""
    together: Series
    """All areas added up."""

    @property
    def sizes(self) -> Array:
        """(G,) mean outcome of a step: what an area's outcome and exposure are taken in proportion to."""
        return np.array([np.abs(one.outcome).mean() for one in self.series])


def panel(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> Panel:
    """The areas that have both spend and outcome, over the steps that all of them share.

    Raises what `series` raises; Refused where an area's outcome is not known in some step, TooLittle for less than
    two areas.
    """
    names, days = prepared(question, rows)
    if len(names) < 2:
        raise TooLittle(
            say("Areas with both spend and outcome: {count}; two are the least.", count=len(names)),
            mend=say("load spend and outcomes by area, or ask with by_area = false"),
        )
    whole = together(question, {**rows, **{name: _kept(rows[name], names) for name in ("spend", "outcome")}}, days)
    found = tuple(of_area(question, rows, name, days, whole) for name in names)
    for name, one in zip(names, found, strict=True):
        if not one.known.all() or not np.any(one.outcome != 0.0):
            raise Refused(
                say(
                    "The outcome of the area “{area}” is not known, or 0, in {steps} steps.",
                    area=name,
                    steps=int((~one.known).sum()) or len(days),
                ),
                mend=say("ask for a period in which all areas are known, or leave the area out of the data"),
            )
    return Panel(names, found, whole)


def _kept(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    return [row for row in rows if row["area"] in names]


@dataclass(frozen=True, slots=True, eq=False)
class PanelModel:
    """What is sampled: scaled series, blocks and priors."""

    specification: Specification
    found: Panel
    blocks: tuple[Linear, ...]
    exposure_scale: Array
    """(C,) largest exposure of each channel over an area's size."""
    media: Array
    """(G, C, L - 1 + T) scaled exposure."""
    effects: Array
    """(C, 4) prior of each channel's mean contribution."""

    @property
    def width(self) -> int:
        """Coordinates of a channel."""
        one = self.specification
        return len(CARRYOVER_PRIORS[one.adstock]) + len(SATURATION_PRIORS[one.saturation]) + 2


def panel_model(found: Panel, specification: Specification) -> PanelModel:
    """Scale the data, each area by its size, and set the priors."""
    sizes, shares = found.sizes, believed_shares(found.together)
    blocks = tuple(
        linear(
            one,
            trend=specification.trend,
            harmonics=specification.harmonics,
            country=specification.country,
            whole=True,
        )
        for one in found.series
    )
    media = np.stack([_padded(one, specification.lags) / size for one, size in zip(found.series, sizes, strict=True)])
    scale = media.max(axis=(0, 2))
    effects = np.array([half_normal_row(specification.prior_share * share) for share in shares])
    return PanelModel(specification, found, blocks, scale, media / scale[:, None], effects)


def _padded(one: Series, lags: int) -> Array:
    """(C, L - 1 + T) exposure, history first."""
    history = one.history[max(0, len(one.history) - lags + 1) :]
    lacking = np.zeros((lags - 1 - len(history), len(one.channels)))
    return np.concatenate([lacking, history, one.exposure]).T


def packed_panel(one: PanelModel) -> tuple[np.ndarray, tuple[Array, ...]]:
    """Sizes and matrices as `panel_density` names them."""
    specification, found = one.specification, one.found
    areas, channels, _ = one.media.shape
    outcome = np.stack([area.outcome / size for area, size in zip(found.series, found.sizes, strict=True)])
    block = np.stack([part.scaled.T for part in one.blocks])
    own = (
        *CARRYOVER_PRIORS[specification.adstock],
        *SATURATION_PRIORS[specification.saturation],
        (-1.0, 0.0, 0.0),
        RATIO,
    )
    columns, steps = block.shape[1], outcome.shape[1]
    arrays = (
        one.media.reshape(areas * channels, -1),
        np.concatenate([outcome, np.ones((1, steps))]),
        block.reshape(areas * columns, steps),
        np.einsum("gkt,gjt->gkj", block, block).reshape(areas * columns, columns),
        np.einsum("gkt,gt->gk", block, outcome),
        np.array([*own * channels, (-1.0, 0.0, NOISE)]),
        one.effects,
        one.media.mean(axis=0),
    )
    families = (ADSTOCKS.index(specification.adstock), SATURATIONS.index(specification.saturation))
    sizes = np.array([steps, specification.lags, channels, columns, areas, *families], dtype=np.int64)
    return sizes, tuple(np.ascontiguousarray(array, dtype=float) for array in arrays)


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


def target_of_panel(one: PanelModel) -> Target:
    """The compiled density with this model's data."""
    from probant.evidence.mmm import panel_density

    data = packed_panel(one)
    steps, lags, channels, columns = (int(size) for size in data[0][:4])
    work = panel_density.memory(steps, lags, channels, columns)
    return Target(panel_density.panel, data, channels * one.width + 1, work)


def fit_panel(one: PanelModel, rng: np.random.Generator, plan: Plan = PANEL_PLAN) -> PanelFit:
    """Sample the panel until the gate is passed, or its tries are used up: `sample.sound` says which."""
    from probant.evidence.mmm import panel_density

    target = target_of_panel(one)
    channels = len(one.found.series[0].channels)
    each = [*shape_start(one.specification), 0.0, RATIO[1]]
    found = sample(target, np.array([*each * channels, log(0.1)]), rng, plan)
    chosen = np.linspace(0, len(found.flat) - 1, min(KEPT, len(found.flat))).astype(int)
    points = np.ascontiguousarray(found.flat[chosen])
    areas, size = len(one.found.areas), channels + int(target.data[0][panel_density.COLUMNS])
    effects, totals = np.empty((len(points), areas * channels)), np.empty((len(points), areas * channels))
    normal = rng.standard_normal((len(points) * areas, size))
    panel_density.area_effects(target.data, points, np.zeros(target.work), normal, effects, totals)
    by_channel = points[:, :-1].reshape(len(points), channels, one.width)
    parameters, half, slope = curve_of(one.specification, by_channel)
    scale = one.found.sizes[:, None]
    return PanelFit(
        model=one,
        sample=found,
        weights=adstock.weights(one.specification.adstock, list(parameters.values()), one.specification.lags),
        carryover=parameters,
        half=half,
        slope=slope,
        effects=effects.reshape(-1, areas, channels) * scale,
        totals=totals.reshape(-1, areas, channels) * scale,
    )
