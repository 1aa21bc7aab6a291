"""From one estimate to a word: proven, probable, unproven or harmful (METHODS 10)."""

from __future__ import annotations

from probant.decision.answer import Verdict
from probant.vocabulary import Grade

PROVEN, PROBABLE = 0.95, 0.80


def verdict(good: float | None, bad: float | None, grade: Grade) -> Verdict:
    """The word that a probability and a grade of proof allow.

    Parameters
    ----------
    good, bad : float or None
        P(truth beyond the line on the good side), and on the bad side, in [0, 1], each already adjusted
        for how many subjects were looked at; None where no uncertainty is stated.
    grade : Grade
        A to C can prove; D can at the most make probable; E and F say who was present, not who caused.
    """
    if good is None or bad is None or not grade.at_least(Grade.D):
        return Verdict.UNPROVEN
    if grade.at_least(Grade.C):
        if good >= PROVEN:
            return Verdict.PROVEN
        if bad >= PROVEN:
            return Verdict.HARMFUL
    return Verdict.PROBABLE if good >= PROBABLE else Verdict.UNPROVEN
