"""Nouns of a budget: the move of each channel, what it may gain, and the proposal that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from probant.decision.budget.terms import Goal
from probant.decision.budget.waiting import Waiting
from probant.vocabulary import Estimate, Grade, Period
from probant.words import Words


class Speaks(StrEnum):
    """Of which time a figure speaks."""

    STEADY = "steady"
    """Of one step like those of the period, once carryover has settled."""
    COMING = "coming"
    """Of the coming steps, with what carries over into and out of them."""


class Reversal(StrEnum):
    """How far what a proposal does can be undone."""

    EASY = "easy"
    """By spending as before from the next step on."""
    PARTLY = "partly"
    """Likewise, but a channel was off in between: what was learned of it is out of date."""


@dataclass(frozen=True, slots=True)
class Move:
    """What changes in one channel, per step."""

    channel: str
    now: float
    """Mean spend per step over the period, in money."""
    proposed: float
    least: float
    """Smallest spend in a step with any."""
    largest: float
    """Largest spend in a step: beyond it the curve is a guess."""
    effect: Estimate
    """Gain of this move alone."""

    @property
    def change(self) -> float:
        """What is added, below 0 where it is taken away."""
        return self.proposed - self.now

    @property
    def outside(self) -> bool:
        """Whether more is proposed than was ever seen."""
        return self.proposed > self.largest * (1 + 1e-9)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan gains over today's."""

    gain: Estimate
    """In margin less what is spent more, where the margin is known; else in outcome, and spend is not in it."""
    loses: float
    """Probability that it is below 0, in (0, 1)."""
    worst: float
    """Mean of the worst draws, of the share that the terms name as tail."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """What would be gained further if spend might leave the range that was seen."""

    effect: Effect
    """Over the proposal, not over today's plan."""
    moves: tuple[Move, ...]
    grade: Grade
    """One below: the curve there is its family's, not the data's."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the budget that evidence supports; nothing is done before somebody with the right to it agrees."""

    goal: Goal
    speaks: Speaks
    period: Period
    """Of which it speaks: the steps that were seen, or those to come."""
    steps: int
    """Steps that `effect` covers: 1 in a steady one."""
    step_days: int
    spend_unit: str
    moves: tuple[Move, ...]
    """The largest change first."""
    effect: Effect
    grade: Grade
    """That of the evidence, one below where spend leaves what was seen."""
    reasons: tuple[Words, ...]
    """Why it is not better."""
    reversal: Reversal
    works_on_days: float
    """Days in which nine tenths of what was spent have worked: how long a change that is taken back is felt."""
    concave: bool
    """Whether the optimum is known to be the best of all; S-shaped curves may have several peaks."""
    at_most: float | None
    """Expected gain over today's plan that no plan exceeds; None for concave curves, where the plan is the best."""
    next_gain: float
    """Gain that the next unit of money per step would bring, per unit of money."""
    net: bool
    """Whether gains are margin less spend; else they are outcome, for no margin is known."""
    beyond: Beyond | None
    """None where going beyond is allowed already, or would gain nothing."""
    waiting: Waiting | None
    """None where nothing moves."""
    limits: tuple[Words, ...]
    """What it does not say."""
    evidence: str = ""
    """Id of the evidence that it rests on."""

    @property
    def now(self) -> float:
        """Today's spend per step, all channels."""
        return sum(move.now for move in self.moves)

    @property
    def total(self) -> float:
        """Proposed spend per step, all channels."""
        return sum(move.proposed for move in self.moves)
