"""A plan that somebody made by hand, and the curves that she reads beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probant.decision.allocate import Setting, estimated
from probant.decision.answer import Shown
from probant.decision.budget.answer import Effect, Move, Proposal
from probant.decision.budget.holding import held, holds
from probant.decision.budget.terms import FURTHER
from probant.errors import Refused, UnknownName
from probant.vocabulary import Estimate
from probant.words import say

_POINTS = 25
"""Amounts at which a curve is drawn, from nothing to beyond what was seen."""


@dataclass(frozen=True, slots=True)
class Point:
    """A curve at one amount."""

    spend: float
    """Per step, in money."""
    gain: Estimate
    """Against spending nothing on this channel, per step."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """The response curve of one channel."""

    channel: str
    points: tuple[Point, ...]
    now: float
    least: float
    largest: float
    """Spend up to which the curve was seen; beyond it is its family's guess."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a plan made by hand would gain over today's, in a steady step."""

    moves: tuple[Move, ...]
    """In the order of the channels' names."""
    effect: Effect
    spend_unit: str
    net: bool
    """Whether gains are margin less spend."""

    @property
    def total(self) -> float:
        """Spend per step, all channels."""
        return sum(move.proposed for move in self.moves)


@dataclass(frozen=True, slots=True)
class Mix:
    """All that the page of the mix shows."""

    shown: Shown | None
    """None where no evidence with curves is at hand."""
    proposal: Proposal | None = None
    """None where the evidence does not hold, or no plan can be made."""
    sketches: tuple[Sketch, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether plans may be made from what is shown."""
        return self.shown is not None and holds(self.shown.evidence)


def scenario(made: Setting, spend: Mapping[str, float]) -> Scenario:
    """What the plan gains; channels that it does not name stay as they are.

    Raises TooLittle for curves that do not hold, UnknownName for a channel without one, Refused for spend below 0.
    """
    held(made.evidence)
    plan, names = made.curves.usual.copy(), made.curves.channels
    for channel, amount in spend.items():
        if channel not in names:
            raise UnknownName(say("channel"), channel, names)
        if not (amount >= 0 and np.isfinite(amount)):
            raise Refused(
                say("“{channel}” cannot get {amount}.", channel=channel, amount=amount),
                mend=say("give an amount of 0 or more"),
            )
        plan[names.index(channel)] = amount
    moves = made.moves(plan, made.curves.usual)
    told = tuple(sorted(moves, key=lambda move: names.index(move.channel)))
    return Scenario(told, made.effect(plan, made.curves.usual), made.curves.spend_unit, made.net)


def sketches(made: Setting) -> tuple[Sketch, ...]:
    """Each channel's curve with its interval, inside what was seen and as far beyond as a plan may go on demand."""
    curves = made.curves
    amounts = np.linspace(np.zeros(len(curves.channels)), FURTHER * curves.largest, _POINTS)
    each = np.stack([made.gains.each(row) for row in amounts])
    return tuple(
        Sketch(
            name,
            tuple(
                Point(float(amounts[row, place]), estimated(each[row, :, place], made.unit, made.terms.level))
                for row in range(_POINTS)
            ),
            float(curves.usual[place]),
            float(curves.least[place]),
            float(curves.largest[place]),
        )
        for place, name in enumerate(curves.channels)
    )
