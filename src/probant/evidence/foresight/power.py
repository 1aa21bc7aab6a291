"""How small a gain would have been found: honest words on what silence means."""

from __future__ import annotations

import numpy as np

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.regressors import LAGS, Known, known, penalty
from probant.evidence.foresight.rolling import forecasts, origins
from probant.evidence.foresight.scale import Array
from probant.evidence.foresight.skill import MEMORY, Skill, shares_of
from probant.stats.bootstrap import block_length, block_signs

POWER = 0.8
GAINS = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5])
"""True gains that are planted, as shares of the absolute error."""


def detectable(
    panel: Panel,
    metrics: Array,
    found: Skill,
    *,
    training: int,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> Array:
    """True gain in absolute error that would be found with probability POWER, by planting it.

    Worlds are made in which the outcome follows each metric at its best lead, so strongly that knowing
    the coefficient would take that gain off the error; each is forecast and tested as ours was.

    Parameters
    ----------
    panel : Panel
        T weeks.
    metrics : (T, M) array
        As they were tested.
    found : Skill
        What came of the test.
    training : int
        Weeks before the first origin.
    level : float
        Chance at which a metric counts as found, in (0, 1).
    draws : int
        Worlds made for each gain.
    rng : Generator
        Source of chance.

    Returns
    -------
    (M,) array
        Between the GAINS by straight lines; 1 where not even the largest would be found.
    """
    bounds = np.quantile(found.by_chance, 1.0 - level, axis=0)
    weeks = len(panel.outcome)
    signs = block_signs(rng, weeks, max(MEMORY, block_length(weeks)), draws)
    pairs = {int(lead): known(panel, int(lead) + 1, training) for lead in np.unique(found.best)}
    chances = [
        _found(pairs[int(lead)], metrics[:, metric], signs, found.without.shape[1], bounds[metric])
        for metric, lead in enumerate(found.best)
    ]
    return np.array([_reached(np.maximum.accumulate(one)) for one in chances])


def planted(pairs: Known, metric: Array, signs: Array, gain: float) -> tuple[Array, Array]:
    """Worlds in which the outcome follows a metric, (R,), and what chance makes of the first of them: (D, R) each.

    A share s of the variance missed is the metric's news, with 1 - sqrt(1 - s) the gain. The worlds of
    chance are made as those of the test are: there too, what the metric does is in what is missed.
    """
    columns = pairs.columns
    both = np.column_stack([pairs.target, metric])
    solved = np.linalg.solve(columns.T @ columns + penalty(columns.shape[1]), columns.T @ both)
    missed, news = (both - columns @ solved).T
    share = 1.0 - (1.0 - gain) ** 2
    follows = np.sqrt(share) * missed.std() * news / max(float(news.std()), 1e-12)
    rest = np.sqrt(1.0 - share) * missed
    at_target = signs[:, LAGS - 1 + pairs.lead :][:, : len(missed)]
    fitted = pairs.target - missed
    return fitted + follows + rest * at_target, fitted + (follows + rest) * at_target


def _found(pairs: Known, values: Array, signs: Array, count: int, bound: float) -> Array:
    """Share of the worlds of each gain in which the test finds the metric.

    What chance reaches grows with the gain; by how much is read at its 95 % quantile, which few draws
    can tell, and not at the test's own. Ours may miss more than these worlds, where what is known is all
    that moves the outcome: then the gain is a smaller part of what is missed.
    """
    metric = values[LAGS - 1 : len(values) - pairs.lead]
    made = origins(pairs, count)
    both = [planted(pairs, metric, signs, gain) for gain in (0.0, *GAINS)]
    worlds = np.concatenate([pairs.target[None], *(world for two in both for world in two)])
    found = forecasts(made, metric[:, None], worlds)
    missed = (found.errors**2).mean(axis=1)
    diluted = min(1.0, float(missed[1 : 1 + len(signs)].mean() / max(float(missed[0]), 1e-300)))
    shares = shares_of(found)[1:, 0].reshape(len(GAINS) + 1, 2, -1)
    reached = np.quantile(shares[:, 1], 0.95, axis=1)
    bounds = bound + np.maximum(0.0, reached - reached[0])
    return np.asarray((diluted * shares[1:, 0] > bounds[1:, None]).mean(axis=1))


def _reached(chances: Array) -> float:
    if chances[-1] < POWER:
        return 1.0
    return float(np.interp(POWER, chances, GAINS)) if chances[0] < POWER else float(GAINS[0])
