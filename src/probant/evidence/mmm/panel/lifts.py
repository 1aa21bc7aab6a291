"""Experiments in some of the areas: what the density is told of them, and what the draws say of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from probant.errors import UnknownName
from probant.evidence.mmm.effects import windows
from probant.evidence.mmm.lifts import Tested, spendable, spread, tested
from probant.evidence.mmm.panel.layout import TEST_CHANNEL, TEST_FIRST, TEST_OTHER, TEST_ROW, TEST_WIDTH
from probant.evidence.mmm.question import Lift
from probant.stats import saturation
from probant.stats.adstock import Array
from probant.words import say

if TYPE_CHECKING:
    from probant.evidence.mmm.panel.fit import PanelFit
    from probant.evidence.mmm.panel.model import PanelModel


def panel_tests(one: PanelModel) -> tuple[Array, Array]:
    """(R, 9) tests by area as `layout` names their columns; (R, L - 1 + T) exposure had nothing been changed.

    Raises UnknownName for an area that the panel does not have, Refused for a test outside the period, or of more
    spend than there was.
    """
    areas, channels, length = one.media.shape
    rows: list[tuple[float, ...]] = []
    series: list[Array] = []
    for number, lift in enumerate(one.specification.lifts):
        where = tested(lift, one.found.together)
        ran = _areas(lift, one.found.areas)
        sizes = one.sizes[ran]
        about = (number, where.place, lift.lift / sizes.sum(), lift.error / sizes.sum())
        for g, other in zip(ran, _without(one, lift, where, ran), strict=True):
            place = one.sizes[g] / sizes.sum(), g * channels + where.place, (areas + 1) * channels + len(rows)
            rows.append((*about, where.first, where.last - where.first, *place))
            series.append(other)
    return np.array(rows).reshape(-1, 9), np.array(series).reshape(-1, length)


def _areas(lift: Lift, known: Sequence[str]) -> list[int]:
    for name in lift.areas:
        if name not in known:
            raise UnknownName(say("area"), name, known)
    return [g for g, name in enumerate(known) if not lift.areas or name in lift.areas]


def _without(one: PanelModel, lift: Lift, where: Tested, ran: Sequence[int]) -> Array:
    """(A, L - 1 + T) scaled exposure of the tested areas without the test."""
    sizes, whole = one.sizes[list(ran)], one.found.together
    spend = np.stack([one.found.series[g].spend[:, where.place] for g in ran])
    shares = spread(spend, where.touched, lift.spend, sizes[:, None])
    per_money = whole.exposure[:, where.place].sum() / whole.totals[where.place] / one.exposure_scale[where.place]
    other = one.media[list(ran), where.place].copy()
    other[:, one.specification.lags - 1 :] -= lift.spend * per_money * shares / sizes[:, None]
    return spendable(other, lift)


def told_by_areas(found: PanelFit) -> Array:
    """(D, J) lift of each experiment as the areas' own effects have it, in the outcome's unit."""
    one, lags = found.model, found.model.specification.lags
    rows, others = panel_tests(one)
    channels, first_other = one.media.shape[1], one.media.shape[1] * (one.media.shape[0] + 1)
    out = np.zeros((len(found.noise), len(one.specification.lifts)))
    for row in rows:
        c, place = int(row[TEST_CHANNEL]), int(row[TEST_ROW]) // channels
        window = slice(int(row[TEST_FIRST]), int(row[TEST_FIRST] + row[TEST_WIDTH]) + lags - 1)
        seen, other = (
            saturation.height(
                one.specification.saturation,
                found.weights[:, c] @ windows(series[window], lags),
                found.half[:, c, None],
                found.slope[:, c, None],
            ).sum(axis=1)
            for series in (one.media[place, c], others[int(row[TEST_OTHER]) - first_other])
        )
        out[:, int(row[0])] += found.effects[:, place, c] * (seen - other)
    return out
