"""Intervals for runs that hang together by their task: several runs of one task are fewer than they seem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import gamma, norm
from scipy.stats import t as student

from probant.evidence.agents import kernel
from probant.evidence.agents.book import Flags, Floats, Ints
from probant.vocabulary import Estimate, Interval

REPETITIONS = 2_000
"""Bootstrap samples."""
_CELLS = 4_000_000
"""Numbers that are held at a time."""


@dataclass(frozen=True, slots=True)
class Design:
    """How far runs of one task hang together."""

    runs: int
    tasks: int
    icc: float | None
    """Intraclass correlation, at least 0; None where no task has two runs, or all values are equal."""
    effect: float
    """deff = 1 + (m - 1) ICC; 1 where the correlation is not known."""

    @property
    def effective(self) -> float:
        """Runs that stand alone and would tell as much."""
        return self.runs / self.effect


def design(values: Floats, task: Ints) -> Design:
    """Intraclass correlation by one-way analysis of variance, and the design effect of it.

    Parameters
    ----------
    values : (R,) array
        Any unit, without NaN.
    task : (R,) array
        Number of the task of each run.

    Returns
    -------
    Design
        m is the size that a run's task has on average: sum of squared sizes over the sum of sizes.

    References
    ----------
    Donner (1986), A review of inference procedures for the intraclass correlation coefficient in the
    one-way random effects model, International Statistical Review 54; Kish (1965), Survey Sampling.
    """
    _, place = np.unique(task, return_inverse=True)
    sizes = np.bincount(place)
    runs, tasks = len(values), len(sizes)
    if runs <= tasks or tasks < 2:
        return Design(runs, tasks, None, 1.0)
    means = np.bincount(place, values) / sizes
    between = float(np.sum(sizes * (means - values.mean()) ** 2)) / (tasks - 1)
    within = float(np.sum((values - means[place]) ** 2)) / (runs - tasks)
    weighed = float(np.sum(sizes**2)) / runs
    usual = (runs - weighed) / (tasks - 1)
    spread = between + (usual - 1) * within
    if spread == 0.0:
        return Design(runs, tasks, None, 1.0)
    icc = min(1.0, max(0.0, (between - within) / spread))
    return Design(runs, tasks, icc, 1.0 + (weighed - 1.0) * icc)


def share(hits: Flags, task: Ints, *, level: float) -> Estimate | None:
    """Share of runs, with Wilson's interval on n / deff runs; None without runs.

    The quantile is Student's with one degree of freedom less than there are tasks. No interval from one task.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22;
    Korn & Graubard (1998), Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data, Survey Methodology 24, on the effective sample size.
    """
    if not len(hits):
        return None
    value = float(np.mean(hits))
    seen = design(hits.astype(float), task)
    if seen.tasks < 2:
        return Estimate(value, "share")
    low, high = wilson(value, seen.effective, _quantile(level, seen.tasks))
    return Estimate(value, "share", Interval(low, high, level))


def wilson(value: float, n: float, z: float) -> tuple[float, float]:
    """Bounds of Wilson's score interval around the share `value` of n."""
    middle = (value + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * sqrt(value * (1 - value) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return max(0.0, min(value, middle - half)), min(1.0, max(value, middle + half))


def mean(values: Floats, task: Ints, *, unit: str, level: float, rng: np.random.Generator) -> Estimate | None:
    """Mean over runs, with an interval by bootstrap over tasks; None without runs."""
    return ratio(values, np.ones(len(values)), task, unit=unit, level=level, rng=rng)


def ratio(
    above: Floats, below: Floats, task: Ints, *, unit: str, level: float, rng: np.random.Generator
) -> Estimate | None:
    """Sum over sum, with an interval by bootstrap over tasks; None where the lower sum is 0.

    Parameters
    ----------
    above, below : (R,) array
        What is added up run by run.
    task : (R,) array
        Number of the task of each run: tasks are drawn with all their runs.
    unit : str
        Unit of the ratio.
    level : float
        Coverage, in (0, 1).
    rng : numpy.random.Generator
        Source of the samples.

    Returns
    -------
    Estimate or None
        Expanded percentiles, which make up for what the percentiles of few tasks lack. Without interval
        where there is one task, or the samples do not differ.

    References
    ----------
    Hesterberg (2015), What teachers should know about the bootstrap, The American Statistician 69, 5.3.
    """
    _, place = np.unique(task, return_inverse=True)
    sums: Floats = np.column_stack([np.bincount(place, above), np.bincount(place, below)]).astype(float)
    if not len(task) or sums[:, 1].sum() == 0:
        return None
    value = float(sums[:, 0].sum() / sums[:, 1].sum())

    a, b = resampled(sums, rng).T
    drawn = np.divide(a, b, out=np.full(len(a), np.nan), where=b != 0)
    return _around(value, drawn, len(sums), unit=unit, level=level)


def contrast(
    columns: list[Floats], task: Ints, *, unit: str, level: float, rng: np.random.Generator
) -> Estimate | None:
    """First sum over second, minus third over fourth, with an interval by bootstrap over tasks; None for 0 / 0."""
    _, place = np.unique(task, return_inverse=True)
    sums: Floats = np.column_stack([np.bincount(place, column) for column in columns]).astype(float)

    a, b, c, d = np.vstack([sums.sum(axis=0), resampled(sums, rng)]).T
    with np.errstate(invalid="ignore", divide="ignore"):
        value, *drawn = a / b - c / d
    if not np.isfinite(value):
        return None
    return _around(float(value), np.array(drawn), len(sums), unit=unit, level=level)


def quantile(
    values: Floats, task: Ints, at: float, *, unit: str, level: float, rng: np.random.Generator
) -> Estimate | None:
    """Quantile over runs, with an interval by bootstrap over tasks; None without runs."""
    if not len(values):
        return None
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    _, place = np.unique(task, return_inverse=True)

    tasks = int(place.max()) + 1
    drawn = [_at_rank(ranked, np.ones((1, len(ranked)), int), at)]
    size = min(REPETITIONS, max(400, _CELLS // len(ranked)))
    for part in _samples(tasks, size, len(ranked), rng):
        times = np.bincount((part + tasks * np.arange(len(part))[:, None]).ravel(), minlength=part.size)
        drawn.append(_at_rank(ranked, times.reshape(part.shape)[:, place[order]], at))
    value, *rest = np.concatenate(drawn)
    return _around(float(value), np.array(rest), tasks, unit=unit, level=level)


def _at_rank(ranked: Floats, times: Ints, at: float) -> Floats:
    """Quantile of values in rising order, each counted so many times, by sample."""
    below = np.cumsum(times, axis=1)
    found: Floats = ranked[(below < at * below[:, -1:]).sum(axis=1)]
    return found


def resampled(sums: Floats, rng: np.random.Generator) -> Floats:
    """(B, K): sums (T, K) by task, added up over samples of T tasks drawn with replacement."""
    whole = np.ascontiguousarray(sums)
    return np.concatenate([kernel.drawn_sums(part, whole) for part in _samples(len(sums), REPETITIONS, len(sums), rng)])


def _samples(tasks: int, size: int, width: int, rng: np.random.Generator) -> Iterator[Ints]:
    """Samples of tasks, (some of B, T), as many at a time as `width` numbers of each leave room for."""
    at_once = max(1, _CELLS // width)
    for begin in range(0, size, at_once):
        yield rng.integers(tasks, size=(min(at_once, size - begin), tasks))


def rate(events: Floats, actions: Floats, task: Ints, *, per: float, unit: str, level: float) -> Estimate | None:
    """Events per so many actions, with a Gamma interval on events and actions / deff; None without actions.

    deff is the variance of the rate between tasks over that of a Poisson count, at least 1.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, with half an event added as
    Jeffreys' prior does.
    """
    whole, total = float(np.sum(actions)), float(np.sum(events))
    if whole == 0.0:
        return None
    _, place = np.unique(task, return_inverse=True)
    tasks = int(place.max()) + 1
    value = total / whole
    if tasks < 2:
        return Estimate(value * per, unit)
    left = np.bincount(place, events) - value * np.bincount(place, actions)
    between = float(np.sum(left**2)) * tasks / (tasks - 1)
    deff = max(1.0, between / total) if total else 1.0
    tail = norm.sf(_quantile(level, tasks))
    low, high = gamma.ppf([tail, 1 - tail], total / deff + 0.5) * deff / whole
    return Estimate(value * per, unit, Interval(min(value, float(low)) * per, max(value, float(high)) * per, level))


def _around(value: float, drawn: Floats, tasks: int, *, unit: str, level: float) -> Estimate:
    drawn = drawn[np.isfinite(drawn)]
    if tasks < 2 or not len(drawn):
        return Estimate(value, unit)
    tail = norm.cdf(-sqrt(tasks / (tasks - 1)) * _quantile(level, tasks))
    low, high = (float(one) for one in np.quantile(drawn, [tail, 1 - tail]))
    low, high = min(low, value), max(high, value)
    return Estimate(value, unit, Interval(low, high, level) if low < high else None)


def _quantile(level: float, tasks: int) -> float:
    return float(student.ppf((1 + level) / 2, tasks - 1))


def normal_quantile(level: float) -> float:
    """Two-sided quantile of the normal distribution."""
    return float(norm.ppf((1 + level) / 2))
