"""Metrics about which nothing can be said, or all is known before any forecast, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from probant.evidence.foresight.panel import GAPS, Candidate, Panel
from probant.evidence.foresight.question import NAMES, SkillQuestion
from probant.evidence.foresight.regressors import LAGS, known
from probant.evidence.foresight.scale import Array
from probant.words import Words, say

SAME = 0.98
"""Share of a metric's variance, explained by what the forecast knows already, above which it adds nothing."""
TWIN = 0.95
"""Share of a metric's variance, explained by the outcome of the same week, above which it is the outcome."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a metric is not tested."""

    words: Words
    readings: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """'money' 1 where it is money itself, 'known' the share that is known already; else empty."""


def itself(question: SkillQuestion) -> Aside:
    """A metric that is money itself."""
    words = say(
        "It is {outcome} itself, a part or a price of it: it reports money and cannot announce it.",
        outcome=NAMES[question.outcome],
    )
    return Aside(words, {"money": 1.0})


def aside(found: Candidate, held: Panel, question: SkillQuestion) -> Aside | None:
    """Why a metric is not tested; None where it is."""
    forecasts = len(found.values) - question.training_weeks - question.leads
    if forecasts < question.fewest_forecasts:
        wanted = question.training_weeks + question.leads + question.fewest_forecasts
        return Aside(say("It has {weeks} weeks; {wanted} are the least.", weeks=len(found.values), wanted=wanted))
    if found.gaps > GAPS:
        return Aside(
            say("In {gaps:share} of its weeks nothing is known; {most:share} are borne.", gaps=found.gaps, most=GAPS)
        )
    if np.ptp(found.values) <= 1e-9 * (1.0 + np.abs(found.values).max()):
        return Aside(say("It does not change from week to week, so nothing can be learned from it."))
    return _known_already(found, held.part(found.start, found.end), question)


def _known_already(found: Candidate, held: Panel, question: SkillQuestion) -> Aside | None:
    ones = np.ones(len(found.values))
    if explained(found.values, np.column_stack([ones, held.scale.up(held.outcome)])) >= TWIN:
        return itself(question)
    pairs = known(held, 1, question.training_weeks)
    share = explained(found.values[LAGS - 1 : -1], pairs.columns)
    if share < SAME:
        return None
    words = say(
        "{share:share} of it follows from the season, the spend and the past of {outcome}: it says nothing new.",
        share=share,
        outcome=NAMES[question.outcome],
    )
    return Aside(words, {"known": share})


def explained(values: Array, columns: Array) -> float:
    """Share of the variance of (R,) values that least squares on (R, K) columns explain, in [0, 1]."""
    centred = values - values.mean()
    left = centred - columns @ np.linalg.lstsq(columns, centred, rcond=None)[0]
    return float(np.clip(1.0 - (left @ left) / (centred @ centred), 0.0, 1.0))
