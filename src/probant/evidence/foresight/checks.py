"""What the test of metrics is looked at for, and what it cannot say."""

from __future__ import annotations

import numpy as np

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.scale import Array
from probant.vocabulary import Check
from probant.words import Words, say

TWO_YEARS = 104
"""Weeks below which a season cannot be told from a trend."""


def season(held: Panel) -> Check:
    """Whether there are two years, so that a season shows."""
    count = len(held.outcome)
    if count < TWO_YEARS:
        words = say(
            "{weeks} weeks are few: below {wanted} a season cannot be told from a trend.",
            weeks=count,
            wanted=TWO_YEARS,
        )
        return Check("weeks", False, words)
    return Check("weeks", True, say("{weeks} weeks, two years or more.", weeks=count))


def spend(held: Panel) -> Check:
    """Whether spend was held fixed."""
    if held.spend.shape[1]:
        return Check("spend", True, say("Spend is held fixed: what follows from it is no news of a metric."))
    words = say("No spend is known: a metric that only follows spend may seem to foretell.")
    return Check("spend", False, words)


def ruled_out(most: Array, matters: Array) -> Check:
    """Whether these weeks can show that a metric tells nothing; `most` and `matters` as in `Bounds`."""
    if len(most) == 0:
        return Check("ruled_out", None, say("No metric has weeks enough to be tested."))
    facts = {"most": float(np.median(most)), "matters": float(np.median(matters))}
    if facts["most"] < facts["matters"]:
        words = say(
            "For a usual metric a gain of more than {most:share} of the error is ruled out; {matters:share} would"
            " matter.",
            **facts,
        )
        return Check("ruled_out", True, words)
    words = say(
        "For a usual metric a gain of up to {most:share} of the error is not ruled out, and {matters:share} would"
        " matter: that nothing was found does not show that there is nothing.",
        **facts,
    )
    return Check("ruled_out", False, words)


def limits(outcome: Words, leads: int) -> tuple[Words, ...]:
    """What foretelling does not say."""
    return (
        say(
            "That a metric foretells {outcome} does not say that raising it raises {outcome}; only an experiment does.",
            outcome=outcome,
        ),
        say(
            "The best of {leads} leads was looked for. The interval and the test pay for that, the gain itself does"
            " not: expect less in the weeks to come.",
            leads=leads,
        ),
        say("Spend, prices and promotions of the week that is foretold are taken as planned, that is as known."),
        say("All {outcome} is foretold, not only what marketing adds to it.", outcome=outcome),
    )
