"""One slope a subject: each channel, the total, and the total with trend and season removed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.association import season
from probant.evidence.association.elasticity import elasticity
from probant.evidence.association.hac import Array
from probant.evidence.association.question import ComovementQuestion
from probant.evidence.association.series import Series
from probant.vocabulary import Estimate
from probant.words import Words, say

TOTAL, SEASON_REMOVED = "(total)", "(total), season removed"


@dataclass(frozen=True, slots=True)
class Slope:
    """An estimate, or the reason why there is none, and the weeks behind it."""

    estimate: Estimate | None
    why_not: Words | None
    weeks: int


def slopes(question: ComovementQuestion, found: Series) -> dict[str, Slope]:
    """Slopes by subject: '(total)', '(total), season removed', and each channel."""
    subjects = {TOTAL: found.total, **dict(zip(found.channels, found.spend.T, strict=True))}
    every = {subject: _slope(question, found, spend) for subject, spend in subjects.items()}
    return {TOTAL: every[TOTAL], SEASON_REMOVED: _without_season(question, found), **every}


def _slope(question: ComovementQuestion, found: Series, spend: Array, *, seasonal: bool = False) -> Slope:
    used = (spend > 0.0) & (found.outcome > 0.0)
    count = int(used.sum())
    if count < question.fewest_weeks:
        few = say(
            "It has {weeks} weeks with both spend and outcome above 0; {wanted} are the least.",
            weeks=count,
            wanted=question.fewest_weeks,
        )
        return Slope(None, few, count)
    weeks = found.weeks[used]
    controls = season.trend_and_season(weeks) if seasonal else np.empty((count, 0))
    estimate = elasticity(found.outcome[used], spend[used], weeks, controls, level=question.level)
    why = None if estimate else say("Its spend does not change, so nothing can be said of what moves with it.")
    return Slope(estimate, why, count)


def _without_season(question: ComovementQuestion, found: Series) -> Slope:
    if len(found.weeks) < season.FEWEST:
        why = say("{wanted} weeks, two years, are needed to remove trend and season.", wanted=season.FEWEST)
        return Slope(None, why, len(found.weeks))
    return _slope(question, found, found.total, seasonal=True)
