"""From a stage to the outcome that comes of it: what one is worth, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.stats import adstock
from probant.stats.adstock import Array

RETENTIONS = np.linspace(0.0, 0.95, 20)
"""Of the delay between stage and outcome, equally likely before the data."""
_NOISES = np.exp(np.linspace(np.log(1e-3), np.log(2.0), 40))
"""Deviations of the noise that are thought of, over that of the outcome; equally likely by their logarithm."""
_WIDE = 2.0
"""Deviation of the prior of a stage's worth, over the outcome's mean by the stage's mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Conversion:
    """D draws."""

    worth: Array
    """Outcome by unit of the stage."""
    delay: Array
    """Mean delay, in steps."""


def conversion(
    stage: Array, outcome: Array, block: Array, lags: int, rng: np.random.Generator, draws: int
) -> Conversion:
    """Outcome = worth times carryover of the stage + linear block + noise: draws of worth and delay.

    Parameters
    ----------
    stage, outcome : (T,) arrays
        By step; NaN where not known. Steps whose last `lags` are not all known are left out.
    block : (T, K) array
        Columns of level, trend and season, over the largest outcome, each times its prior deviation.
    lags : int
        Steps in which the stage becomes outcome, its own included; weights are geometric.
    rng, draws
        What is drawn with, and how much.

    Notes
    -----
    Exact but for a grid: over retention (each value stands for those near it) and noise the density is summed, and
    given both the coefficients are normal
    (Gelman and others (2013), Bayesian Data Analysis, chapter 14).
    """
    scale, usual = float(np.nanmax(np.abs(outcome))), float(np.nanmean(stage))
    prior = _WIDE * float(np.nanmean(np.abs(outcome))) / scale
    weights = adstock.weights("geometric", [RETENTIONS], lags)
    noises = _NOISES * float(np.nanstd(outcome)) / scale
    logs, means, deviations = [], [], []
    for weight in weights:
        carried = np.full(len(stage), np.nan)
        carried[lags - 1 :] = np.convolve(stage / usual, weight)[lags - 1 : len(stage)]
        known = np.isfinite(carried) & np.isfinite(outcome)
        columns = np.column_stack([prior * carried[known], block[known]])
        found = _regressed(columns, outcome[known] / scale, noises)
        logs.append(found[0])
        means.append(found[1])
        deviations.append(found[2])
    likely = np.exp(np.array(logs) - np.max(logs)).ravel()
    chosen = rng.choice(likely.size, draws, p=likely / likely.sum())
    drawn = np.array(means).ravel()[chosen] + np.array(deviations).ravel()[chosen] * rng.standard_normal(draws)
    width = RETENTIONS[1] - RETENTIONS[0]
    near = np.maximum(RETENTIONS[chosen // len(noises)] + width * (rng.random(draws) - 0.5), 0.0)
    delay = adstock.mean_lag(adstock.weights("geometric", [near], lags))
    return Conversion(drawn * prior * scale / usual, delay)


def _regressed(columns: Array, outcome: Array, noises: Array) -> tuple[Array, Array, Array]:
    """By noise: log density of the outcome; mean and deviation of the first of coefficients that are Normal(0, 1)."""
    values, vectors = np.linalg.eigh(columns.T @ columns)
    values, along = np.maximum(values, 0.0), vectors.T @ (columns.T @ outcome)
    variance = noises[:, None] ** 2
    spread = values + variance
    inside = (along**2 / spread).sum(axis=1)
    logs = -0.5 * (outcome @ outcome - inside) / variance[:, 0] - 0.5 * np.log(spread / variance).sum(axis=1)
    logs -= 0.5 * len(outcome) * np.log(variance[:, 0])
    mean = (along / spread) @ vectors[0]
    deviation = np.sqrt((variance / spread) @ vectors[0] ** 2)
    return logs, mean, deviation
