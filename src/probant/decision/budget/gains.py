"""What a plan earns, draw by draw, with its first and second derivative by each channel's spend."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probant.errors import Refused
from probant.stats import saturation
from probant.stats.adstock import Array
from probant.stats.response import ResponseCurves
from probant.words import say

Rows = NDArray[np.intp]
_NEARLY_NOTHING = 1e-9
"""Of `half`: Hill's curve with a slope below 1 is endlessly steep at 0, and is read from here on."""


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Gains of C channels in D draws over S steps: each channel spends the same in every step of the plan.

    A channel's gain depends on its own spend alone, so all of them together are a sum over channels.
    """

    families: tuple[str, ...]
    """(C,) of `stats.saturation`."""
    base: Array
    """(S, D or 1, C) carried spend in each step that earlier steps left behind, in money."""
    reach: Array
    """(S, D or 1, C) share of a step's spend that works in each step, no unit."""
    most: Array
    """(D, C) what endless spend would bring per step, in the unit of the gain."""
    half: Array
    """(D, C) spend per step at which half of it is reached, in money."""
    slope: Array
    """(D, C) of Hill's curve, no unit."""
    left: Array
    """(D, C) what earlier spend alone brings in these steps, in the unit of the gain: no merit of the plan."""

    def each(self, spend: Array) -> Array:
        """Gain of each channel against spending nothing.

        Parameters
        ----------
        spend : (C,) array
            Per step, >= 0, in money.

        Returns
        -------
        (D, C) array
            Over all steps, in the unit of the gain.
        """
        return self._heights(spend) * self.most - self.left

    def derivatives(self, spend: Array, rows: Rows, weights: Array) -> tuple[Array, Array]:
        """First and second derivative of the weighted sum of the gains of some draws.

        Parameters
        ----------
        spend : (C,) array
            Per step, >= 0, in money.
        rows : (R,) array
            Which draws.
        weights : (R,) array
            Of those draws, no unit.

        Returns
        -------
        tuple of two (C,) arrays
            Gain per money, and per money squared.
        """
        first, second = np.zeros(len(spend)), np.zeros(len(spend))
        for family, place in self._blocks():
            half, slope = self.half[rows][:, place], self.slope[rows][:, place]
            scale = weights[:, None] * self.most[rows][:, place]
            for base, reach in zip(self.base, self.reach, strict=True):
                weight = reach[rows if len(reach) > 1 else slice(None)][:, place]
                before = base[rows if len(base) > 1 else slice(None)][:, place]
                steep, bend = _derivatives(family, before + weight * spend[place], half, slope)
                first[place] += np.einsum("dc,dc->c", scale, steep * weight)
                second[place] += np.einsum("dc,dc->c", scale, bend * weight**2)
        return first, second

    @property
    def concave(self) -> bool:
        """Whether every draw of every curve bends down everywhere: Hill's does not where its slope is above 1."""
        hill = [place for place, family in enumerate(self.families) if family == "hill"]
        return not bool((self.slope[:, hill] > 1.0).any())

    def _heights(self, spend: Array) -> Array:
        """(D, C) sum over the steps of the share of the most that is reached."""
        reached = np.zeros(self.most.shape)
        for family, place in self._blocks():
            half, slope = self.half[:, place], self.slope[:, place]
            for base, reach in zip(self.base[..., place], self.reach[..., place], strict=True):
                reached[:, place] += saturation.height(family, base + reach * spend[place], half, slope)
        return reached

    def _blocks(self) -> list[tuple[str, slice | list[int]]]:
        """Channels of one family together; all of them, mostly."""
        if len(set(self.families)) == 1:
            return [(self.families[0], slice(None))]
        return [
            (family, [place for place, one in enumerate(self.families) if one == family])
            for family in dict.fromkeys(self.families)
        ]


def steady_gains(curves: ResponseCurves, worth: float) -> Gains:
    """Gains per step of the same spend in every step, once carryover has settled.

    Parameters
    ----------
    curves : ResponseCurves
        Draws of the curves.
    worth : float
        Of a unit of outcome, in the unit of the gain, > 0: its margin, or 1.
    """
    once = np.ones((1, 1, len(curves.channels)))
    return _gains(curves, worth, 0.0 * once, once, np.zeros(curves.most.shape))


def coming_gains(curves: ResponseCurves, worth: float, steps: int) -> Gains:
    """Gains of the same spend in each of the coming `steps`, those that show only after them included.

    What was spent before works on in these steps, and saturates them; it is not counted as gain.

    Parameters
    ----------
    curves : ResponseCurves
        Draws of the curves, D x C, L lags.
    worth : float
        Of a unit of outcome, in the unit of the gain, > 0.
    steps : int
        H, >= 1.

    Raises
    ------
    Refused
        For no step at all.
    """
    if steps < 1:
        raise Refused(say("A plan for {steps} steps says nothing.", steps=steps), mend=say("plan one step or more"))
    lags = curves.weights.shape[2]
    later = np.arange(steps + lags - 1)
    base = np.zeros((len(later), *curves.most.shape))
    reach = np.zeros(base.shape)
    for lag in range(lags):
        share = curves.weights[:, :, lag]
        reach[lag : lag + steps] += share
        for step in range(min(lag, len(later))):  # spend of `lag - step` steps before the plan begins
            base[step] += share * curves.last[lags - 1 - (lag - step)]
    whole = _gains(curves, worth, base, reach, np.zeros(curves.most.shape))
    return replace(whole, left=whole.each(np.zeros(len(curves.channels))))


def _gains(curves: ResponseCurves, worth: float, base: Array, reach: Array, left: Array) -> Gains:
    return Gains(curves.saturation, base, reach, worth * curves.most, curves.half, curves.slope, left)


def _derivatives(family: str, spend: Array, half: Array, slope: Array) -> tuple[Array, Array]:
    """First and second derivative of `saturation.height`, both from the height itself."""
    if family == "logistic":
        height, steep = saturation.height(family, spend, half, slope), saturation.HALF_OF_LOGISTIC / 2 / half
        first = steep * (1.0 - height**2)
        return first, -2.0 * steep * height * first
    if family == "michaelis_menten":
        rest = 1.0 - saturation.height(family, spend, half, slope)
        first = rest**2 / half
        return first, -2.0 * first * rest / half
    seen = np.maximum(spend, _NEARLY_NOTHING * half)
    height = saturation.height(family, seen, half, slope)
    first = slope / seen * height * (1.0 - height)
    return first, first / seen * (slope * (1.0 - 2.0 * height) - 1.0)
