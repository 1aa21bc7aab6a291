"""The whole method on data of this very shape whose truth is known: do the intervals hold what they should?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from probant.evidence.mmm.block import block
from probant.evidence.mmm.fit import Fit, fit
from probant.evidence.mmm.model import model
from probant.stats.sampling import Plan


@dataclass(frozen=True, slots=True)
class Coverage:
    """Over simulated data sets and channels."""

    half: float
    """Share of true contributions inside the intervals of 50 %."""
    most: float
    """Inside those of 90 %."""
    intervals: int
    failed: int
    """Data sets whose fit did not pass the gate."""

    @property
    def error(self) -> float:
        """Standard error of `most`, were it .9 and the intervals independent."""
        return float(np.sqrt(0.09 / max(1, self.intervals)))


def rehearse(found: Fit, rng: np.random.Generator, plan: Plan, sets: int) -> Coverage:
    """Draw a truth from the posterior, make outcomes of it, fit these, and look where the truth lies."""
    one, told = found.model, block(found)
    stride = np.linspace(0, len(found.noise) - 1, len(told.noise)).astype(int)
    ranks, failed = [], 0
    for _ in range(sets):
        at = int(rng.integers(len(told.noise)))
        noise = np.sqrt(told.noise[at]) * rng.standard_normal(len(one.found.days))
        outcome = np.where(one.found.known, told.media[at] + told.mean[at] + noise, np.nan)
        again = fit(model(replace(one.found, outcome=outcome), replace(one.specification, lifts=())), rng, plan)
        if again.sample.sound:
            ranks.append((again.mean < found.mean[stride[at]]).mean(axis=0))
        else:
            failed += 1
    inside = np.array(ranks).reshape(-1)
    return Coverage(
        half=float((np.abs(inside - 0.5) < 0.25).mean()) if inside.size else float("nan"),
        most=float((np.abs(inside - 0.5) < 0.45).mean()) if inside.size else float("nan"),
        intervals=inside.size,
        failed=failed,
    )
