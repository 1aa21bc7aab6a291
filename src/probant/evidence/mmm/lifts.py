"""What an experiment changed: which steps, how the change lay over them, and what cannot have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from probant.errors import Refused
from probant.evidence.mmm.question import Lift
from probant.evidence.mmm.series import Series
from probant.stats.adstock import Array
from probant.words import say


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """Where in a series a test lies."""

    place: int
    """Of its channel."""
    touched: Array
    """(T,) days of each step that lie in the test."""
    first: int
    """Step in which the change began."""
    last: int
    """Step after the last one whose outcome is in the lift."""


def tested(lift: Lift, found: Series) -> Tested:
    """Steps and channel of a test; Refused where it lies outside the period, or its channel was never on."""
    if lift.channel not in found.channels[: found.paid]:
        raise _outside(lift)
    touched = np.array([_overlap(lift, found, step) for step in range(len(found.days))])
    if touched.sum() <= 0.0 or lift.start < found.days[0] or lift.end > found.period.end:
        raise _outside(lift)
    changed = np.flatnonzero(touched > 0.0)
    last = min(int(changed[-1]) + 1 + lift.later_steps, len(found.days))
    return Tested(found.channels.index(lift.channel), touched, int(changed[0]), last)


def spread(spend: Array, touched: Array, change: float, sizes: Array | float = 1.0) -> Array:
    """Shares of a change, summing to 1: more was spent in proportion to what was spent, less evenly by day and size.

    Parameters
    ----------
    spend : (T,) or (A, T) array
        What was spent, by step, or by area and step.
    touched : (T,) array
        Days of each step that lie in the test.
    change : float
        More spend above 0, less below.
    sizes : (A, 1) array, optional
        Of the areas.
    """
    paid = spend * touched
    shares = paid if change > 0.0 and paid.sum() > 0.0 else touched * sizes
    return np.asarray(shares / shares.sum())


def spendable(other: Array, lift: Lift) -> Array:
    """The exposure as it would have been without the test; Refused where that is below nothing."""
    if other.min() < -1e-9:
        raise Refused(
            say(
                "Without the test of “{channel}” from {start}, less than nothing would have been spent on it.",
                channel=lift.channel,
                start=lift.start,
            ),
            mend=say("give in spend what was spent more in the window than without the test; below 0 where less was"),
        )
    return np.maximum(other, 0.0)


def _overlap(lift: Lift, found: Series, step: int) -> float:
    """Days of the step that lie in the test."""
    begin, end = found.days[step], found.days[step] + timedelta(days=found.step_days)
    return float(max(0, (min(end, lift.end) - max(begin, lift.start)).days))


def _outside(lift: Lift) -> Refused:
    return Refused(
        say(
            "The test of “{channel}” from {start} to {end} lies outside the period, or its channel was never on.",
            channel=lift.channel,
            start=lift.start,
            end=lift.end,
        ),
        mend=say("leave it out of lifts, or ask for a period that holds it"),
    )
