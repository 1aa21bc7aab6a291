"""What a proposal does not say, and why its grade is what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from probant.decision.budget.answer import Move
from probant.decision.budget.terms import Terms
from probant.stats.response import ResponseCurves
from probant.words import Words, say


def outside(moves: Sequence[Move]) -> tuple[Words, ...]:
    """That spend leaves what was seen, and where; nothing where it does not."""
    names = tuple(move.channel for move in moves if move.outside)
    if not names:
        return ()
    return (say("More is proposed than was ever spent in a step on: {channels}.", channels=names),)


def limits(curves: ResponseCurves, terms: Terms, *, concave: bool) -> tuple[Words, ...]:
    """What holds for every budget of these curves."""
    return tuple(_limits(curves, terms, concave))


def _limits(curves: ResponseCurves, terms: Terms, concave: bool) -> Iterator[Words]:
    if terms.steps is None:
        yield say("It speaks of a steady week: the same spend every week, once carryover has settled.")
    else:
        yield say(
            "It speaks of the coming weeks with the same spend in each; what works only after them is counted, and "
            "season and prices are taken to be as they were."
        )
    yield say("It is as good as the model: what the curves leave out, such as a rival's answer, is not in it.")
    if curves.margin is None:
        yield say("No margin is known: gains are outcome, and what is spent is not taken from them.")
    if not concave:
        yield say(
            "Some curves are S-shaped, so there may be several peaks: several starts were tried, and the bound says "
            "how much better any other plan could be."
        )
