"""The best allowed plan: projected Newton steps, each solved by its dual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from probant.decision.budget.gains import Gains, Rows
from probant.decision.budget.region import Region
from probant.stats.adstock import Array

_STEPS, _HALVINGS = 200, 30
_SETTLED = 1e-11
"""Promised gain of a step, over what is gained, below which nothing more is to be had."""
_FLAT = 1e-6
"""Gain of a step on a tail, over what is gained, below which its kinks, where draws change places, are all there is."""
_GRID = 65
"""Amounts per channel at which the bound on S-shaped curves is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What of the draws is made large: their mean, or that of the worst of them; less what is spent, if so wished."""

    tail: float | None = None
    """Share of the draws, the worst, whose mean counts (CVaR), in (0, 1]; None: all of them."""
    weights: Array | None = None
    """(D,) of the draws, summing to 1; None: all alike. Not with a tail."""
    cost: float = 0.0
    """What a unit of spend per step costs in the unit of the gain, over the whole plan."""

    def counted(self, totals: Array) -> tuple[Rows, Array]:
        """Draws that count at these totals (D,), and their weights."""
        if self.tail is not None:
            count = max(1, ceil(self.tail * len(totals)))
            return np.argpartition(totals, count - 1)[:count], np.full(count, 1.0 / count)
        rows = np.arange(len(totals))
        return rows, np.full(len(totals), 1.0 / len(totals)) if self.weights is None else self.weights


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """Where a climb ended."""

    spend: Array
    """(C,) per step, in money."""
    value: float
    """What was aimed at, in the unit of the gain."""
    price: float
    """Gain that the last unit of spend brings, 0 where the total is free."""


def climb(gains: Gains, aim: Aim, region: Region, start: Array) -> Peak:
    """The best allowed plan that can be reached uphill; with concave gains, the best there is.

    Each step goes to the peak of the parabola that has the gain's slope and curvature here, over all allowed
    plans, and is halved until it is uphill. For a tail, whose curvature holds more than the mean of the
    curvatures, that is scaled by what the last step showed (Barzilai and Borwein's quotient).

    Parameters
    ----------
    gains : Gains
        Of each channel.
    aim : Aim
        What is made large.
    region : Region
        What is allowed.
    start : (C,) array
        Any plan; the nearest allowed one is taken.

    References
    ----------
    Bertsekas (1982), Projected Newton methods for optimization problems with simple constraints, SIAM Journal on
    Control and Optimization 20(2); Barzilai & Borwein (1988), Two-point step size gradient methods, IMA Journal of
    Numerical Analysis 8(1); Rockafellar & Uryasev (2000), Optimization of conditional value-at-risk, Journal of
    Risk 2(3).
    """
    spend, scale = region.nearest(start), 1.0
    value, first, bend = _local(gains, aim, spend)
    for _ in range(_STEPS):
        move = region.best(spend, first, scale * bend) - spend
        promised = float(first @ move)
        if promised <= _SETTLED * max(abs(value), float(first @ spend)):
            break
        length = _uphill(gains, aim, spend, move, value, promised)
        if length == 0.0:
            break
        spend, before, reached = spend + length * move, first, value
        value, first, bend = _local(gains, aim, spend)
        if aim.tail is not None:
            if value - reached <= _FLAT * abs(value):
                break
            scale = float(np.clip((before - first) @ move / (length * move @ (bend * move)), 1.0, 1e4))
    inside = (spend > region.low) & (spend < region.high)
    return Peak(spend, value, float(np.median(first[inside])) if inside.any() else float(first.max()))


def _local(gains: Gains, aim: Aim, spend: Array) -> tuple[float, Array, Array]:
    """Value, slope and minus curvature; where a curve bends upwards its curvature is taken by its size."""
    totals = gains.each(spend).sum(axis=1)
    rows, weights = aim.counted(totals)
    first, second = gains.derivatives(spend, rows, weights)
    least = 1e-9 * (np.abs(first).max() + 1e-300) / (spend.max() + 1.0)
    return (
        float(weights @ totals[rows]) - aim.cost * float(spend.sum()),
        first - aim.cost,
        np.maximum(abs(second), least),
    )


def _uphill(gains: Gains, aim: Aim, spend: Array, move: Array, value: float, promised: float) -> float:
    """Length of the step, halved until a part of what it promised is kept; 0 where none is."""
    length = 1.0
    for _ in range(_HALVINGS):
        if worth_of(gains, aim, spend + length * move) >= value + 1e-4 * length * promised:
            return length
        length /= 2
    return 0.0


def worth_of(gains: Gains, aim: Aim, spend: Array) -> float:
    """What is aimed at, of one plan (C,), in the unit of the gain."""
    totals = gains.each(spend).sum(axis=1)
    rows, weights = aim.counted(totals)
    return float(weights @ totals[rows]) - aim.cost * float(spend.sum())


def highest(gains: Gains, aim: Aim, region: Region, starts: Sequence[Array]) -> Peak:
    """The best of the climbs from several plans; the first where they are equal."""
    return max((climb(gains, aim, region, start) for start in starts), key=lambda peak: peak.value)


def starts(gains: Gains, region: Region, now: Array) -> list[Array]:
    """Plans to climb from: today's, and for S-shaped curves also those that their concave envelopes suggest."""
    if gains.concave:
        return [now]
    amounts, means = _grid(gains, region)
    tried = [_at_price(amounts, means, price) for price in _prices(amounts, means)[:: _GRID // 12]]
    best = sorted(tried, key=lambda plan: -float(gains.each(region.nearest(plan)).sum(axis=1).mean()))
    return [now, region.low, *best[:6]]


def bound(gains: Gains, region: Region) -> float | None:
    """No plan within the channels' bounds and the total has a larger mean gain than this; None for a free total.

    By weak duality: at any price, what each channel would earn at its best beyond that price, and the price of
    the total. The best of a channel is looked for among amounts on a grid, between which the curve is taken to
    rise no further than to its next point: that is safe, for no curve falls.
    """
    if region.total is None:
        return None
    amounts, means = _grid(gains, region)
    best = np.inf
    for price in _prices(amounts, means):
        earned = (means[1:] - price * amounts[:-1]).max(axis=0).sum() + price * region.total
        best = min(best, float(earned))
    return best


def _grid(gains: Gains, region: Region) -> tuple[Array, Array]:
    """(N, C) amounts from the lower to the upper bound, and the mean gain at each."""
    amounts = np.linspace(region.low, region.high, _GRID)
    return amounts, np.array([gains.each(row).mean(axis=0) for row in amounts])


def _prices(amounts: Array, means: Array) -> Array:
    """Prices between nothing and the steepest rise on the grid."""
    rise = np.diff(means, axis=0) / np.maximum(np.diff(amounts, axis=0), 1e-300)
    return np.linspace(0.0, float(rise[np.isfinite(rise)].max(initial=0.0)), _GRID)


def _at_price(amounts: Array, means: Array, price: float) -> Array:
    """(C,) the amount of each channel that earns the most beyond a price."""
    places = (means - price * amounts).argmax(axis=0)
    chosen: Array = amounts[places, np.arange(amounts.shape[1])]
    return chosen
