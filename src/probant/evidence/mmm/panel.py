"""Areas side by side: their series, and the panel's model as the compiled density takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from probant.errors import Refused, TooLittle
from probant.evidence.mmm.linear import Linear, linear
from probant.evidence.mmm.model import (
    ADSTOCKS,
    CARRYOVER_PRIORS,
    NOISE,
    SATURATION_PRIORS,
    SATURATIONS,
    believed_shares,
    half_normal_row,
)
from probant.evidence.mmm.panel_lifts import panel_tests
from probant.evidence.mmm.question import MixQuestion
from probant.evidence.mmm.series import Row, Series, of_area, prepared, together
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array
from probant.words import say

RATIO = (2.0, log(0.3), 0.75)
"""Prior of the log of an effect's spread between areas over its mean: normal."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """G areas of the same T steps and C channels."""

    areas: tuple[str, ...]
    series: tuple[Series, ...]
    """(G,) one each."""
    together: Series
    """All areas added up; the outcome of a step is known where that of every area is."""

    @property
    def sizes(self) -> Array:
        """(G,) mean outcome of a known step: what an area's outcome and exposure are taken in proportion to."""
        return np.array([np.abs(one.outcome[one.known]).mean() for one in self.series])

    @property
    def filled(self) -> Series:
        """All areas added up, with the mean of an area's known steps in place of those that are not known."""
        parts = [np.where(one.known, one.outcome, one.outcome[one.known].mean()) for one in self.series]
        return replace(self.together, outcome=np.sum(parts, axis=0))


def panel(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> Panel:
    """The areas that have both spend and outcome, over the steps that all of them share.

    Raises what `series` raises; Refused where an area's outcome is nowhere known, or 0 wherever it is, TooLittle for
    less than two areas.
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
        if not np.any(one.outcome[one.known] != 0.0):
            raise Refused(
                say("The outcome of the area “{area}” is 0, or not known, in every step.", area=name),
                mend=say("ask for a period in which it is known, or leave the area out of the data"),
            )
    known = np.all([one.known for one in found], axis=0)
    return Panel(names, found, replace(whole, outcome=np.where(known, whole.outcome, np.nan)))


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
    # Steps of unknown outcome are left out by zeros, so that all blocks have the same columns.
    blocks = tuple(
        linear(
            replace(one, outcome=np.zeros(len(one.days))),
            trend=specification.trend,
            harmonics=specification.harmonics,
            country=specification.country,
            whole=True,
        )
        for one in found.series
    )
    media = np.stack([_padded(one, specification.lags) / size for one, size in zip(found.series, sizes, strict=True)])
    scale = media.max(axis=(0, 2))
    effects = np.array(
        [half_normal_row(specification.prior_share * share, specification.prior_spread) for share in shares]
    )
    return PanelModel(specification, found, blocks, scale, media / scale[:, None], effects)


def _padded(one: Series, lags: int) -> Array:
    """(C, L - 1 + T) exposure, history first."""
    history = one.history[max(0, len(one.history) - lags + 1) :]
    lacking = np.zeros((lags - 1 - len(history), len(one.channels)))
    return np.concatenate([lacking, history, one.exposure]).T


def packed_panel(one: PanelModel) -> tuple[np.ndarray, tuple[Array, ...]]:
    """Sizes and matrices as `panel_layout` names them."""
    specification, found = one.specification, one.found
    areas, channels, _ = one.media.shape
    known = np.stack([area.known for area in found.series])
    outcome = np.stack([area.outcome / size for area, size in zip(found.series, found.sizes, strict=True)])
    outcome = np.where(known, outcome, 0.0)
    block = np.stack([part.scaled.T for part in one.blocks]) * known[:, None]
    tests, without = panel_tests(one)
    own = (
        *CARRYOVER_PRIORS[specification.adstock],
        *SATURATION_PRIORS[specification.saturation],
        (-1.0, 0.0, 0.0),
        RATIO,
    )
    columns, steps = block.shape[1], outcome.shape[1]
    arrays = (
        np.concatenate([one.media.reshape(areas * channels, -1), one.media.mean(axis=0), without]),
        np.concatenate([outcome, np.ones((1, steps)), known]),
        block.reshape(areas * columns, steps),
        np.einsum("gkt,gjt->gkj", block, block).reshape(areas * columns, columns),
        np.einsum("gkt,gt->gk", block, outcome),
        np.array([*own * channels, (-1.0, 0.0, NOISE)]),
        one.effects,
        tests,
    )
    families = (ADSTOCKS.index(specification.adstock), SATURATIONS.index(specification.saturation))
    last = (*families, int(specification.positive), len(tests))
    sizes = np.array([steps, specification.lags, channels, columns, areas, *last], dtype=np.int64)
    return sizes, tuple(np.ascontiguousarray(array, dtype=float) for array in arrays)
