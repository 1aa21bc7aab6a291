"""What the panel leaves unexplained: whether it hangs together over time, or over areas."""

from __future__ import annotations

from math import sqrt

import numpy as np

from probant.evidence.mmm.checks import MEMORY
from probant.evidence.mmm.panel.fit import PanelFit
from probant.stats.adstock import Array
from probant.vocabulary import Check
from probant.words import say

WIDER = 1.5
"""By how many times too narrow intervals may be, for what areas share, before it costs a grade."""
_FEWEST = 20
"""Steps known in every area, below which neither is looked at."""


def left_over(found: PanelFit, brought: Array) -> Array:
    """(G, T) outcome less block and channels, in an area's mean outcome; NaN where it is not known.

    Parameters
    ----------
    found : PanelFit
        Its block, in the mean over the draws.
    brought : (G, T) array
        Mean contribution of all channels by area and step, in the outcome's unit.
    """
    one = found.model
    base = np.stack([part.scaled @ mean for part, mean in zip(one.blocks, found.block.mean(axis=0), strict=True)])
    outcome = np.stack([area.outcome for area in one.found.series])
    return np.asarray((outcome - base - brought) / one.sizes[:, None])


def memory(left: Array) -> float:
    """Correlation of neighbouring steps, in the mean over areas; `left` is (G, T), without NaN."""
    own = left - left.mean(axis=1, keepdims=True)
    return float(((own[:, 1:] * own[:, :-1]).sum(axis=1) / (own**2).sum(axis=1)).mean())


def alike(left: Array) -> float:
    """Correlation of two areas, in the mean over all pairs; `left` is (G, T), without NaN."""
    count = len(left)
    return float((np.corrcoef(left).sum() - count) / (count * (count - 1)))


def check(left: Array) -> Check:
    """Whether noise is as the model takes it to be: another one in each step and each area.

    Parameters
    ----------
    left : (G, T) array
        See `left_over`; steps that are not known in every area are left out.
    """
    name, kept = "residuals", left[:, np.isfinite(left).all(axis=0)]
    if kept.shape[1] < _FEWEST or np.any(kept.std(axis=1) == 0.0):
        return Check(name, None, say("Too few steps are known in every area to see whether residuals hang together."))
    # Kish (1965), Survey Sampling: the variance of a mean of G numbers that correlate by r is 1 + (G - 1) r times
    # that of as many which do not.
    over_time, over_areas = memory(kept), alike(kept)
    narrow = sqrt(max(0.0, 1.0 + (len(kept) - 1) * over_areas))
    facts = {"memory": round(over_time, 2), "alike": round(over_areas, 2), "areas": len(kept)}
    if narrow > WIDER:
        words = say(
            "What the model leaves unexplained moves in all areas at once (correlation {alike}): something that they "
            "share is missing, and over {areas} areas the intervals may be {times} times too narrow.",
            **facts,
            times=round(narrow, 1),
        )
        return Check(name, False, words, lowers=1)
    if over_time > MEMORY:
        words = say(
            "What the model leaves unexplained in an area hangs together from step to step (correlation {memory}): "
            "something that lasts is missing, and the intervals are too narrow.",
            **facts,
        )
        return Check(name, False, words, lowers=1)
    words = say(
        "What is left unexplained hangs together neither from step to step (correlation {memory}) nor over areas "
        "({alike}).",
        **facts,
    )
    return Check(name, True, words)
