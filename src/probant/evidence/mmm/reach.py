"""Channels that work by whom they reach and how often: the frequency at which an impression returns most."""

from __future__ import annotations

import numpy as np

from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.model import REACH
from probant.stats.adstock import Array
from probant.vocabulary import Check
from probant.words import Words, say

UNIT = "impressions / person"


def best_frequency(half: Array, slope: Array) -> Array:
    """Frequency at which reach times Hill(frequency) is largest for a given number of impressions.

    Parameters
    ----------
    half, slope : (...) arrays
        Of Hill's curve in the frequency, impressions by person, > 0; and no unit, > 0.

    Returns
    -------
    (...) array
        Impressions by person, >= 1. With N impressions reach is N / f, and Hill(f) / f is largest at
        half (slope - 1)^(1 / slope); with a slope of 1 or less every further impression to a person brings less than
        the one before it, and once is best.
    """
    steep = np.maximum(slope - 1.0, 0.0)
    return np.maximum(half * steep ** (1.0 / slope), 1.0)


def reached(found: Fit) -> tuple[int, ...]:
    """Numbers of the channels that work by reach."""
    return tuple(place for place, family in enumerate(found.model.saturations) if family == REACH)


def checks(found: Fit, level: float) -> tuple[Check, ...]:
    """Of each such channel, whether it was shown as often as is best, and whether that lies in what was seen."""
    return tuple(_frequency(found, place, level) for place in reached(found))


def _frequency(found: Fit, place: int, level: float) -> Check:
    one = found.model.found
    reach, often = one.exposure[:, place], found.model.frequency(place)[found.model.specification.lags - 1 :]
    seen = float((reach * often).sum() / reach.sum())
    best = best_frequency(found.half[:, place], found.slope[:, place])
    low, high = np.quantile(best, [(1 - level) / 2, (1 + level) / 2]).tolist()
    facts = {
        "channel": one.channels[place],
        "seen": round(seen, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "level": level,
    }
    if high < often[reach > 0.0].min() or low > often.max():
        words = say(
            "{channel} was shown {seen} times to a person; best are {low} to {high} ({level:share}), which never "
            "happened: it is a guess.",
            **facts,
        )
        return Check("frequency", False, words)
    if low <= seen <= high:
        words = say(
            "{channel} was shown {seen} times to a person; best are {low} to {high} ({level:share}).",
            **facts,
        )
        return Check("frequency", True, words)
    words = say(
        "{channel} was shown {seen} times to a person, and an impression returns most at {low} to {high} "
        "({level:share}).",
        **facts,
    )
    return Check("frequency", False, words)


def limits(found: Fit) -> tuple[Words, ...]:
    """What reach and frequency do not say."""
    names = tuple(found.model.found.channels[place] for place in reached(found))
    if not names:
        return ()
    return (
        say(
            "The best frequency of {channels} is that of the same impressions, spread over more people or fewer: that "
            "there are more people to be reached, and at the same price, is assumed.",
            channels=names,
        ),
        say(
            "The reach of {channels} is added up over campaigns, accounts and areas: who was reached by two of them "
            "counts twice. No curve is given of what more money brings, for it is not known how reach would grow.",
            channels=names,
        ),
    )
