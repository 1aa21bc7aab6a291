"""What a slope over time is looked at for, and what it cannot say."""

from __future__ import annotations

import numpy as np

from probant.evidence.association import collinearity, season
from probant.evidence.association.hac import Array
from probant.evidence.association.series import Series
from probant.vocabulary import Check, Estimate
from probant.words import Words, say

STEADY = 0.05
"""Standard deviation of log spend below which it hardly moves: about 5 % up and down."""


def enough_weeks(found: Series) -> Check:
    """Whether there are two years, so that a season shows."""
    count = len(found.weeks)
    if count < season.FEWEST:
        words = say(
            "{weeks} weeks are few: below {wanted} a season cannot be told from a trend.",
            weeks=count,
            wanted=season.FEWEST,
        )
        return Check("weeks", False, words)
    return Check("weeks", True, say("{weeks} weeks, two years or more.", weeks=count))


def channels_apart(found: Series) -> Check:
    """Which channels' spend moves as that of the others does."""
    name = "collinearity"
    inflation = collinearity.variance_inflation(found.spend)
    close = tuple(
        channel for channel, factor in zip(found.channels, inflation, strict=True) if factor > collinearity.THRESHOLD
    )
    if close:
        words = say("The spend on {channels} moves with that on the others: they cannot be told apart.", channels=close)
        return Check(name, False, words)
    return Check(name, True, say("No channel's spend is a mere echo of the others'."))


def spend_moves(found: Series) -> Check:
    """Which spend hardly changes from week to week."""
    every = dict(zip(found.channels, found.spend.T, strict=True))
    steady = tuple(channel for channel, spend in every.items() if _steady(spend[spend > 0.0]))
    if steady:
        words = say(
            "The spend on {channels} hardly changes from week to week: nothing can be learned from it.", channels=steady
        )
        return Check("variation", False, words)
    return Check("variation", True, say("Every channel's spend changes from week to week."))


def season_apart(before: Estimate | None, after: Estimate | None) -> Check:
    """Whether the slope of the total outlives its trend and season."""
    if before is None or after is None or before.interval is None or after.interval is None:
        return Check("season", None, say("Trend and season could not be removed."))
    facts = {"before": before.value, "after": after.value, "low": after.interval.low, "high": after.interval.high}
    if before.interval.low > 0.0 >= after.interval.low:
        words = say(
            "With trend and season removed {after} is left of {before} (from {low} to {high}): "
            "what moved together may be the season alone.",
            **facts,
        )
        return Check("season", False, words)
    return Check(
        "season",
        True,
        say("With trend and season removed it is {after} (from {low} to {high}), before {before}.", **facts),
    )


def limits(outcome: Words) -> tuple[Words, ...]:
    """What moving together does not say."""
    return (
        say("That spend and {outcome} move together does not say which moves the other.", outcome=outcome),
        say("Demand moves both: people buy and click more before holidays, and budgets are raised for them."),
        say("It does not say what more spend would bring; only an experiment does."),
        say("To prove it, raise or cut a channel's spend in areas drawn at random, and compare with the others."),
    )


def _steady(spend: Array) -> bool:
    return len(spend) > 1 and float(np.log(spend).std()) < STEADY
