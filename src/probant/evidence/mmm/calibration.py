"""The model held against experiments: what it says of the very change of spend that each of them tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from probant.evidence.mmm.effects import windows
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.model import lift_arrays
from probant.evidence.mmm.question import Lift
from probant.evidence.mmm.series import Series
from probant.stats import saturation
from probant.stats.adstock import Array
from probant.vocabulary import Check
from probant.words import say

CONFLICT = 2.0
"""Standard errors between experiment and model from which on they contradict one another."""
COVERED = 0.5
"""Share of the spend that tested channels must have for the whole model to count as calibrated."""


def told(found: Fit) -> Array:
    """(D, J) lift of each experiment as the model has it, in the outcome's unit."""
    one = found.model
    tests, series = lift_arrays(one)
    out = np.empty((len(found.noise), len(tests)))
    for number, (channel, _, _, width) in enumerate(tests):
        place, length = int(channel), int(width) + one.specification.lags - 1
        half, slope = found.half[:, place, None], found.slope[:, place, None]
        sums = [
            saturation.height(
                one.specification.saturation,
                found.weights[:, place]
                @ windows(series[2 * number + side][:length] * one.exposure_scale[place], one.specification.lags),
                half,
                slope,
            ).sum(axis=1)
            for side in (0, 1)
        ]
        out[:, number] = found.most[:, place] * (sums[0] - sums[1])
    return out


def checks(found: Fit) -> tuple[Check, ...]:
    """Whether the experiments cover enough of the spend, and whether the model agrees with each; none without any."""
    one = found.model
    lifts = one.specification.lifts
    return (covered(lifts, one.found), agreed(lifts, told(found))) if lifts else ()


def covered(lifts: Sequence[Lift], found: Series) -> Check:
    """Whether the channels that were tested have enough of the spend."""
    shares = found.shares()
    tested = {lift.channel for lift in lifts}
    share = sum(shares[name] for name in tested)
    facts = {"count": len(tested), "share": share}
    if share < COVERED:
        words = say(
            "Experiments were made on {count} channels with {share:share} of the spend; of the others the model says "
            "no more than without.",
            **facts,
        )
        return Check("calibrated", False, words, lowers=1)
    return Check(
        "calibrated", True, say("Experiments cover {count} channels with {share:share} of the spend.", **facts)
    )


def agreed(lifts: Sequence[Lift], drawn: Array) -> Check:
    """Whether the model's draws (D, J) of each lift agree with it."""
    seen, error = np.array([lift.lift for lift in lifts]), np.array([lift.error for lift in lifts])
    far = np.abs(seen - drawn.mean(axis=0)) / np.sqrt(error**2 + drawn.var(axis=0))
    against = tuple(lift.channel for lift, one in zip(lifts, far, strict=True) if one > CONFLICT)
    if against:
        words = say(
            "The experiments on {channels} contradict the rest of the data: even held to them, the model lies more "
            "than {limit} standard errors away.",
            channels=against,
            limit=CONFLICT,
        )
        return Check("experiments", False, words, lowers=1)
    return Check("experiments", True, say("The model agrees with the experiments that it is held to."))
