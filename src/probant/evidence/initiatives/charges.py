"""What is paid by month and kind: realised where it is, else forecast, and run on where neither reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from probant.evidence.initiatives import spreads
from probant.evidence.initiatives.declared import Cost
from probant.evidence.initiatives.flows import Array, Charge

RECURRENT = ("invoices", "tokens", "infrastructure", "hours", "evaluation", "loss")
ONCE = ("integration", "data", "training", "change")
UNSURE = 0.2
"""Relative standard deviation of costs to come where no range is declared: an assumption of ours, and said."""
_LAST = 3
"""Months whose mean is what a recurrent kind goes on to cost."""


def charges(
    costs: Iterable[Cost], traced: Sequence[Cost], *, months: int, size: int, rng: np.random.Generator
) -> tuple[Charge, ...]:
    """Charges by kind; what was realised is certain, what is to come is off by one factor for all its months.

    Parameters
    ----------
    costs : iterable of Cost
        As declared.
    traced : sequence of Cost
        Tokens as the traces cost; in their months they take the place of declared tokens.
    months : int
        T.
    size : int
        D, number of draws.
    rng : Generator
        For the factors.

    Returns
    -------
    tuple of Charge
        Two a kind at the most: what is certain, and what is not.
    """
    found = []
    for kind, states in _by_kind([*costs, *traced], traced).items():
        known, ahead = _months(states["realised"], months), _months(states["forecast"], months)
        last = max((one.month for rows in states.values() for one in rows), default=-1)
        sure = {one.month for one in states["realised"]}
        ahead[[month for month in sure if month < months]] = 0.0
        if kind in RECURRENT and last + 1 < months:
            seen = known[: last + 1] + ahead[: last + 1]
            ahead[last + 1 :] = seen[-_LAST:].mean()
        if known.any():
            found.append(Charge(known, np.asarray(1.0)))
        if ahead.any():
            off = _off(states["forecast"]) or UNSURE * spreads.WIDTH / 2
            found.append(Charge(ahead, spreads.positive(1.0, -off, off, size, rng)))
    return tuple(found)


def total(costs: Iterable[Cost], state: str) -> float:
    """Sum of all that is of one state, in currency, undiscounted."""
    return sum(one.amount for one in costs if one.state == state)


def _by_kind(costs: Iterable[Cost], traced: Sequence[Cost]) -> Mapping[str, Mapping[str, list[Cost]]]:
    """Kinds by name, each with its forecast and its realised months."""
    seen = {one.month for one in traced}
    own = set(map(id, traced))
    found: dict[str, dict[str, list[Cost]]] = {}
    for one in sorted(costs, key=lambda one: (one.kind, one.month)):
        if one.kind == "tokens" and one.month in seen and id(one) not in own:
            continue
        found.setdefault(one.kind, {"forecast": [], "realised": []})[one.state].append(one)
    return found


def _months(costs: Iterable[Cost], months: int) -> Array:
    amounts = np.zeros(months)
    for one in costs:
        if one.month < months:
            amounts[one.month] += one.amount
    return amounts


def _off(costs: Sequence[Cost]) -> float:
    """Half of the 90 % range of all months together, relative to their amount; 0 where no range is declared."""
    ranged = [one for one in costs if one.low is not None and one.high is not None]
    amount = sum(one.amount for one in ranged)
    return sum((one.high or 0.0) - (one.low or 0.0) for one in ranged) / 2 / amount if amount else 0.0
