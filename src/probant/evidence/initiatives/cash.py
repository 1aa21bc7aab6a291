"""The financial and the outcome view: benefits that have their home there, against all costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from probant.evidence.initiatives import returns, sensitivity
from probant.evidence.initiatives.declared import Benefit
from probant.evidence.initiatives.flows import Array
from probant.evidence.initiatives.question import Horizons
from probant.evidence.initiatives.valuation import Valuation
from probant.vocabulary import Estimate
from probant.words import Words, say

HORIZONS = ("short", "long")
_DRIVERS = 8
"""Inputs that are named as what drives the answer."""


def estimates(question: Horizons, found: Valuation, name: str) -> tuple[dict[str, Estimate], dict[str, Words]]:
    """Return, value, costs, payback, lines and drivers by subject; and what is not known, and why.

    The subject `name` bears the return over the long horizon; all others are `name / ...`.
    """
    flows, unit, level = found.flows, found.initiative.currency, question.level
    benefit = flows.benefit
    told: dict[str, Estimate] = {}
    unknown: dict[str, Words] = {}
    for place in (1, 0):
        pair, horizon = (benefit[place], flows.costs[place]), HORIZONS[place]
        key = name if horizon == "long" else f"{name} / short"
        told[key] = returns.on_cost(*pair, level=level)
        told[f"{name} / value {horizon}"] = returns.net_value(*pair, unit=unit, level=level)
        told[f"{name} / positive {horizon}"] = Estimate(returns.positive(*pair), "share")
        told[f"{name} / benefit {horizon}"] = _mean(pair[0], unit, level)
        told[f"{name} / cost {horizon}"] = _mean(pair[1], unit, level)
    told |= _payback(question, flows.payback, name, unknown)
    told |= _lines(found.benefits, flows.benefits, name, unit, level)
    net = benefit[-1] - flows.costs[-1]
    for swing in sensitivity.swings(found.inputs, net)[:_DRIVERS]:
        told[f"{name} / drives {swing.name}"] = Estimate(swing.share, "share")
    return told, unknown


def _payback(question: Horizons, months: Array, name: str, unknown: dict[str, Words]) -> dict[str, Estimate]:
    chance, middle = returns.payback(months, question.long_months)
    told = {f"{name} / paid back": Estimate(chance, "share")}
    if middle is None:
        unknown[f"{name} / payback"] = say(
            "In {share:share} of cases it is not paid back within {months} months, so when it usually is is not known.",
            share=1 - chance,
            months=question.long_months,
        )
    else:
        told[f"{name} / payback"] = Estimate(middle, "months")
    return told


def _lines(
    counted: Iterable[Benefit], flows: Mapping[str, Array], name: str, unit: str, level: float
) -> dict[str, Estimate]:
    """Present value of each line over the long horizon."""
    totals: dict[str, Array] = {}
    for one in counted:
        totals[one.line] = totals.get(one.line, 0.0) + flows[one.name][-1]
    return {f"{name} / line {line}": _mean(values, unit, level) for line, values in totals.items()}


def _mean(values: Array, unit: str, level: float) -> Estimate:
    return returns.estimate(float(values.mean()), values, unit=unit, level=level)
