"""Forecasts by area of what was held back, against a naive one and against the same areas without channels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from probant.evidence.mmm.effects import windows
from probant.evidence.mmm.forecast import DAYS_AHEAD, FOLDS, Scores, crps, naive
from probant.evidence.mmm.model import NOISE
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import PanelFit, fit_panel
from probant.evidence.mmm.panel.model import PanelModel, panel_model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import saturation
from probant.stats.adstock import Array
from probant.stats.sampling import Plan

_NOISES = np.linspace(-6.0, 1.0, 141)
"""Logs of the noise, in an area's mean outcome, that are tried where there are no channels."""


def rolling(found: Panel, specification: Specification, rng: np.random.Generator, plan: Plan) -> Scores | None:
    """Foretell the last steps of each area from those before them, `FOLDS` times, without experiments.

    None where too little would be left to fit, or where a fit does not settle.
    """
    ahead, length = DAYS_AHEAD // found.together.step_days, len(found.together.days)
    if length - FOLDS * ahead < 3 * ahead + 5 * len(found.together.channels):
        return None
    scores = []
    for fold in range(FOLDS, 0, -1):
        begin = length - fold * ahead
        known = _known(found, begin, begin + ahead)
        if known is None:
            return None
        fitted = fit_panel(panel_model(known, replace(specification, lifts=())), rng, plan)
        if not fitted.sample.sound:
            return None
        scores += _scores(fitted, [one.outcome[begin : begin + ahead] for one in found.series], rng)
    whole = np.concatenate(scores, axis=1)
    if whole.shape[1] == 0:
        return None
    means = whole.mean(axis=1).tolist()
    return Scores(means[0], means[1], means[2], FOLDS * ahead)


def _known(found: Panel, begin: int, end: int) -> Panel | None:
    """The panel up to a step, as its outcome was known at an earlier one; None where some area's was not, or was 0."""
    every = tuple(_blanked(one, begin, end) for one in (*found.series, found.together))
    known = Panel(found.areas, every[:-1], every[-1]).heard
    able = known.together.channels and all(np.any(one.outcome[one.known] != 0.0) for one in known.series)
    return known if able else None


def _blanked(one: Series, begin: int, end: int) -> Series:
    cut = one.first(end)
    return replace(cut, outcome=np.where(np.arange(end) < begin, cut.outcome, np.nan))


def _scores(fitted: PanelFit, held: list[Array], rng: np.random.Generator) -> list[Array]:
    """By area, (3, n) errors of the model, without channels, and naive, in the n held steps that came to be known."""
    bare, rows = _bare(fitted.model, len(held[0]), rng), []
    for g, (area, seen) in enumerate(zip(fitted.model.found.series, held, strict=True)):
        begin = len(area.days) - len(seen)
        errors = crps(_told(fitted, g, begin, rng), seen), crps(bare[g], seen), naive(area, begin, seen)
        rows.append(np.stack(errors)[:, np.isfinite(seen)])
    return rows


def _told(found: PanelFit, g: int, begin: int, rng: np.random.Generator) -> Array:
    """(D, T - begin) draws of an area's outcome from that step on."""
    one, lags = found.model, found.model.specification.lags
    told = found.block[:, g] @ one.blocks[g].scaled[begin:].T
    for c in range(one.media.shape[1]):
        carried = found.weights[:, c] @ windows(one.media[g, c, begin:], lags)
        half, slope = found.half[:, c, None], found.slope[:, c, None]
        told += found.effects[:, g, c, None] * saturation.height(one.specification.saturation, carried, half, slope)
    wide = found.noise * one.sizes[g]
    return np.asarray(told + wide[:, None] * rng.standard_normal(told.shape))


def _bare(one: PanelModel, ahead: int, rng: np.random.Generator, draws: int = 600) -> list[Array]:
    """By area, (draws, ahead) of its outcome by its linear block alone; the noise is common, as in the model."""
    parts = [
        Bare(part.scaled, area.outcome / size, area.known)
        for part, area, size in zip(one.blocks, one.found.series, one.sizes, strict=True)
    ]
    variance = np.exp(2.0 * _NOISES)
    logs = np.sum([part.logs(variance) for part in parts], axis=0) + _NOISES - 0.5 * variance / NOISE**2
    likely = np.exp(logs - logs.max())
    chosen = rng.choice(len(_NOISES), draws, p=likely / likely.sum())
    return [size * part.drawn(variance[chosen], ahead, rng) for part, size in zip(parts, one.sizes, strict=True)]


class Bare:
    """An area's linear block without channels, its coefficients standard normal before the data."""

    def __init__(self, columns: Array, outcome: Array, known: np.ndarray) -> None:
        inside, seen = columns[known], outcome[known]
        values, self._vectors = np.linalg.eigh(inside.T @ inside)
        self._values, self._along = np.maximum(values, 0.0), (seen @ inside) @ self._vectors
        self._columns, self._seen = columns, seen

    def logs(self, variance: Array) -> Array:
        """(N,) log likelihoods of (N,) variances of the noise."""
        spread = self._values + variance[:, None]
        rest = self._seen @ self._seen - (self._along**2 / spread).sum(axis=1)
        sizes = np.log(spread / variance[:, None]).sum(axis=1) + len(self._seen) * np.log(variance)
        return np.asarray(-0.5 * (rest / variance + sizes))

    def drawn(self, variance: Array, ahead: int, rng: np.random.Generator) -> Array:
        """(N, ahead) outcomes of the last steps, one draw by (N,) variances of the noise."""
        spread, columns = self._values + variance[:, None], self._columns[-ahead:] @ self._vectors
        own = self._along / spread + np.sqrt(variance[:, None] / spread) * rng.standard_normal(spread.shape)
        return np.asarray(own @ columns.T + np.sqrt(variance)[:, None] * rng.standard_normal((len(variance), ahead)))
