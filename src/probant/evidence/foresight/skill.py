"""Skill of a metric: by how much it makes forecasts better, at which lead, and how easily chance does as much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.regressors import LAGS, Known, known, penalty
from probant.evidence.foresight.rolling import Forecasts, Origins, forecasts, origins
from probant.evidence.foresight.scale import Array, Scale
from probant.stats.bootstrap import block_length, block_signs, moving_blocks

MEMORY = 4
"""Weeks over which what a forecast misses is taken to hang together, at least; see `block_length`."""


@dataclass(frozen=True, slots=True, eq=False)
class Skill:
    """M metrics over N weeks and leads 1 to L; every draw is one of D worlds in which no metric foretells."""

    share: Array
    """(L, M) share of the error's square that the metric takes away, noise of estimation left out of it."""
    by_chance: Array
    """(D, M) the largest share over all leads in a world in which the metric foretells nothing."""
    without: Array
    """(L, N) absolute errors without a metric, in the outcome's unit."""
    within: Array
    """(L, N, M) absolute errors with it."""
    slopes: Array
    """(L, M) mean coefficient, per standard deviation of the metric."""

    @property
    def best(self) -> Array:
        """(M,) place of the lead with the largest share."""
        return np.asarray(self.share.argmax(axis=0))

    @property
    def chance(self) -> Array:
        """(M,) how often chance alone finds at some lead what was found at the best one, in (0, 1]."""
        reached = self.by_chance >= self.share.max(axis=0) - 1e-12
        return np.asarray((1 + reached.sum(axis=0)) / (1 + len(reached)))


def skill(
    panel: Panel,
    metrics: Array,
    *,
    leads: int,
    training: int,
    draws: int,
    rng: np.random.Generator,
    tell: Callable[[float], None],
) -> Skill:
    """Forecast the last T - training - leads weeks at each lead, without and with each metric, and by chance.

    The statistic is the out-of-sample covariance of what the forecast misses with what the metric adds,
    over the mean square missed: Clark and West's adjusted gain, halved. Its distribution under chance
    comes from a fixed-regressor wild bootstrap: what the forecast without the metric cannot explain gets
    random signs, the same for neighbouring weeks and at all leads, and all is forecast again. So the
    choice of the best lead is part of what chance may do.

    Parameters
    ----------
    panel : Panel
        T weeks, T > training + leads.
    metrics : (T, M) array
        Metrics on any scale, without NaN.
    leads : int
        L, furthest lead in weeks.
    training : int
        Weeks before the first origin.
    draws : int
        D.
    rng : Generator
        Source of chance.
    tell : callable
        Told the share of the work that is done.

    References
    ----------
    Clark & West (2007), Approximately normal tests for equal predictive accuracy in nested models, Journal of
    Econometrics 138; Clark & McCracken (2012), Reality checks and comparisons of nested predictive models,
    Journal of Business & Economic Statistics 30; for the signs see `block_signs`.
    """
    weeks = len(panel.outcome)
    metrics = _around_zero(metrics, training)
    length = max(MEMORY, block_length(weeks))
    signs = block_signs(rng, weeks, length, draws)
    found = []
    for lead in range(1, leads + 1):
        tell((lead - 1) / leads)
        pairs = known(panel, lead, training)
        made = origins(pairs, weeks - training - leads)
        worlds = np.concatenate([pairs.target[None], by_chance(pairs, signs)])
        at_origin = metrics[LAGS - 1 : weeks - lead]
        found.append(_at_lead(made, at_origin, worlds, panel.scale))
    shares, without, within, slopes = (np.array(part) for part in zip(*found, strict=True))
    return Skill(shares[:, 0], shares[:, 1:].max(axis=0), without, within, slopes)


def intervals(found: Skill, *, level: float, draws: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Gain in mean absolute error at each metric's best lead, and an interval that holds at all leads at once.

    Weeks are drawn in blocks, the same for all leads and metrics; the half width is the quantile of the
    largest studentised deviation over leads, so that having looked for the best lead is paid for.

    Returns
    -------
    three (M,) arrays
        Gain, low and high, as shares of the error without the metric.

    References
    ----------
    Künsch (1989), see `moving_blocks`; White (2000), A reality check for data snooping, Econometrica 68.
    """
    weeks = found.without.shape[1]
    chosen = moving_blocks(rng, weeks, min(weeks, max(MEMORY, block_length(weeks))), draws)
    base = found.without[:, chosen].mean(axis=2)
    gains, lows, highs = [], [], []
    for metric, lead in enumerate(found.best):
        errors = found.within[:, :, metric]
        gain = 1.0 - errors.mean(axis=1) / found.without.mean(axis=1)
        drawn = 1.0 - errors[:, chosen].mean(axis=2) / base
        spread = drawn.std(axis=1)
        apart = np.abs(drawn - gain[:, None]) / np.where(spread > 0.0, spread, 1.0)[:, None]
        half = np.quantile(apart.max(axis=0), level) * spread[lead]
        gains.append(gain[lead])
        lows.append(gain[lead] - half)
        highs.append(gain[lead] + half)
    return np.array(gains), np.array(lows), np.array(highs)


def by_chance(pairs: Known, signs: Array) -> Array:
    """(D, R) outcomes of worlds without foresight: fitted by what is known, with what is missed at random."""
    columns, target = pairs.columns, pairs.target
    fitted = columns @ np.linalg.solve(columns.T @ columns + penalty(columns.shape[1]), columns.T @ target)
    at_target = signs[:, LAGS - 1 + pairs.lead :][:, : len(target)]
    return np.asarray(fitted + (target - fitted) * at_target)


def _around_zero(metrics: Array, training: int) -> Array:
    """The metrics less their first weeks' mean, in its spread: sums of what lies far from 0 would lose its digits."""
    first = metrics[:training]
    spread = first.std(axis=0)
    still = spread <= np.abs(first).max(axis=0) * np.finfo(float).eps
    return np.asarray((metrics - first.mean(axis=0)) / np.where(still, 1.0, spread))


def _at_lead(made: Origins, metrics: Array, worlds: Array, scale: Scale) -> tuple[Array, Array, Array, Array]:
    """Shares (1 + D, M), absolute errors without (N,) and with (N, M), slopes (M,); the first world is ours."""
    found = forecasts(made, metrics, worlds)
    steps, slopes = found.steps[0], found.slopes[0].mean(axis=0)
    known_values, errors = worlds[0, made.rows] + made.known.centre, found.errors[0]
    true = scale.down(known_values)
    without = np.abs(true - scale.down(known_values - errors))
    within = np.abs(true[:, None] - scale.down((known_values - errors)[:, None] + steps))
    return shares_of(found), without, within, slopes


def shares_of(found: Forecasts) -> Array:
    """(D, M) what the metric takes away of the squared error, the noise of its own coefficient left out."""
    together = np.einsum("dn,dnm->dm", found.errors, found.steps)
    square = (found.errors**2).sum(axis=1)[:, None]
    return np.asarray(np.where(square > 1e-12, together / np.where(square > 1e-12, square, 1.0), 0.0))
