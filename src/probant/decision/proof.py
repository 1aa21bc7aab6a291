"""What would prove it: the next step that could turn a doubt into an answer."""

from __future__ import annotations

from collections.abc import Sequence

from probant.decision.answer import Shown, Verdict
from probant.decision.candidates import Candidate
from probant.decision.probability import units_to_decide
from probant.vocabulary import Purpose
from probant.words import Words, say


def would_prove(purpose: Purpose, first: Candidate | None, shown: Sequence[Shown]) -> tuple[Words, ...]:
    """Steps that would raise the grade or narrow the interval, the cheapest first."""
    if first is not None and first.verdict in (Verdict.PROVEN, Verdict.HARMFUL):
        return (say("Repeat it once a year: after 12 months the grade falls by one."),)
    if first is not None and first.shown.evidence.sample and first.estimate.interval:
        return _more_units(first)
    if purpose is Purpose.CUSTOMERS:
        return (say("Withhold the action from a random part of the customers, and compare what they then do."),)
    return _experiment(purpose, shown)


def _more_units(first: Candidate) -> tuple[Words, ...]:
    sample = first.shown.evidence.sample
    line = first.shown.evidence.line or 0.0
    needed = units_to_decide(first.estimate, min(sample.values()), line)
    if first.shown.evidence.grade.value > "C" or needed is None or needed <= min(sample.values()):
        return _experiment(first.shown.evidence.purpose, (first.shown,))
    return (
        say(
            "If the effect is what it looks like, {needed} units in each arm would show it (power 80%); so far {had}.",
            needed=_rounded(needed),
            had=min(sample.values()),
        ),
    )


def _experiment(purpose: Purpose, shown: Sequence[Shown]) -> tuple[Words, ...]:
    margin = (say("Declare the contribution margin in probant.toml: it gives break-even."),)
    return (
        *(margin if purpose is Purpose.EFFICIENCY else ()),
        *_where_to_start(shown),
        say("Pause one channel in some areas, chosen at random, for four to six weeks, and compare with the others."),
        say("Or show its ads to all but a random tenth of the users, where the platform offers such a holdout."),
    )


def _where_to_start(shown: Sequence[Shown]) -> tuple[Words, ...]:
    """The channel on which the most money hangs, where some evidence says how much was spent on each."""
    spent = {name: share for one in shown for name, share in one.evidence.shares.items()}
    if not spent:
        return ()
    channel = max(spent, key=spent.__getitem__)
    share = spent[channel]
    return (say("Begin with {channel}: {share:share} of the spend hangs on it.", channel=channel, share=share),)


def _rounded(units: int) -> int:
    """Two significant digits: a plan, not a measurement."""
    digits = max(0, len(str(units)) - 2)
    step = int(10**digits)
    return -(-units // step) * step
