"""Which plans are allowed, and the best of them where the gain is a separable parabola."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from probant.errors import Refused
from probant.stats.adstock import Array
from probant.words import say

_PRICES, _ROUNDS = 64, 9
"""Prices tried at once, and how often the bracket shrinks 63-fold: to a part in 1e16."""
_SLACK = 1e-9
"""Of the total: what rounding may take from a bound."""


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Channels that share a bound; no channel is in two of these."""

    members: tuple[int, ...]
    low: float
    """Per step, in money."""
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Plans of C channels: each within its bounds, groups within theirs, and all together one total."""

    low: Array
    """(C,) per step, in money, >= 0."""
    high: Array
    total: float | None
    """None: as much as pays."""
    groups: tuple[Together, ...] = ()

    def checked(self) -> Region:
        """Itself. Raises Refused where no plan is within all bounds."""
        least, most = self.range
        if self.total is not None and not least * (1 - _SLACK) <= self.total <= most * (1 + _SLACK):
            raise Refused(
                say(
                    "Within the bounds at least {least} and at most {most} can be spent per step, not {total}.",
                    least=least,
                    most=most,
                    total=self.total,
                ),
                mend=say("change the total, or the bounds; spend that was never seen is only allowed on demand"),
            )
        return self if self.total is None else replace(self, total=float(np.clip(self.total, least, most)))

    @property
    def range(self) -> tuple[float, float]:
        """The least and the most that can be spent in all. Raises Refused for a group that cannot keep its bounds."""
        least, most = float(self.low.sum()), float(self.high.sum())
        for group in self.groups:
            own = list(group.members)
            low, high = float(self.low[own].sum()), float(self.high[own].sum())
            if low > group.high * (1 + _SLACK) or high < group.low * (1 - _SLACK):
                raise Refused(
                    say(
                        "A group's channels can spend from {low} to {high}, which is outside its own bounds.",
                        low=low,
                        high=high,
                    ),
                    mend=say("change the bounds of the group, or of its channels"),
                )
            least, most = least + max(group.low - low, 0.0), most - max(high - group.high, 0.0)
        return least, most

    def nearest(self, spend: Array) -> Array:
        """(C,) the allowed plan nearest to another."""
        return self.best(spend, np.zeros(len(spend)), np.ones(len(spend)))

    def best(self, spend: Array, first: Array, bend: Array) -> Array:
        """The allowed plan x with the largest first (x - spend) - bend / 2 (x - spend)^2, summed over channels.

        By duality: at a price of money each channel's best is known; the price at which all of them spend the
        total is found by narrowing, and so is that of each group whose bound holds.

        Parameters
        ----------
        spend : (C,) array
            Where the parabola is drawn, in money.
        first, bend : (C,) arrays
            Its slope and minus its curvature there, the latter > 0.

        Returns
        -------
        (C,) array
            In money.
        """

        def wanted(prices: Array, own: list[int] | slice) -> Array:
            """(N, channels) best spend at each price."""
            moved = spend[own] + (first[own] - prices[:, None]) / bend[own]
            kept: Array = np.clip(moved, self.low[own], self.high[own])
            return kept

        prices = float((first - bend * (self.high - spend)).min()), float((first - bend * (self.low - spend)).max())

        def spent_on(members: list[int], tried: Array) -> Array:
            own: Array = wanted(tried, members).sum(axis=1)
            return own

        def spent(tried: Array) -> Array:
            plans = wanted(tried, slice(None))
            total: Array = plans.sum(axis=1)
            for group in self.groups:
                own = plans[:, list(group.members)].sum(axis=1)
                total += np.clip(own, group.low, group.high) - own
            return total

        price = 0.0 if self.total is None else _price(spent, self.total, *prices)
        plan: Array = wanted(np.array([price]), slice(None))[0]
        for group in self.groups:
            members = list(group.members)
            own = float(plan[members].sum())
            kept = float(np.clip(own, group.low, group.high))
            if kept != own:
                inner = _price(partial(spent_on, members), kept, *prices)
                plan[members] = wanted(np.array([inner]), members)[0]
        return plan


def _price(spent: Callable[[Array], Array], total: float, low: float, high: float) -> float:
    """The price at which `spent`, which falls with it, is `total`."""
    for _ in range(_ROUNDS):
        tried = np.linspace(low, high, _PRICES)
        dear = int(np.searchsorted(-spent(tried), -total))
        low, high = tried[max(dear - 1, 0)], tried[min(dear, _PRICES - 1)]
    return float((low + high) / 2)
