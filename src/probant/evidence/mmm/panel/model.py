"""The panel's model: areas side by side, scaled and laid out as the compiled density takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log, sqrt

import numpy as np

from probant.evidence.mmm.linear import LEVEL, Linear, linear
from probant.evidence.mmm.model import (
    ADSTOCKS,
    CARRYOVER_PRIORS,
    NOISE,
    SATURATION_PRIORS,
    SATURATIONS,
    believed_shares,
    half_normal_row,
)
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.lifts import panel_tests
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array

RATIO = (2.0, log(0.3), 0.75)
"""Prior of the log of an effect's spread between areas over its mean: normal."""


@dataclass(frozen=True, slots=True, eq=False)
class PanelModel:
    """What is sampled: scaled series, blocks and priors."""

    specification: Specification
    found: Panel
    sizes: Array
    """(G,) what each area's outcome and exposure are taken over."""
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
    # A belief that levels are about 0, held of each of G areas, would make channels of what is sold anyway: together
    # the areas shall say no more of it than one would.
    level = LEVEL * sqrt(len(found.areas))
    # Steps of unknown outcome are left out by zeros, so that all blocks have the same columns.
    blocks = tuple(
        linear(
            replace(one, outcome=np.zeros(len(one.days))),
            trend=specification.trend,
            harmonics=specification.harmonics,
            country=specification.country,
            whole=True,
            level=level,
        )
        for one in found.series
    )
    media = np.stack([_padded(one, specification.lags) / size for one, size in zip(found.series, sizes, strict=True)])
    scale = media.max(axis=(0, 2))
    effects = np.array(
        [half_normal_row(specification.prior_share * share, specification.prior_spread) for share in shares]
    )
    return PanelModel(specification, found, sizes, blocks, scale, media / scale[:, None], effects)


def _padded(one: Series, lags: int) -> Array:
    """(C, L - 1 + T) exposure, history first."""
    history = one.history[max(0, len(one.history) - lags + 1) :]
    lacking = np.zeros((lags - 1 - len(history), len(one.channels)))
    return np.concatenate([lacking, history, one.exposure]).T


def packed_panel(one: PanelModel) -> tuple[np.ndarray, tuple[Array, ...]]:
    """Sizes and matrices as `layout` names them."""
    specification, found = one.specification, one.found
    areas, channels, _ = one.media.shape
    known = np.stack([area.known for area in found.series])
    outcome = np.stack([area.outcome / size for area, size in zip(found.series, one.sizes, strict=True)])
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
