"""What a reader sees of effects that change: the return of each half-year, how far it moved, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from probant.evidence.mmm.effects import contributions, swung
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.series import Series
from probant.stats.adstock import Array
from probant.vocabulary import Check
from probant.words import Words, say

HALF_YEAR = 182
"""Days at either end of the period whose effects are compared; and those whose effect a curve takes."""
LEAST_DAYS = 60
"""Of a half-year that has a return of its own."""
BELOW_ZERO = 0.01
"""Share of draws and steps in which an effect may lie below 0."""


def half_years(found: Series) -> dict[str, np.ndarray]:
    """(T,) by name, '2025 H1': which steps have their middle in it; half-years of fewer than 60 days are left out."""
    middles = [day + timedelta(days=found.step_days // 2) for day in found.days]
    names = np.array([f"{day.year} H{1 if day.month <= 6 else 2}" for day in middles])
    inside = {name: names == name for name in sorted(set(names.tolist()))}
    return {name: steps for name, steps in inside.items() if steps.sum() * found.step_days >= LEAST_DAYS}


def returns(found: Fit, place: int) -> Iterator[tuple[str, Array]]:
    """By half-year in which the channel was on: (D,) outcome of its steps by unit of what was paid in them."""
    one = found.model.found
    brought = swung(found, place, contributions(found, place))
    for name, steps in half_years(one).items():
        paid = float(one.spend[steps, place].sum())
        if paid > 0.0:
            yield name, brought[:, steps].sum(axis=1) / paid


def change(found: Fit, place: int) -> Array:
    """(D,) effect over the last half-year less that over the first, over its mean; of a short period, of its halves."""
    course, one = found.course(place), found.model.found
    width = min(HALF_YEAR // one.step_days, len(one.days) // 2)
    return np.asarray(course[:, -width:].mean(axis=1) - course[:, :width].mean(axis=1))


def latest(found: Fit, place: int) -> Array:
    """(D,) effect over the last half-year over its mean; ones where it is steady."""
    width = HALF_YEAR // found.model.found.step_days
    return np.asarray(found.course(place)[:, -width:].mean(axis=1))


def checks(found: Fit, level: float) -> tuple[Check, ...]:
    """Whether the data show a change, and whether effects stay above 0; none where all are steady."""
    one = found.model
    if not one.changing:
        return ()
    return (_seen(found, level), _positive(found))


def _seen(found: Fit, level: float) -> Check:
    moved = []
    for place in found.model.changing:
        low, high = np.quantile(change(found, place), [(1 - level) / 2, (1 + level) / 2])
        if low > 0.0 or high < 0.0:
            moved.append(found.model.found.channels[place])
    if moved:
        return Check(
            "changes", True, say("The data show that the effect of {channels} changed.", channels=tuple(moved))
        )
    names = _names(found)
    return Check("changes", True, say("The data do not show that the effect of {channels} changed.", channels=names))


def _positive(found: Fit) -> Check:
    below = {found.model.found.channels[c]: float((found.course(c) < 0.0).mean()) for c in found.model.changing}
    name, share = max(below.items(), key=lambda item: item[1])
    if share > BELOW_ZERO:
        words = say(
            "The effect of {channel} lies below 0 in {share:share} of draws and steps: the change that is allowed is "
            "too large, or something else moves with it.",
            channel=name,
            share=share,
        )
        return Check("above_zero", False, words, lowers=1)
    words = say("Changing effects lie below 0 in at most {share:share} of draws and steps.", share=share)
    return Check("above_zero", True, words)


def limits(found: Fit) -> tuple[Words, ...]:
    """What a changing effect does not say."""
    if not found.model.changing:
        return ()
    names = _names(found)
    return (
        say(
            "The effect of {channels} may change slowly, by about {spread:share} of its mean. What the level does by "
            "itself at the same pace as the spend cannot be told from such a change.",
            channels=names,
            spread=found.model.specification.change_spread,
        ),
        say(
            "The curves of {channels}, and a budget made from them, take the effect of the last {days} days: that it "
            "stays so is assumed.",
            channels=names,
            days=min(HALF_YEAR, found.model.found.period.days),
        ),
    )


def _names(found: Fit) -> tuple[str, ...]:
    return tuple(found.model.found.channels[place] for place in found.model.changing)
