"""What the test of metrics is looked at for, and what it cannot say."""

from __future__ import annotations

import numpy as np

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.power import POWER
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


def power(detectable: Array) -> Check:
    """How small a gain would have been found."""
    if len(detectable) == 0:
        return Check("power", None, say("No metric has weeks enough to be tested."))
    words = say(
        "For a usual metric a gain of {gain:share} of the error would be found in {power:share} of such tests.",
        gain=float(np.median(detectable)),
        power=POWER,
    )
    return Check("power", True, words)


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
