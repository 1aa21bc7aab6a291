"""Channels that cannot have worked: whether the model finds an effect where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
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
    steps, channels = len(found.days), len(found.channels)
    if steps < 4 * (channels + COUNT) + 20:
        return None
    with_placebos = _added(found, rng)
    one = model(with_placebos, replace(specification, prior="contribution", lifts=()))
    drawn = fit(one, rng, plan)
    if not drawn.sample.sound:
        return None
    scales = one.effects[channels:, 2] * one.outcome_scale
    sure = (drawn.mean[:, channels:] > WORTH * scales).mean(axis=0)
    return int((sure >= SURE).sum()), COUNT


def _added(found: Series, rng: np.random.Generator) -> Series:
    steps = len(found.days)
    chosen = rng.choice(len(found.channels), COUNT, replace=len(found.channels) < COUNT)
    moves = rng.integers(steps // 4, 3 * steps // 4, COUNT)
    moves -= moves % (7 // found.step_days)
    moved = np.column_stack([np.roll(found.exposure[:, c], move) for c, move in zip(chosen, moves, strict=True)])
    nothing = np.zeros((len(found.history), COUNT))
    return replace(
        found,
        channels=(*found.channels, *(f"placebo {n}" for n in range(COUNT))),
        spend=np.concatenate([found.spend, np.zeros((steps, COUNT))], axis=1),
        exposure=np.concatenate([found.exposure, moved], axis=1),
        history=np.concatenate([found.history, nothing], axis=1),
    )
