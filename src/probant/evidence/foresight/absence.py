"""What is ruled out: how much a metric may foretell at most, and how little would matter.

That nothing was found does not show that there is nothing. A metric is called vanity only if a gain that matters
lies outside what these weeks allow: a test of equivalence, which few weeks or small counts fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from probant.evidence.foresight.panel import Candidate, Panel
from probant.evidence.foresight.regressors import LAGS, Known, known, penalty
from probant.evidence.foresight.scale import Array
from probant.evidence.foresight.skill import MEMORY
from probant.stats.bootstrap import block_length, block_signs

MATTERS = 0.15
"""Least gain that would matter, as a share of that part of the error that could be foretold at all; ours."""
_BEYOND = 1.6448536269514722
"""Quantile of the normal that leaves 5 % on one side: how often a gain that matters may be ruled out wrongly."""
_HALF = 0.5
"""Share of what is missed that is taken for chance, where the number of sales is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """M metrics. Gains are shares of the forecasts' error, as knowing the metric's coefficient would take them off."""

    most: Array
    """(M,) largest gain, at any lead, that is not ruled out."""
    matters: Array
    """(M,) least gain that would matter, as far as counts so small can show it; 0 where they can show nothing."""


def bounds(
    panel: Panel,
    metrics: Sequence[Candidate],
    *,
    leads: int,
    training: int,
    draws: int,
    rng: np.random.Generator,
) -> Bounds:
    """Upper ends of what each metric foretells at leads 1 to `leads`, and what would matter.

    At each lead the correlation r of what the metric tells anew with what the forecast misses, both over all weeks,
    gives the gain 1 - sqrt(1 - r^2). Its spread comes from random signs for blocks of weeks, as in `skill`; the bound
    is one-sided at 95 %. To rule a gain out at every lead, each lead may be tested at 5 % alone (Berger 1982).

    Small counts hide what is there: sales that come by chance cannot be foretold, and a metric of a few visits a week
    is mostly chance itself. What would matter is therefore MATTERS on the scale of things without counting noise,
    brought back to what is observed (Spearman 1904).

    Parameters
    ----------
    panel : Panel
        T weeks.
    metrics : sequence of Candidate
        M metrics of these T weeks.
    leads, training : int
        As in `skill`.
    draws : int
        Random signs.
    rng : Generator
        Source of chance.

    References
    ----------
    Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority; Berger (1982), Multiparameter
    hypothesis testing and acceptance sampling, Technometrics 24; Spearman (1904), The proof and measurement of
    association between two things, American Journal of Psychology 15.
    """
    values = np.column_stack([one.values for one in metrics])
    counted = np.array([one.counting for one in metrics])
    weeks = len(panel.outcome)
    signs = block_signs(rng, weeks, max(MEMORY, block_length(weeks)), draws)
    most, matters = [], []
    for lead in range(1, leads + 1):
        pairs = known(panel, lead, training)
        missed, news = _left(pairs, values[LAGS - 1 : weeks - lead])
        paid = len(missed) / max(len(missed) - pairs.columns.shape[1], 1)
        at_target = signs[:, LAGS - 1 + lead :][:, : len(missed)]
        most.append(_reach(missed, news, at_target, paid))
        by_chance = _HALF if panel.counting is None else _share(panel.counting, paid * (missed**2).mean())
        shown = (1.0 - by_chance) * (1.0 - _share(counted, paid * (news**2).mean(axis=0)))
        matters.append(_gain(np.sqrt((1.0 - (1.0 - MATTERS) ** 2) * shown)))
    return Bounds(_gain(np.max(most, axis=0)), np.min(matters, axis=0))


def _left(pairs: Known, metrics: Array) -> tuple[Array, Array]:
    """(R,) what the forecast misses and (R, M) what each metric tells anew, once all else is held fixed."""
    columns = pairs.columns
    both = np.column_stack([pairs.target, metrics - metrics.mean(axis=0)])
    left = both - columns @ np.linalg.solve(columns.T @ columns + penalty(columns.shape[1]), columns.T @ both)
    return left[:, 0], left[:, 1:]


def _reach(missed: Array, news: Array, signs: Array, paid: float) -> Array:
    """(M,) largest correlation that is not ruled out, in [0, 1]; 1 for a metric that tells nothing anew.

    `paid` is the number of weeks over the degrees of freedom that are left of them.
    """
    sizes = np.sqrt((missed**2).sum() * (news**2).sum(axis=0))
    varies = sizes > 1e-12
    held = np.where(varies, sizes, 1.0)
    spread = np.sqrt(paid) * ((missed * signs) @ news / held).std(axis=0)
    return np.asarray(np.where(varies, np.minimum(1.0, np.abs(missed @ news) / held + _BEYOND * spread), 1.0))


def _gain(correlation: Array) -> Array:
    return np.asarray(1.0 - np.sqrt(1.0 - correlation**2))


def _share(part: Array | float, whole: Array | float) -> Array:
    """A part of a variance as a share of it, in [0, 1]; 1 where there is nothing."""
    return np.clip(part / np.maximum(whole, 1e-300), 0.0, 1.0)
