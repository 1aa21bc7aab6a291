"""What analytics would credit a channel with if it could follow everybody: tracked orders, scaled up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

from probant.evidence.reconciliation.tails import student
from probant.vocabulary import Interval

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Visitors:
    """How tracked visitors differ in their orders: kinds of visitors K, each with how many there are."""

    orders: Array
    """(K,) tracked orders of a visitor of that kind, >= 1."""
    credited: Array
    """(K,) of these, credited to the channel."""
    count: Array
    """(K,) visitors of that kind."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Orders that analytics would credit a channel with, had it followed everybody."""

    value: float
    interval: Interval | None
    """None where everybody is followed: then it is counted, not estimated."""


def complete(seen: Visitors, orders: float, *, level: float) -> Credit | None:
    """All orders times the channel's share of the tracked ones; None where it is credited with none.

    Visitors are taken for a random sample of the customers, each followed with one probability, whatever they buy:
    whole visitors are there or missing, so those who order often weigh as one. The interval is that of a ratio
    estimator over clusters, less what is known for certain, on the log scale; Student's t has the degrees of freedom
    that the few large visitors leave it.

    Parameters
    ----------
    seen : Visitors
        Tracked visitors.
    orders : float
        All orders, tracked or not; at least the tracked ones.
    level : float
        Coverage, in (0, 1).

    References
    ----------
    Sarndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 2.8 and 7.3: Bernoulli sampling and the ratio
    estimator; Satterthwaite (1946), Biometrics 2, for the degrees of freedom.
    """
    tracked = float(seen.count @ seen.orders)
    credited = float(seen.count @ seen.credited)
    if credited <= 0:
        return None
    value = orders * credited / tracked
    left = seen.credited - credited / tracked * seen.orders
    squares = float(seen.count @ left**2)
    if tracked >= orders or squares == 0.0:
        return Credit(value, None)
    people = float(seen.count.sum())
    error = orders / tracked * sqrt(squares * (1 - tracked / orders) * people / max(people - 1, 1)) / value
    half = error * student(level, _freedom(seen.count, left, squares))
    return Credit(value, Interval(max(credited, value * exp(-half)), value * exp(half), level))


def kinds(rows: list[Mapping[str, int]], every: Mapping[int, int]) -> Visitors:
    """Visitors by kind, from those whom the channel is credited for (`n`, `a`, `count`) and all (`n` to count)."""
    left = dict(every)
    for row in rows:
        left[row["n"]] -= row["count"]
    table = [(row["n"], row["a"], row["count"]) for row in rows] + [(n, 0, count) for n, count in left.items() if count]
    orders, credited, count = np.array(table, dtype=float).reshape(-1, 3).T
    return Visitors(orders, credited, count)


def _freedom(count: Array, left: Array, squares: float) -> float:
    """Degrees of freedom of a sum of squares: 2 S^2 over its estimated variance, at least 1."""
    fourth = float(count @ left**4) - squares**2 / float(count.sum())
    return max(1.0, 2 * squares**2 / fourth) if fourth > 0 else 1e6
