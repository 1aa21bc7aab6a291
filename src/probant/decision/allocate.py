"""Where the next euro goes: from curves and terms to a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

import numpy as np

from probant.decision.budget.answer import Beyond, Effect, Move, Proposal, Reversal, Speaks
from probant.decision.budget.climb import Aim, Peak, bound, highest, starts
from probant.decision.budget.gains import Gains, coming_gains, steady_gains
from probant.decision.budget.holding import held
from probant.decision.budget.region import Region
from probant.decision.budget.terms import Goal, Terms, region
from probant.decision.budget.waiting import Waiting, waiting
from probant.decision.budget.wording import limits, outside
from probant.errors import Refused, TooLittle, UnknownName
from probant.stats.adstock import Array
from probant.stats.response import Described, ResponseCurves, response_curves
from probant.vocabulary import Draws, Estimate, Evidence, Interval, Period
from probant.words import say

_ROUNDS = 40
"""Totals tried until the target is met."""
_UNMOVED = 1e-6
"""Of the total: a smaller change is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """Curves and what their gain is counted in."""

    evidence: Evidence
    curves: ResponseCurves
    gains: Gains
    terms: Terms

    @property
    def steps(self) -> int:
        """Steps that a gain covers."""
        return self.terms.steps or 1

    @property
    def net(self) -> bool:
        """Whether the gain is margin, from which spend can be taken."""
        return self.curves.margin is not None

    @property
    def unit(self) -> str:
        """Of the gain."""
        unit = self.curves.spend_unit if self.net else self.curves.unit
        return unit if self.terms.steps else f"{unit} / {'week' if self.curves.step_days == 7 else 'day'}"

    def effect(self, spend: Array, against: Array) -> Effect:
        """What one plan (C,) gains over another."""
        gained = self.gains.each(spend).sum(axis=1) - self.gains.each(against).sum(axis=1)
        if self.net:
            gained -= self.steps * float((spend - against).sum())
        worst = np.sort(gained)[: max(1, int(np.ceil(self.terms.tail * len(gained))))]
        # Of D draws none may lose: that is no proof that none can. Laplace's rule of succession.
        loses = (float((gained < 0).sum()) + 1) / (len(gained) + 2)
        return Effect(estimated(gained, self.unit, self.terms.level), loses, float(worst.mean()))

    def moves(self, spend: Array, against: Array) -> tuple[Move, ...]:
        """What changes in each channel, the largest change first."""
        each = self.gains.each(spend) - self.gains.each(against)
        if self.net:
            each -= self.steps * (spend - against)
        found = [
            Move(
                name,
                float(against[place]),
                float(spend[place]),
                float(self.curves.least[place]),
                float(self.curves.largest[place]),
                estimated(each[:, place], self.unit, self.terms.level),
            )
            for place, name in enumerate(self.curves.channels)
        ]
        return tuple(sorted(found, key=lambda move: (-abs(move.change), move.channel)))


def setting(evidence: Evidence, draws: Draws | None, terms: Terms) -> Setting:
    """The curves of a piece of evidence, made ready for these terms.

    Raises TooLittle for evidence without curves, Refused where a gain less its cost is asked for and no margin
    is known.
    """
    if not evidence.curves or draws is None:
        raise TooLittle(
            say("Evidence of {engine} holds no response curves.", engine=evidence.engine),
            mend=say("ask a mix model whose chains agree: `probant ask mmm`"),
        )
    curves = response_curves(cast("Mapping[str, Described]", evidence.curves), draws.subjects, draws.values)
    if terms.as_pays and curves.margin is None:
        raise Refused(
            say("How much pays cannot be said: the margin per unit of outcome is not known."),
            mend=say("ask the mix model again with `margin`, or give a total"),
        )
    worth = 1.0 if curves.margin is None else curves.margin
    gains = steady_gains(curves, worth) if terms.steps is None else coming_gains(curves, worth, terms.steps)
    return Setting(evidence, curves, gains, terms)


def allocate(evidence: Evidence, draws: Draws | None, terms: Terms, *, evidence_id: str = "") -> Proposal:
    """The best budget under these terms, and all that is to be known before it is followed.

    Parameters
    ----------
    evidence : Evidence
        Of an engine that knows what more or less spend would bring: `curves`.
    draws : Draws or None
        Those behind it, D x S.
    terms : Terms
        Goal, total, bounds, groups, steps.
    evidence_id : str
        Under which the evidence is kept.

    Raises
    ------
    TooLittle, Refused, UnknownName
        For evidence without curves or that does not hold; terms that no plan can meet; a channel that has no curve.
    """
    held(evidence)
    made = setting(evidence, draws, terms)
    curves, now = made.curves, made.curves.usual
    allowed = region(terms, curves, beyond=terms.beyond)
    peak = _best(made, allowed)
    moves = made.moves(peak.spend, now)
    left = outside(moves)
    return Proposal(
        goal=terms.goal,
        speaks=Speaks.STEADY if terms.steps is None else Speaks.COMING,
        period=_period(evidence, curves, terms),
        steps=made.steps,
        step_days=curves.step_days,
        spend_unit=curves.spend_unit,
        moves=moves,
        effect=made.effect(peak.spend, now),
        grade=evidence.grade.lowered(1 if left else 0),
        reasons=(*evidence.reasons, *left),
        reversal=_reversal(peak.spend, now),
        works_on_days=_works_on(curves),
        concave=made.gains.concave,
        at_most=_at_most(made, allowed, now),
        next_gain=peak.price / made.steps,
        net=made.net,
        beyond=None if terms.beyond else _beyond(made, peak),
        waiting=_waiting(made, allowed, peak),
        limits=limits(curves, terms, concave=made.gains.concave),
        evidence=evidence_id,
    )


