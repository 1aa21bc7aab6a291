"""The one cash-flow engine: benefits and costs by month, discounted and added up, for all draws at once.

Months are walked one by one with arrays over draws, so that memory is that of a few draws' vectors, however
many months there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stream:
    """Money that comes with use, in currency a month at full adoption; arrays are (D,) or ()."""

    gain: Array
    keep: Array
    """1 - decay: what is left of the gain a month later, in [0, 1]."""
    drag: Array
    """Taken off each month, without decay: the time of review."""
    first: int = 0
    """Month from which it flows."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Money that is paid whatever the use."""

    months: Array
    """(T,) currency a month, >= 0."""
    spread: Array
    """(D,) or (), mean 1: by how much all months are off together."""


@dataclass(frozen=True, slots=True)
class Flows:
    """Present values by horizon; axes are H horizons, D draws."""

    benefits: Mapping[str, Array]
    """(H, D) by benefit, in currency."""
    costs: Array
    """(H, D), in currency."""
    payback: Array
    """(D,) months until discounted benefits first cover discounted costs; infinite where they do not."""

    @property
    def benefit(self) -> Array:
        """(H, D) of all benefits together."""
        return np.asarray(sum(self.benefits.values(), np.zeros_like(self.costs)))


def run(
    streams: Mapping[str, Stream],
    usage: Sequence[Stream],
    charges: Sequence[Charge],
    adoption: Iterable[Array],
    *,
    horizons: Sequence[int],
    discount: float,
    draws: int,
) -> Flows:
    """Benefit_t = sum over streams of adoption_t x (gain x keep^t - drag); Cost_t = charges and costs of use.

    The money of month t is discounted by (1 + discount)^(-t / 12): that of the first month is not.

    Parameters
    ----------
    streams : mapping of str to Stream
        Benefits by name.
    usage : sequence of Stream
        Costs that come with use: supervision, expected loss.
    charges : sequence of Charge
        Other costs.
    adoption : iterable of (D,) array
        One for each month, in [0, 1]; as many as the last horizon has months.
    horizons : sequence of int
        Months, rising.
    discount : float
        A year, >= 0.
    draws : int
        D.

    Returns
    -------
    Flows
        With one row for each horizon.
    """
    left = {name: _whole(stream.gain, draws) for name, stream in streams.items()}
    spent = [_whole(stream.gain, draws) for stream in usage]
    total = {name: np.zeros(draws) for name in streams}
    cost, net, payback = np.zeros(draws), np.zeros(draws), np.full(draws, np.inf)
    kept: list[tuple[dict[str, Array], Array]] = []
    for month, reach in zip(range(horizons[-1]), adoption, strict=False):
        factor = (1 + discount) ** (-month / 12)
        now = reach * factor
        paid = factor * _paid(charges, month, draws)
        for stream, gain in zip(usage, spent, strict=True):
            paid += _come(stream, gain, now, month)
        net -= paid
        cost += paid
        for name, stream in streams.items():
            come = _come(stream, left[name], now, month)
            total[name] += come
            net += come
        payback[(net >= 0) & (cost > 0) & np.isinf(payback)] = month + 1
        if month + 1 in horizons:
            kept.append(({name: value.copy() for name, value in total.items()}, cost.copy()))
    benefits = {name: np.stack([found[name] for found, _ in kept]) for name in streams}
    return Flows(benefits, np.stack([found for _, found in kept]), payback)


def _whole(gain: Array, draws: int) -> Array:
    """A copy of its own, one value a draw: decay works in place."""
    return np.array(np.broadcast_to(gain, (draws,)))


def _paid(charges: Sequence[Charge], month: int, draws: int) -> Array:
    paid = np.zeros(draws)
    for charge in charges:
        if charge.months[month]:
            paid += charge.months[month] * charge.spread
    return paid


def _come(stream: Stream, gain: Array, reach: Array, month: int) -> Array:
    """What one stream brings in a month; `gain` is then that of the next month."""
    come = reach * gain
    if stream.drag.any():
        come -= reach * stream.drag
    if (stream.keep != 1).any():
        gain *= stream.keep
    return come if month >= stream.first else np.zeros_like(reach)
