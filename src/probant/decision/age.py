"""Old proof is weaker proof: what was true a year ago may not be now (METHODS 1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from probant.decision.answer import Shown
from probant.vocabulary import Check, Indicator
from probant.words import say

OLD_DAYS = 365


def last_days(shown: Sequence[Shown], indicators: Sequence[Indicator]) -> dict[str, date]:
    """Day after the last one that anything at hand says of each business."""
    ends = [(one.business, one.period.end) for one in indicators]
    ends += [(one.evidence.business, one.evidence.period.end) for one in shown if one.evidence.period]
    return {business: max(end for name, end in ends if name == business) for business, _ in ends}


def aged(shown: Sequence[Shown], until: Mapping[str, date]) -> tuple[Shown, ...]:
    """The evidence with a check on its age added: one grade down where it ended over 12 months before.

    Parameters
    ----------
    shown : sequence of Shown
        Evidence as the engines made it; they see no clock.
    until : mapping of str to date
        Day after the last one of the data of each business. Age is counted to there, not to today: a
        board on old data speaks of its own time, and says of which.
    """
    return tuple(_aged(one, until) for one in shown)


def _aged(one: Shown, until: Mapping[str, date]) -> Shown:
    period, end = one.evidence.period, until.get(one.evidence.business)
    if period is None or end is None:
        return one
    days = (end - period.end).days
    fresh = days <= OLD_DAYS
    words = (
        say("It is {days} days older than the newest data of its business.", days=days)
        if fresh
        else say("It ended {days} days before the newest data of its business: over 12 months.", days=days)
    )
    check = Check("age", fresh, words, 0 if fresh else 1)
    return replace(one, evidence=replace(one.evidence, checks=(*one.evidence.checks, check)))
