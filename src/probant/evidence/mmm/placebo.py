"""Channels that cannot have worked: whether the model finds an effect where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array
from probant.stats.sampling import Plan

COUNT = 3
WORTH, SURE = 0.25, 0.95
"""A placebo counts as found where its contribution is, that surely, above this share of its prior's scale."""


def found_placebos(
    found: Series, specification: Specification, rng: np.random.Generator, plan: Plan
) -> tuple[int, int] | None:
    """How many of the placebos the model takes for channels that work, and how many there were; None: no room.

    A placebo is a real channel's exposure, moved round the period by a quarter of it or more, by whole weeks: it has
    the rhythm of real spend, and no part in what was sold.
    """
    if not room(found):
        return None
    one = model(with_placebos(found, turns(found, rng)), replace(specification, prior="contribution", lifts=()))
    drawn = fit(one, rng, plan)
    if not drawn.sample.sound:
        return None
    return taken(drawn.mean, one.effects[:, 2] * one.outcome_scale), COUNT


def room(found: Series) -> bool:
    """Whether there are steps enough for further channels."""
    return len(found.days) >= 4 * (len(found.channels) + COUNT) + 20


def taken(mean: Array, scales: Array) -> int:
    """How many of the last channels, which are placebos, are taken for such as work.

    Parameters
    ----------
    mean : (D, C) array
        Draws of the mean contributions.
    scales : (C,) array
        Scales of their priors, in the same unit.
    """
    sure = (mean[:, -COUNT:] > WORTH * scales[-COUNT:]).mean(axis=0)
    return int((sure >= SURE).sum())


def turns(found: Series, rng: np.random.Generator) -> tuple[tuple[int, int], ...]:
    """By placebo: the number of the channel that it is taken from, and by how many steps it is moved."""
    steps = len(found.days)
    chosen = rng.choice(len(found.channels), COUNT, replace=len(found.channels) < COUNT)
    moves = rng.integers(steps // 4, 3 * steps // 4, COUNT)
    moves -= moves % (7 // found.step_days)
    return tuple(zip(chosen.tolist(), moves.tolist(), strict=True))


def with_placebos(found: Series, turned: Sequence[tuple[int, int]]) -> Series:
    """The series with the placebos as channels that cost nothing, behind the others."""
    moved = np.column_stack([np.roll(found.exposure[:, c], move) for c, move in turned])
    steps, nothing = len(found.days), np.zeros((len(found.history), COUNT))
    return replace(
        found,
        channels=(*found.channels, *(f"placebo {n}" for n in range(COUNT))),
        spend=np.concatenate([found.spend, np.zeros((steps, COUNT))], axis=1),
        exposure=np.concatenate([found.exposure, moved], axis=1),
        history=np.concatenate([found.history, nothing], axis=1),
    )