def estimated(draws: Array, unit: str, level: float) -> Estimate:
    """Mean of draws (D,), and the interval that leaves equal shares of them on either side; none where all agree."""
    value = float(draws.mean())
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    around = Interval(float(min(low, value)), float(max(high, value)), level) if low < high else None
    return Estimate(value, unit, around)


def _best(made: Setting, allowed: Region) -> Peak:
    terms = made.terms
    aim = replace(_mean_aim(made), tail=terms.tail if terms.goal is Goal.CAUTIOUS else None)
    if terms.goal is Goal.TARGET:
        return _least_spend(made, allowed)
    return highest(made.gains, aim, allowed, starts(made.gains, allowed, made.curves.usual))


def _mean_aim(made: Setting) -> Aim:
    """The mean gain, less what is spent where the total is free."""
    return Aim(cost=float(made.steps) if made.terms.as_pays else 0.0)


def _least_spend(made: Setting, allowed: Region) -> Peak:
    """The plan of least spend whose expected gain against spending nothing is the target, by bisection of the total.

    Raises Refused where no allowed plan gains so much.
    """
    target = made.terms.target or 0.0
    low, high = allowed.range

    def at(total: float, start: Array) -> Peak:
        limited = Region(allowed.low, allowed.high, total, allowed.groups)
        return highest(made.gains, Aim(), limited, starts(made.gains, limited, start))

    peak = at(high, allowed.high)
    if peak.value < target:
        raise Refused(
            say("Within the bounds the expected gain is at most {most}, not {target}.", most=peak.value, target=target),
            mend=say("lower the target, or let spend go beyond what was seen"),
        )
    for _ in range(_ROUNDS):
        if high - low <= _UNMOVED * high:
            break
        middle = at((low + high) / 2, peak.spend)
        if middle.value < target:
            low = (low + high) / 2
        else:
            high, peak = (low + high) / 2, middle
    return peak


def _at_most(made: Setting, allowed: Region, now: Array) -> float | None:
    """A bound on the expected gain over today's plan, where curves may have several peaks and the mean is meant."""
    if made.gains.concave or made.terms.goal is not Goal.EXPECTED:
        return None
    found = bound(made.gains, allowed)
    if found is None:
        return None
    total = allowed.total or 0.0
    paid = made.steps * (total - float(now.sum())) if made.net else 0.0
    return found - float(made.gains.each(now).sum(axis=1).mean()) - paid


def _beyond(made: Setting, peak: Peak) -> Beyond | None:
    """The same terms with seen spend left behind; None where that would be no better."""
    try:
        wide = region(made.terms, made.curves, beyond=True)
    except Refused:
        return None
    further = _best(made, wide)
    if np.abs(further.spend - peak.spend).max() <= _UNMOVED * peak.spend.sum():
        return None
    effect = made.effect(further.spend, peak.spend)
    return Beyond(effect, made.moves(further.spend, peak.spend), made.evidence.grade.lowered(1))


def _waiting(made: Setting, allowed: Region, peak: Peak) -> Waiting | None:
    """The value of a test of the channel that the terms name, else of the one whose move is the least sure."""
    now, names = made.curves.usual, made.curves.channels
    if made.terms.test is not None and made.terms.test not in names:
        raise UnknownName(say("channel"), made.terms.test, names)
    if made.terms.goal is Goal.TARGET or np.abs(peak.spend - now).max() <= _UNMOVED * now.sum():
        return None
    doubt = (made.gains.each(peak.spend) - made.gains.each(now)).std(axis=0)
    place = int(doubt.argmax()) if made.terms.test is None else names.index(made.terms.test)
    return waiting(made.gains, allowed, _mean_aim(made), names[place], place, peak.spend)


def _period(evidence: Evidence, curves: ResponseCurves, terms: Terms) -> Period:
    """The steps seen, or as many as are planned right after them. Raises TooLittle where evidence has no period."""
    seen = evidence.period
    if seen is None:
        raise TooLittle(
            say("Evidence of {engine} does not say of which period it is.", engine=evidence.engine),
            mend=say("ask its question again"),
        )
    if terms.steps is None:
        return seen
    return Period(seen.end, seen.end + timedelta(days=terms.steps * curves.step_days))


def _reversal(spend: Array, now: Array) -> Reversal:
    return Reversal.PARTLY if bool(((spend <= _UNMOVED * now) & (now > 0)).any()) else Reversal.EASY


def _works_on(curves: ResponseCurves) -> float:
    """Days until nine tenths of a step's spend have worked, in the slowest channel, by the mean of the draws."""
    worked = curves.weights.mean(axis=0).cumsum(axis=1)
    steps = (worked < 0.9).sum(axis=1) + 1
    return float(steps.max() * curves.step_days)
