"""Two agents, or versions of one, on the same tasks: which does better, or how many runs would tell."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from probant.evidence.agents.book import Flags, Floats, Ints
from probant.vocabulary import Estimate, Interval


@dataclass(frozen=True, slots=True)
class Pairing:
    """Difference over tasks that both did, treated minus control; each task counts once."""

    estimate: Estimate
    tasks: int
    runs: int
    """Runs on those tasks, of both."""
    spread: float
    """Standard deviation of the difference between tasks."""
    lone: int
    """Tasks that only one of them did: they are left out."""

    def decided(self, smallest: float) -> str | None:
        """'better' or 'worse' (larger or smaller), 'same' (no difference that matters); None: undecided."""
        around = self.estimate.interval
        if around is None:
            return None
        if around.low > 0:
            return "better"
        if around.high < 0:
            return "worse"
        return "same" if -smallest < around.low and around.high < smallest else None

    def tasks_wanted(self, smallest: float, power: float, level: float) -> int:
        """Tasks, with as many runs each as now, that find a difference of `smallest` with that power."""
        tasks = 2
        for _ in range(50):
            reach = student.ppf((1 + level) / 2, max(1, tasks - 1)) + norm.ppf(power)
            wanted = max(2, ceil((reach * self.spread / smallest) ** 2))
            if wanted == tasks:
                break
            tasks = max(wanted, tasks + 1 if wanted > tasks else wanted)
        return tasks


def compare(values: Floats, treated: Flags, task: Ints, *, unit: str, level: float) -> Pairing | None:
    """Mean difference of task means, with Student's interval over tasks; None where no task was done by both.

    Parameters
    ----------
    values : (R,) array
        What is compared, run by run, without NaN.
    treated : (R,) array
        Whether the run is of the treated one.
    task : (R,) array
        Number of its task.
    unit : str
        Unit of the difference.
    level : float
        Coverage, in (0, 1).

    Returns
    -------
    Pairing or None
        Without interval where there is one task, or all differ by the same.
    """
    _, place = np.unique(task, return_inverse=True)
    size = int(place.max(initial=-1)) + 1
    counts = [np.bincount(place[kind], minlength=size) for kind in (treated, ~treated)]
    both = (counts[0] > 0) & (counts[1] > 0)
    if not both.any():
        return None
    sums = [np.bincount(place[kind], values[kind], minlength=size)[both] for kind in (treated, ~treated)]
    gaps = sums[0] / counts[0][both] - sums[1] / counts[1][both]
    value, tasks = float(gaps.mean()), len(gaps)
    spread = float(gaps.std(ddof=1)) if tasks > 1 else 0.0
    half = float(student.ppf((1 + level) / 2, tasks - 1)) * spread / sqrt(tasks) if spread > 0 else 0.0
    around = Interval(value - half, value + half, level) if half > 0 else None
    runs = int(sum(int(count[both].sum()) for count in counts))
    return Pairing(Estimate(value, unit, around), tasks, runs, spread, int(np.count_nonzero(~both)))
