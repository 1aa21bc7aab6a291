"""Draws from a compiled density that look after themselves: mode, metric, short warm-up, chains, gate, and again.

The scheme: find the mode; take the curvature there as metric, so that the density is near a standard normal; start
chains wide of it; correct metric and step size in a short warm-up that all chains share; sample; look whether the
chains agree; where they do not, do it all again at greater length.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from probant.stats import convergence, nuts
from probant.stats.lbfgs import Array, highest

RHAT, ESS = 1.01, 400.0
"""The gate: largest R-hat, smallest effective number of draws, for the middle and for the tails."""
_DEEPEST = 10
_TRIES = 50
"""To find a start; the last ones are within a ten-thousandth of the spread."""
_WIDE = 1.5
"""How much wider than the curvature says the chains are started."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A compiled density with its data."""

    density: Any
    """Of the signature `nuts.DENSITY`."""
    data: Any
    """As `nuts.DATA`."""
    dimension: int
    work: int
    """Doubles of memory that the density needs."""

    def at(self, points: Array) -> tuple[Array, Array]:
        """(n,) log densities and (n, d) gradients at (n, d) points."""
        points = np.ascontiguousarray(points)
        gradients, densities = np.empty_like(points), np.empty(len(points))
        nuts.evaluate(self.density, self.data, points, np.zeros(self.work), gradients, densities)
        return densities, gradients

    def one(self, point: Array) -> tuple[float, Array]:
        """Log density and gradient at one point."""
        densities, gradients = self.at(point[None])
        return float(densities[0]), gradients[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how carefully."""

    chains: int = 4
    draws: int = 500
    """Of each chain, kept."""
    first: int = 100
    """Steps of warm-up that teach the metric."""
    second: int = 50
    """Steps of warm-up that settle the step size."""
    wanted: float = 0.8
    """Acceptance that the step size is set for; more is slower and follows sharper bends."""
    bend: float = 0.5
    """Largest sinh-arcsinh bend of a coordinate; 0: none."""
    floor: float = 0.05
    """Smallest curvature at the mode that is believed."""
    tries: int = 3

    def longer(self) -> Plan:
        """Twice the warm-up and the draws, with smaller steps."""
        return replace(
            self,
            draws=2 * self.draws,
            first=2 * self.first,
            second=2 * self.second,
            wanted=1.0 - (1.0 - self.wanted) / 2.0,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What the chains gave, and whether it may be used."""

    points: Array
    """(M, N, d)"""
    divergences: int
    rhat: float
    """Largest over all quantities."""
    bulk: float
    """Smallest effective number of draws."""
    tail: float
    gradients: int
    tries: int
    """1 where the first plan sufficed."""

    @property
    def sound(self) -> bool:
        """Whether the gate is passed."""
        return self.divergences == 0 and self.rhat <= RHAT and self.bulk >= ESS and self.tail >= ESS

    @property
    def flat(self) -> Array:
        """(M N, d) all draws."""
        return self.points.reshape(-1, self.points.shape[-1])


Quantities = Callable[[Array], Array]
"""(n, d) points -> (n, S) what else must have converged."""


def sample(
    target: Target, start: Array, rng: np.random.Generator, plan: Plan, also: Quantities | None = None
) -> Sample:
    """Draw until the gate is passed, at most `plan.tries` times, each twice as long; the last one may fail it."""
    centre = mode(target, start)
    spread = metric(target, centre, plan.floor)
    for count in range(1, plan.tries + 1):
        found = _once(target, centre, spread, rng, plan, also, count)
        if found.sound or count == plan.tries:
            return found
        plan = plan.longer()
    raise AssertionError


def mode(target: Target, start: Array) -> Array:
    """The highest point near `start`."""
    return highest(target.one, start)


def curvature(target: Target, point: Array, step: float = 1e-4) -> Array:
    """(d, d) minus the Hessian, by differences of the gradient."""
    steps = step * np.eye(target.dimension)
    _, gradients = target.at(np.concatenate([point + steps, point - steps]))
    found = -(gradients[: target.dimension] - gradients[target.dimension :]) / (2 * step)
    return np.asarray((found + found.T) / 2)


def metric(target: Target, point: Array, floor: float) -> Array:
    """(d, d) lower triangular root of the inverse curvature; what is flatter than `floor` counts as that."""
    values, vectors = np.linalg.eigh(curvature(target, point))
    return np.asarray(np.linalg.cholesky((vectors / np.maximum(values, floor)) @ vectors.T))


def _once(
    target: Target,
    centre: Array,
    spread: Array,
    rng: np.random.Generator,
    plan: Plan,
    also: Quantities | None,
    count: int,
) -> Sample:
    begun = _starts(target, centre, spread, rng, plan.chains)
    frame = _Frame(centre, spread)
    run = _run(target, frame, begun, 0.5, rng, plan, plan.first, plan.first, deepest=8)
    used = run.gradients
    learned, last, step = run.points[:, plan.first // 3 :], run.points[:, -1], 0.5
    for steps in (plan.second,) if plan.bend == 0.0 else (plan.second, plan.second):
        frame = _learned(learned.reshape(-1, target.dimension), plan.bend)
        run = _run(target, frame, last, step, rng, plan, steps, steps)
        used += run.gradients
        learned = np.concatenate([learned[:, learned.shape[1] // 3 :], run.points], axis=1)
        last = run.points[:, -1]
    step = float(np.median(run.steps))
    kept = _run(target, frame, last, step, rng, plan, plan.draws, 0)
    return _judged(kept, used, also, count)


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """Coordinates in which the density is near a standard normal."""

    centre: Array
    scale: Array
    bend: Array | None = None

    def arrays(self) -> tuple[Array, Array, Array]:
        bend = np.zeros((0, len(self.centre))) if self.bend is None else self.bend
        return np.ascontiguousarray(self.centre[None]), np.ascontiguousarray(self.scale), np.ascontiguousarray(bend)

    def whitened(self, points: Array) -> Array:
        unbent = points if self.bend is None else _unbent(points, self.bend)
        return np.asarray(np.linalg.solve(self.scale, (unbent - self.centre).T).T)


def _unbent(points: Array, bend: Array) -> Array:
    return np.asarray(np.sinh(np.arcsinh((points - bend[0]) / bend[1]) - bend[2]))


def _learned(points: Array, most: float) -> _Frame:
    """Centre and metric from draws, the latter drawn towards its diagonal where they are few; bent where asked."""
    bend = None if most == 0.0 else _straightening(points, most)
    unbent = points if bend is None else _unbent(points, bend)
    count, dimension = unbent.shape
    share = max(5.0 / (count + 5.0), min(0.5, dimension / count))
    covariance = np.atleast_2d(np.cov(unbent.T))
    mixed = (1.0 - share) * covariance + share * np.diag(np.diag(covariance))
    return _Frame(unbent.mean(axis=0), np.linalg.cholesky(mixed), bend)


def _straightening(points: Array, most: float) -> Array:
    """(3, d) median, deviation and bend of each coordinate, the bend that leaves it least skewed."""
    middle, deviation = np.median(points, axis=0), points.std(axis=0)
    tried = np.linspace(-most, most, 25)
    raw = np.arcsinh((points - middle) / deviation)
    skews = []
    for bend in tried:
        moved = np.sinh(raw - bend)
        moved -= moved.mean(axis=0)
        skews.append(np.abs((moved**3).mean(axis=0) / (moved**2).mean(axis=0) ** 1.5))
    return np.stack([middle, deviation, tried[np.argmin(skews, axis=0)]])


def _starts(target: Target, centre: Array, spread: Array, rng: np.random.Generator, chains: int) -> Array:
    """Points wide of the mode, where the density is finite and not hopelessly low."""
    bearable = target.one(centre)[0] - 10.0 * (target.dimension + 10.0)
    return np.stack([_start(target, centre, spread, rng, bearable) for _ in range(chains)])


def _start(target: Target, centre: Array, spread: Array, rng: np.random.Generator, bearable: float) -> Array:
    """A point where the density is above `bearable`, nearer to the mode with each try.

    The mode itself where none is found: of a density that has no end there, the gate will say that it was not sampled.
    """
    for tried in range(_TRIES):
        point = centre + _WIDE * 0.8**tried * spread @ rng.standard_normal(target.dimension)
        if target.one(point)[0] > bearable:
            return np.asarray(point)
    return centre


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    points: Array
    steps: Array
    divergences: int
    gradients: int


def _run(
    target: Target,
    frame: _Frame,
    begun: Array,
    step: float,
    rng: np.random.Generator,
    plan: Plan,
    length: int,
    adapting: int,
    deepest: int = _DEEPEST,
) -> _Run:
    """All chains at once; each has a seed of its own, so that it does not matter in which order they run."""
    chains = len(begun)
    begin = np.ascontiguousarray(frame.whitened(begun))
    seeds = rng.integers(2**63, size=chains, dtype=np.uint64)
    points, densities = np.empty((chains, length, target.dimension)), np.empty((chains, length))
    reports = np.zeros((chains, 3))
    reports[:, 0] = step
    size = nuts.memory(target.dimension, deepest, target.work)

    def one(number: int) -> None:
        # Threads that share arrays get in each other's way: each chain has its own.
        sizes, arrays = target.data
        data = (sizes.copy(), tuple(array.copy() for array in arrays))
        nuts.chain(
            target.density,
            data,
            frame.arrays(),
            begin[number],
            reports[number],
            adapting,
            plan.wanted,
            deepest,
            seeds[number],
            np.zeros(size),
            points[number],
            densities[number],
        )

    with ThreadPoolExecutor(min(chains, os.cpu_count() or 1)) as pool:
        list(pool.map(one, range(chains)))
    return _Run(points, reports[:, 0].copy(), int(reports[:, 1].sum()), int(reports[:, 2].sum()))


def _judged(run: _Run, used: int, also: Quantities | None, count: int) -> Sample:
    chains, length, dimension = run.points.shape
    looked_at = run.points
    if also is not None:
        more = also(run.points.reshape(-1, dimension)).reshape(chains, length, -1)
        looked_at = np.concatenate([run.points, more], axis=-1)
    return Sample(
        points=run.points,
        divergences=run.divergences,
        rhat=float(np.max(convergence.rhat(looked_at))),
        bulk=float(np.min(convergence.bulk_ess(looked_at))),
        tail=float(np.min(convergence.tail_ess(looked_at))),
        gradients=run.gradients + used,
        tries=count,
    )
