"""A fit put to the proof: other models and priors, forecasts, placebos, and data whose truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from probant.evidence.mmm import averaging
from probant.evidence.mmm.block import block
from probant.evidence.mmm.fit import Fit, fit
from probant.evidence.mmm.forecast import Scores, rolling
from probant.evidence.mmm.model import model
from probant.evidence.mmm.placebo import found_placebos
from probant.evidence.mmm.rehearsal import Coverage, rehearse
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array
from probant.stats.sampling import Plan
from probant.vocabulary import Tell
from probant.words import say

SHORT = Plan(draws=400, tries=2)
"""Of fits that are looked at, not reported."""
_REHEARSED = 60
"""Intervals that a rehearsal should give, of all channels together."""


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What came of each; None where there was too little data for it."""

    average: Mapping[str, float]
    """Weight of each specification in the mixture."""
    scores: Scores | None
    placebos: tuple[int, int] | None
    priors: Mapping[str, Array]
    """(C,) change of the mean contribution, in posterior deviations, by what was changed in the prior."""
    families: Mapping[str, Array]
    """The same, by what was changed in the curves."""
    coverage: Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Averaged:
    """The fits of all specifications, and which draws of each are in the mixture."""

    fits: tuple[Fit, ...]
    chosen: tuple[np.ndarray, ...]
    weights: Mapping[str, float]


def alone(first: Fit) -> Averaged:
    """One fit, all draws of it."""
    return Averaged((first,), (np.arange(len(first.noise)),), {})


def averaged(first: Fit, rng: np.random.Generator, plan: Plan, tell: Tell) -> Averaged:
    """The fit as asked and its alternatives, each with the share of draws that its forecasts earn.

    Alternatives that do not pass the gate, or that have more to estimate than data, are left out.
    """
    fits = {"asked": first}
    others = averaging.alternatives(first.model.specification)
    for place, (name, specification) in enumerate(others.items()):
        tell(0.2 + 0.05 * place, say("fitting other models"))
        if name != "asked" and (found := _tried(first, specification, rng, replace(plan, tries=2))) is not None:
            fits[name] = found
    known = first.model.found.known
    logs = np.column_stack([averaging.left_out_density(block(one).left_out[:, known]) for one in fits.values()])
    weights = averaging.stacking(logs)
    chosen = averaging.mixed([one.noise for one in fits.values()], weights, rng)
    return Averaged(tuple(fits.values()), tuple(chosen), dict(zip(fits, weights.tolist(), strict=True)))


def prove(first: Fit, weights: Mapping[str, float], rng: np.random.Generator, tell: Tell) -> Proof:
    """All but the averaging, which gives the answer itself."""
    one = first.model
    tell(0.4, say("forecasting what was held back"))
    scores = rolling(one.found, one.specification, rng, SHORT)
    tell(0.5, say("trying placebo channels"))
    placebos = found_placebos(one.found, one.specification, rng, SHORT)
    tell(0.6, say("trying other priors and curves"))
    priors = {name: _moved(first, other, rng) for name, other in _other_priors(one.specification).items()}
    families = {name: _moved(first, other, rng) for name, other in averaging.families(one.specification).items()}
    tell(0.7, say("trying the method on data whose truth is known"))
    sets = int(np.clip(_REHEARSED / len(one.found.channels), 6, 20))
    coverage = rehearse(first, rng, SHORT, sets)
    return Proof(weights, scores, placebos, _known(priors), _known(families), coverage)


def _other_priors(asked: Specification) -> dict[str, Specification]:
    """Half and twice what was believed of all channels."""
    return {
        name: replace(
            asked,
            prior_share=factor * asked.prior_share,
            prior_effect=factor * asked.prior_effect,
            prior_roi={channel: (factor * middle, spread) for channel, (middle, spread) in asked.prior_roi.items()},
        )
        for name, factor in (("half", 0.5), ("twice", 2.0))
    }


def _moved(first: Fit, specification: Specification, rng: np.random.Generator) -> Array | None:
    other = _tried(first, specification, rng, SHORT)
    if other is None:
        return None
    return np.asarray((other.mean.mean(axis=0) - first.mean.mean(axis=0)) / first.mean.std(axis=0))


def _tried(first: Fit, specification: Specification, rng: np.random.Generator, plan: Plan) -> Fit | None:
    """A fit that passed the gate, or None."""
    one = model(first.model.found, specification)
    found = fit(one, rng, plan)
    return found if found.sample.sound else None


def _known(moves: Mapping[str, Array | None]) -> dict[str, Array]:
    return {name: move for name, move in moves.items() if move is not None}
