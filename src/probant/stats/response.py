"""What spend brings, as draws of response curves: read by the mix model that fits them and by the budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from probant.errors import Misaligned
from probant.stats import adstock, saturation
from probant.stats.adstock import Array


class Described(Protocol):
    """What is known of a channel's curve beside its draws: `vocabulary.Curve`."""

    adstock: str
    saturation: str
    lags: int
    least: float
    usual: float
    largest: float
    last: tuple[float, ...]
    step_days: int
    spend_unit: str
    unit: str
    margin: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ResponseCurves:
    """D draws of the curves of C channels. A step is a week, or a day where `step_days` is 1."""

    channels: tuple[str, ...]
    saturation: tuple[str, ...]
    """(C,) family of each, see `stats.saturation`."""
    weights: Array
    """(D, C, L) carryover, no unit, each row sums to 1; 0 beyond a channel's own lags."""
    most: Array
    """(D, C) outcome per step that endless spend would bring, in `unit`."""
    half: Array
    """(D, C) spend per step at which half of it is reached, in `spend_unit`."""
    slope: Array
    """(D, C) slope of Hill's curve, no unit; 1 for the others."""
    least: Array
    """(C,) smallest spend per step seen, weeks without any left out."""
    usual: Array
    """(C,) mean spend per step over all that were seen."""
    largest: Array
    """(C,) largest spend per step seen: beyond it a curve is a guess."""
    last: Array
    """(L - 1, C) spend of the last steps seen, the newest last: it still works in the first ones to come."""
    spend_unit: str
    unit: str
    """Of the outcome: a currency, 'orders', ..."""
    margin: float | None
    """Contribution margin per unit of outcome, in money; None where it is not known."""
    step_days: int

    def steady_state_response(self, spend: Array) -> Array:
        """Outcome per step under the same spend in every step, once carryover has settled.

        Parameters
        ----------
        spend : (C,) array
            Per step, >= 0, in `spend_unit`.

        Returns
        -------
        (D, C) array
            In `unit`, 0 where nothing is spent.
        """
        return self._each(saturation.height, self._checked(spend)) * self.most

    def steady_state_marginal(self, spend: Array) -> Array:
        """(D, C) derivative of `steady_state_response`, in `unit` per `spend_unit`."""
        return self._each(saturation.steepness, self._checked(spend)) * self.most

    def planned_response(self, plan: Array) -> Array:
        """Outcome over the steps of a plan and over those after it in which it still works.

        Parameters
        ----------
        plan : (H, C) array
            Spend in each coming step, >= 0, in `spend_unit`. What was spent before, `last`, works on in
            it; after it nothing is spent.

        Returns
        -------
        (D, C) array
            In `unit`. Take that of a plan of zeros from it for what the plan itself brings.
        """
        lags = self.weights.shape[2]
        self._checked(plan[0])
        whole = np.concatenate([self.last, plan, np.zeros((lags - 1, plan.shape[1]))])
        total = np.zeros(self.most.shape)
        for step in range(lags - 1, len(whole)):
            window = whole[step - lags + 1 : step + 1][::-1]
            total += self._each(saturation.height, np.einsum("dcl,lc->dc", self.weights, window))
        return total * self.most

    def _each(self, curve: Callable[[str, Array, Array, Array], Array], spend: Array) -> Array:
        wide = np.broadcast_to(spend, self.most.shape)
        columns = [
            curve(family, wide[:, place], self.half[:, place], self.slope[:, place])
            for place, family in enumerate(self.saturation)
        ]
        return np.column_stack(columns)

    def _checked(self, spend: Array) -> Array:
        if spend.shape != (len(self.channels),):
            raise Misaligned("channels", curves=len(self.channels), spend=spend.shape[-1])
        return spend


def response_curves(described: Mapping[str, Described], subjects: Sequence[str], values: Array) -> ResponseCurves:
    """Curves from the draws of a piece of evidence.

    Parameters
    ----------
    described : mapping of str to Described
        By channel: `Evidence.curves`. All with the same step, units and margin.
    subjects : sequence of str
        Names of the columns of `values`: 'channel / most', 'channel / half' and so on, see `column`.
    values : (D, S) array
        `Evidence.draws.values`.
    """
    place = {subject: number for number, subject in enumerate(subjects)}
    lags = max(one.lags for one in described.values())

    def drawn(channel: str, parameter: str) -> Array:
        return values[:, place[column(channel, parameter)]]

    def stacked(parameter: str) -> Array:
        return np.column_stack([drawn(channel, parameter) for channel in described])

    first = next(iter(described.values()))
    return ResponseCurves(
        channels=tuple(described),
        saturation=tuple(one.saturation for one in described.values()),
        weights=np.stack([_weights(drawn, channel, one, lags) for channel, one in described.items()], axis=1),
        most=stacked("most"),
        half=stacked("half"),
        slope=np.column_stack(
            [
                drawn(name, "slope") if one.saturation == "hill" else np.ones(len(values))
                for name, one in described.items()
            ]
        ),
        least=np.array([one.least for one in described.values()]),
        usual=np.array([one.usual for one in described.values()]),
        largest=np.array([one.largest for one in described.values()]),
        last=np.column_stack([(*(0.0,) * (lags - 1 - len(one.last)), *one.last) for one in described.values()]),
        spend_unit=first.spend_unit,
        unit=first.unit,
        margin=first.margin,
        step_days=first.step_days,
    )


def column(channel: str, parameter: str) -> str:
    """Name under which a parameter's draws and estimate are kept."""
    return f"{channel} / {parameter}"


class _Drawn(Protocol):
    def __call__(self, channel: str, parameter: str) -> Array: ...


def _weights(drawn: _Drawn, channel: str, one: Described, lags: int) -> Array:
    """(D, L), zeros beyond the channel's own lags."""
    parameters = [drawn(channel, name) for name in adstock.PARAMETERS[one.adstock]]
    own = adstock.weights(one.adstock, parameters, one.lags)
    return np.pad(own, ((0, 0), (0, lags - one.lags)))
