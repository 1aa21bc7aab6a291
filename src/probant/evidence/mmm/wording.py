"""What was estimated, what it does not say, and what would make it surer, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from probant.evidence.mmm import course, learned, reach, sensitivity
from probant.evidence.mmm.effects import Effects
from probant.evidence.mmm.estimates import Units
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.question import NAMES, MixQuestion
from probant.evidence.mmm.series import Series
from probant.stats.adstock import Array
from probant.words import Words, say


def estimand(question: MixQuestion, of: Units) -> Words:
    """What the figure under a channel's name is."""
    outcome = NAMES[question.outcome]
    if of.margin is None:
        return say("{outcome} that one unit of spend brought", outcome=outcome)
    return say("Contribution margin that one unit of spend brought, by its effect on {outcome}", outcome=outcome)


def only_observed() -> Words:
    """What no model of what was seen can say."""
    return say(
        "The model reads causes out of what moved together; a hidden cause of spend and outcome would mislead it. "
        "Only an experiment shows what would not have been sold otherwise."
    )


def limits(found: Fit, told: Effects, overlap: Array, of: Units) -> tuple[Words, ...]:
    """What the model does not say, and by how much a hidden cause would move it."""
    one = found.model
    return (
        only_observed(),
        *_sources(one.found, overlap),
        *_hidden_cause(found, told, of),
        *_next_test(found, told),
        say("Contributions are those of the steps of the period, spend just before it included, effects after it not."),
        say("Beyond the largest spend seen in a step, a curve is a guess."),
        *_calibrated(one.specification.lifts),
        *course.limits(found),
        *reach.limits(found),
    )


def _sources(found: Series, overlap: Array) -> tuple[Words, ...]:
    """By channel, learned from the data or believed before."""
    kinds = {
        "data": [n for n, share in zip(found.channels, overlap, strict=True) if share < learned.PARTLY],
        "part": [
            n for n, share in zip(found.channels, overlap, strict=True) if learned.PARTLY <= share < learned.MOSTLY
        ],
        "prior": [n for n, share in zip(found.channels, overlap, strict=True) if share >= learned.MOSTLY],
    }
    said = {
        "data": say("Learned from the data: {channels}.", channels=tuple(kinds["data"])),
        "part": say("Learned in part, believed beforehand in part: {channels}.", channels=tuple(kinds["part"])),
        "prior": say("Mostly believed beforehand, the data say little: {channels}.", channels=tuple(kinds["prior"])),
    }
    return tuple(said[kind] for kind, names in kinds.items() if names)


def _hidden_cause(found: Fit, told: Effects, of: Units) -> tuple[Words, ...]:
    """For the largest paid channel: by how much, and how strong a cause would take it to the line or to nothing."""
    one = found.model.found
    if one.paid == 0:
        return ()
    place = int(np.argmax(one.totals[: one.paid]))
    worth = 1.0 if of.margin is None else of.margin
    drawn = worth * told.total[:, place] / one.totals[place]
    freedom = max(1, int(one.known.sum()) - len(found.model.block.names) - len(found.model.start))
    line = 0.0 if of.margin is None else 1.0
    return (
        say(
            "A hidden cause that explains {strength:share} of what is left of both the spend on {channel} and the "
            "outcome would move its return by {shift:{unit}}; one of {robust:share} would carry it to {line:{unit}}.",
            strength=sensitivity.STRENGTH,
            channel=one.channels[place],
            shift=float(sensitivity.shift(drawn.std()[None], freedom)[0]),
            robust=sensitivity.robustness(float(drawn.mean()) - line, float(drawn.std()), freedom),
            line=line,
            unit=of.net,
        ),
    )


def _next_test(found: Fit, told: Effects) -> tuple[Words, ...]:
    """Which experiment would narrow an interval most, in money."""
    one = found.model.found
    if one.paid == 0:
        return ()
    totals = told.total[:, : one.paid]
    length = sensitivity.TEST_DAYS // one.step_days
    cut = sensitivity.shrinkage(totals, len(one.days), float(found.noise.mean()), length)
    best = int(np.argmax(cut * totals.std(axis=0)))
    return (
        say(
            "The experiment that would teach most: {channel} off for {steps} steps in half of the areas, drawn at "
            "random; it would cut the interval of its return by about {cut:share}.",
            channel=one.channels[best],
            steps=length,
            cut=float(cut[best]),
        ),
    )


def _calibrated(lifts: Sequence[object]) -> tuple[Words, ...]:
    if not lifts:
        return ()
    return (
        say(
            "The experiments are held against the curve of the whole country: where a test ran in some areas only, "
            "their part of the spend is taken to work as the whole does."
        ),
    )
