"""From what is declared to flows: factors are drawn, multiplied to streams, and set against the costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from probant.errors import Refused
from probant.evidence.initiatives import adoption, charges, factors, spreads
from probant.evidence.initiatives.declared import Benefit, Initiative, Row
from probant.evidence.initiatives.flows import Array, Flows, Stream, run
from probant.evidence.initiatives.kinds import FACTORS
from probant.evidence.initiatives.lines import LINES, Model
from probant.evidence.initiatives.question import Horizons
from probant.vocabulary import Grade
from probant.words import Words, say

Drawn = Mapping[str, Array]
"""Factor to its draws, (D,) or ()."""


@dataclass(frozen=True, slots=True)
class Valuation:
    """One initiative under the models that were asked for."""

    initiative: Initiative
    benefits: tuple[Benefit, ...]
    """Those that are counted."""
    shown: Mapping[str, Grade]
    """Grades of the benefits whose effect something of this project shows."""
    flows: Flows
    inputs: Mapping[str, Array]
    """What varies, by 'benefit: factor': (D,) draws."""
    left_out: Mapping[str, Words]
    """Benefits that are not counted, and why."""

    def effect(self, benefit: str) -> Array | None:
        """(D,) draws of the effect of a benefit; None where it is certain, or not counted."""
        return self.inputs.get(f"{benefit}: effect")


def value(question: Horizons, initiative: Initiative, models: tuple[Model, ...], rng: np.random.Generator) -> Valuation:
    """Draw all that is uncertain, and let the money flow.

    Raises Refused where benefits are counted and nothing costs anything: a return on nothing is no number.
    """
    left_out = _left_out(initiative)
    counted = tuple(one for one in initiative.benefits if one.name not in left_out and LINES[one.line].model in models)
    usage = tuple(one for one in initiative.benefits if LINES[one.line].model is None)
    if counted and not (initiative.costs or initiative.traced or usage):
        raise Refused(
            say("“{initiative}” has no cost.", initiative=initiative.name),
            mend=say("declare what it costs, hours included: a return on nothing is no number"),
        )
    drawn = {one.name: _factors(question, one, rng) for one in (*counted, *usage)}
    ceiling = _ceiling(initiative.register, question.draws, rng)
    flows = run(
        {one.name: _stream(one, drawn[one.name]) for one in counted},
        [_stream(one, drawn[one.name]) for one in usage],
        charges.charges(initiative.costs, initiative.traced, months=question.long_months, size=question.draws, rng=rng),
        _reach(question, initiative, ceiling),
        horizons=(question.short_months, question.long_months),
        discount=question.discount,
        draws=question.draws,
    )
    inputs = {f"{name}: {factor}": one for name, every in drawn.items() for factor, one in every.items() if one.ndim}
    if ceiling is not None and ceiling.ndim:
        inputs["adoption"] = ceiling
    inputs["costs"] = flows.costs[-1]
    shown = {one.name: factors.grade(one, question.tied) for one in counted if not factors.is_assumed(one)}
    return Valuation(initiative, counted, shown, flows, inputs, left_out)


def _reach(question: Horizons, initiative: Initiative, ceiling: Array | None) -> Iterator[Array]:
    """Adoption month by month, as far as the long horizon."""
    measured = {one.month: one.adoption for one in initiative.people}
    ramp = initiative.register["ramp_months"]
    return adoption.curve(measured, ceiling, ramp, months=question.long_months, draws=question.draws)


def _left_out(initiative: Initiative) -> dict[str, Words]:
    """Content without a priced use: that more of it is made is no benefit."""
    return {
        one.name: say("“{benefit}” counts only where a like piece has a price that somebody pays.", benefit=one.name)
        for one in initiative.benefits
        if one.kind == "content" and ("worth" not in one.factors or one.factors["worth"].basis == "assumed")
    }


def _factors(question: Horizons, benefit: Benefit, rng: np.random.Generator) -> dict[str, Array]:
    return {name: factors.drawn(benefit, name, question.tied, question.draws, rng) for name in FACTORS}


def _stream(benefit: Benefit, drawn: Drawn) -> Stream:
    """Volume x effect x worth x margin x exposure x attribution x realisation; review is taken off unrealised."""
    reached = drawn["volume"] * drawn["worth"] * drawn["margin"] * drawn["exposure"]
    gain = reached * drawn["effect"] * drawn["attribution"] * drawn["realisation"]
    return Stream(
        np.asarray(gain), np.asarray(1 - drawn["decay"]), np.asarray(reached * drawn["review"]), benefit.first
    )


def _ceiling(register: Row, size: int, rng: np.random.Generator) -> Array | None:
    """(size,) draws of the adoption at last; () where no range is given; None where none is declared."""
    value, low, high = register["adoption_ceiling"], register["ceiling_low"], register["ceiling_high"]
    if value is None:
        return None
    if low is None or high is None or low == high:
        return np.full(size, float(value))
    return spreads.share(value, low, high, size, rng)
