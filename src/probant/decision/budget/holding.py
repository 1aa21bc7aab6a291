"""Which curves may be acted on: from evidence that does not hold no budget is proposed, and no plan is judged."""

from __future__ import annotations

from probant.errors import TooLittle
from probant.vocabulary import Evidence, Grade
from probant.words import say


def holds(evidence: Evidence) -> bool:
    """Whether the checks left enough of it to act on: any grade above F."""
    return evidence.grade is not Grade.F


def held(evidence: Evidence) -> None:
    """Raise TooLittle, with the reason that cost the most, where the evidence does not hold."""
    if holds(evidence):
        return
    costly = sorted((one for one in evidence.checks if one.passed is False), key=lambda check: -check.lowers)
    nothing = say("No budget is proposed from evidence that does not hold (grade F).")
    if costly:
        why = costly[0].words
        nothing = say("No budget is proposed from evidence that does not hold (grade F). {why}", why=why)
    raise TooLittle(
        nothing,
        mend=say(
            "change what its checks name and ask the mix model again: other controls, fewer channels, or an experiment "
            "that it is held to"
        ),
    )
