"""Forecasts of what was held back, against a naive one and against the same model without media."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from probant.evidence.mmm.block import block
from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array
from probant.stats.sampling import Plan

FOLDS, DAYS_AHEAD = 3, 56
"""How often the end is held back, and how many days of it each time."""
DAYS_A_YEAR = 364
"""Whole weeks, so that a day meets its own weekday."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Mean continuous ranked probability score, in the outcome's unit; less is better."""

    model: float
    without_media: float
    naive: float
    steps: int
    """Steps that were foretold."""


def rolling(found: Series, specification: Specification, rng: np.random.Generator, plan: Plan) -> Scores | None:
    """Foretell the last steps from those before them, `FOLDS` times; None where too few would be left to fit."""
    length, ahead = len(found.days), DAYS_AHEAD // found.step_days
    if length - FOLDS * ahead < 3 * ahead + 5 * len(found.channels):
        return None
    scores = []
    for fold in range(FOLDS, 0, -1):
        begin = length - fold * ahead
        known = replace(found.first(begin + ahead), outcome=found.outcome[: begin + ahead].copy())
        held = known.outcome[begin:].copy()
        known.outcome[begin:] = np.nan
        used = np.isfinite(held)
        if used.any():
            told = _told(*_then(known, specification, begin), begin, rng, plan)
            none = known.of_channels(np.zeros(len(known.channels), dtype=bool))
            bare = _told(none, replace(specification, lifts=()), begin, rng, plan)
            row = (crps(told, held)[used], crps(bare, held)[used], naive(known, begin, held)[used])
            scores.append(np.stack(row))
    whole = np.concatenate(scores, axis=1) if scores else np.zeros((3, 0))
    if whole.shape[1] == 0:
        return None
    means = whole.mean(axis=1).tolist()
    return Scores(means[0], means[1], means[2], whole.shape[1])


def crps(draws: Array, seen: Array) -> Array:
    """(T,) score of draws (D, T) against what came (T,): E|X - y| - E|X - X'| / 2.

    Gneiting & Raftery (2007), Strictly proper scoring rules, Journal of the American Statistical Association 102.
    """
    ranked = np.sort(draws, axis=0)
    count = len(ranked)
    share = (2.0 * np.arange(1, count + 1) - count - 1.0)[:, None]
    return np.asarray(np.abs(ranked - seen).mean(axis=0) - (share * ranked).sum(axis=0) / count**2)


def _told(known: Series, specification: Specification, begin: int, rng: np.random.Generator, plan: Plan) -> Array:
    """Draws of the outcome of the steps from `begin` on."""
    told = block(fit(model(known, specification), rng, plan))
    spread = np.sqrt(told.variance[:, begin:] + told.noise[:, None])
    return (told.media + told.mean)[:, begin:] + spread * rng.standard_normal(spread.shape)


def _then(known: Series, specification: Specification, begin: int) -> tuple[Series, Specification]:
    """What could be known at the step `begin`: channels that had come on or do so now, and tests that had ended."""
    heard = known.of_channels(np.any(known.exposure > 0.0, axis=0))
    day = known.days[begin]
    ended = tuple(
        lift
        for lift in specification.lifts
        if lift.channel in heard.channels and lift.end + timedelta(days=lift.later_steps * known.step_days) <= day
    )
    return heard, replace(specification, lifts=ended)


def naive(known: Series, begin: int, held: Array) -> Array:
    """(T,) error of saying of the steps held (T,), from `begin` on: as a year before; where not known, as last seen."""
    year = DAYS_A_YEAR // known.step_days
    last = known.outcome[:begin][np.isfinite(known.outcome[:begin])][-1]
    before = np.array([known.outcome[begin + n - year] if begin + n >= year else np.nan for n in range(len(held))])
    return np.abs(np.where(np.isfinite(before), before, last) - held)
