"""A panel put to the proof: forecasts and placebos in some of its areas, and other priors of the channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm.common_scale import log_prior
from probant.evidence.mmm.forecast import DAYS_AHEAD, FOLDS, Scores
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import PanelFit
from probant.evidence.mmm.panel.forecast import rolling
from probant.evidence.mmm.panel.placebo import found_placebos
from probant.evidence.mmm.panel.weights import RELIABLE, tail
from probant.stats.adstock import Array
from probant.stats.sampling import Plan
from probant.vocabulary import Tell
from probant.words import say

MOST = 10
"""Areas in which forecasts and placebos are tried, which takes four fits: with all, it would last far longer than the
answer does.
"""
SHORT = Plan(draws=400, first=60, second=80, wanted=0.85, floor=0.3, tries=2)
"""Of fits that are looked at, not reported."""


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What came of each; None where there was too little data for it."""

    areas: int
    """How many of them forecasts and placebos were tried in."""
    scores: Scores | None
    placebos: tuple[int, int] | None
    priors: Mapping[str, Array]
    """(C,) change of the mean contribution, in posterior deviations, by what was changed in the prior."""


def prove(first: PanelFit, rng: np.random.Generator, tell: Tell) -> Proof:
    """Three fits for the forecasts and one for the placebos, in up to `MOST` areas; no fit for the priors."""
    specification, some = first.model.specification, drawn_areas(first.model.found, rng)
    tell(0.6, say("forecasting what was held back"))
    scores = rolling(some, specification, rng, SHORT)
    tell(0.8, say("trying placebo channels"))
    placebos = found_placebos(some, specification, rng, SHORT)
    return Proof(len(some.areas), scores, placebos, moved(first))


def drawn_areas(found: Panel, rng: np.random.Generator) -> Panel:
    """Up to `MOST` areas, at random, of those whose outcome is known before what is held back; all where none is."""
    begin = len(found.together.days) - FOLDS * DAYS_AHEAD // found.together.step_days
    fit = [g for g, one in enumerate(found.series) if np.any(np.nan_to_num(one.outcome[: max(0, begin)]) != 0.0)]
    able = fit or list(range(len(found.areas)))
    chosen = rng.choice(able, min(MOST, len(able)), replace=False)
    return found.part(sorted(chosen.tolist()))


def moved(first: PanelFit) -> dict[str, Array]:
    """How far half and twice the prior of contributions would move what each channel brought, in deviations.

    The draws are weighted by the one prior over the other; a change that so few of them carry that their weights
    cannot be trusted (Pareto's k) is left out.
    """
    one, total = first.model, first.totals.sum(axis=1)
    squares = ((first.mean / one.effects[:, 2]) ** 2).sum(axis=1)
    channels, spread, found = total.shape[1], one.specification.prior_spread, {}
    for name, factor in (("half", 0.5), ("twice", 2.0)):
        logs = log_prior(squares / factor**2, channels, spread) - log_prior(squares, channels, spread)
        if tail(logs) <= RELIABLE:
            weights = np.exp(logs - logs.max())
            found[name] = (np.average(total, axis=0, weights=weights) - total.mean(axis=0)) / total.std(axis=0)
    return found
