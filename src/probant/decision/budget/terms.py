"""What is asked of a budget: goal, total, bounds by channel name, groups, and for which time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from probant.decision.budget.region import Region, Together
from probant.errors import Refused, UnknownName
from probant.stats.adstock import Array
from probant.stats.response import ResponseCurves
from probant.words import say

FURTHER = 2.0
"""How many times the largest spend ever seen a plan may reach that is allowed to go beyond it."""


class Goal(StrEnum):
    """What a budget is made for."""

    EXPECTED = "expected"
    """The largest expected gain."""
    CAUTIOUS = "cautious"
    """The largest mean gain of the worst draws (CVaR)."""
    TARGET = "target"
    """An expected gain at the least spend."""


@dataclass(frozen=True, slots=True)
class Group:
    """Channels that share bounds, e.g. an area's or an agency's."""

    name: str
    channels: tuple[str, ...]
    least: float = 0.0
    """Per step, in money."""
    most: float = float("inf")


@dataclass(frozen=True, slots=True)
class Terms:
    """The question. Amounts are per step (a week, mostly), in the money of the spend."""

    goal: Goal = Goal.EXPECTED
    total: float | None = None
    """None: as much as now, or as little as the target takes."""
    as_pays: bool = False
    """Spend as long as the last unit of money earns more than itself; needs a margin. Not with a total."""
    target: float | None = None
    """Gain against spending nothing, per step or over the coming steps."""
    tail: float = 0.1
    """Share of the draws that a cautious plan looks at, the worst."""
    least: Mapping[str, float] = field(default_factory=dict)
    """By channel: what is committed already."""
    most: Mapping[str, float] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    beyond: bool = False
    """Whether spend may leave the range that was seen."""
    steps: int | None = None
    """Coming steps, with what carries over into and out of them; None: one steady step."""
    level: float = 0.9
    """Posterior mass of the intervals."""
    test: str | None = None
    """Channel whose test is valued; None: the one whose move is the least sure."""

    def __post_init__(self) -> None:
        if (self.goal is Goal.TARGET) != (self.target is not None):
            raise Refused(
                say("A target and the goal “target” belong together."),
                mend=say("give both, or neither"),
            )
        if sum((self.total is not None, self.as_pays, self.goal is Goal.TARGET)) > 1:
            raise Refused(
                say("A total, “as much as pays” and a target are three answers to one question: how much in all."),
                mend=say("give one of them"),
            )
        if not (0 < self.tail <= 1 and 0 < self.level < 1):
            raise Refused(
                say("The tail is {tail} and the level {level}; both are shares.", tail=self.tail, level=self.level),
                mend=say("give shares between 0 and 1"),
            )


def region(terms: Terms, curves: ResponseCurves, *, beyond: bool) -> Region:
    """The plans that are allowed: inside seen spend, unless beyond it is asked for.

    Raises UnknownName for a channel without a curve, Refused for bounds that exclude each other.
    """
    names = curves.channels
    low = np.zeros(len(names)) if beyond else np.minimum(curves.least, curves.usual)
    high = curves.largest * (FURTHER if beyond else 1.0)
    for channel, amount in terms.least.items():
        place = _place(channel, names)
        low[place] = amount if beyond else max(low[place], amount)
    for channel, amount in terms.most.items():
        place = _place(channel, names)
        high[place] = amount if beyond else min(high[place], amount)
    low = _may_be_less(terms, curves, low, high)
    for place, name in enumerate(names):
        _not_crossed(name, float(low[place]), float(high[place]))
    free = terms.as_pays or terms.goal is Goal.TARGET
    total = None if free else float(curves.usual.sum()) if terms.total is None else terms.total
    return Region(low, high, total, _together(terms.groups, names)).checked()


def _may_be_less(terms: Terms, curves: ResponseCurves, low: Array, high: Array) -> Array:
    """A bound that is asked for from above wins over the least that was seen: less of a channel is no adventure."""
    asked = np.array([name in terms.most and name not in terms.least for name in curves.channels])
    return np.where(asked, np.minimum(low, high), low)


def _not_crossed(name: str, low: float, high: float) -> None:
    if not 0 <= low <= high:
        raise Refused(
            say("“{channel}” would have to get at least {low} and at most {high}.", channel=name, low=low, high=high),
            mend=say("change its bounds; more than was ever spent in a week is only allowed on demand"),
        )


def _together(groups: Sequence[Group], names: tuple[str, ...]) -> tuple[Together, ...]:
    members = [tuple(_place(channel, names) for channel in group.channels) for group in groups]
    flat = [place for own in members for place in own]
    if len(set(flat)) < len(flat):
        raise Refused(say("A channel is in two groups."), mend=say("put each channel in one group at the most"))
    return tuple(Together(own, group.least, group.most) for own, group in zip(members, groups, strict=True))


def _place(channel: str, names: tuple[str, ...]) -> int:
    if channel not in names:
        raise UnknownName(say("channel"), channel, names)
    return names.index(channel)
