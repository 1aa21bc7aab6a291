"""The strategic view: the scorecard, and the option to expand against the costs that buy it."""

from __future__ import annotations

from math import exp, log1p, sqrt

import numpy as np

from probant.evidence.initiatives import cash, expansion, returns, scorecard
from probant.evidence.initiatives.declared import Initiative
from probant.evidence.initiatives.flows import Array
from probant.evidence.initiatives.question import Horizons
from probant.evidence.initiatives.scorecard import Judgement
from probant.evidence.initiatives.valuation import Valuation
from probant.vocabulary import Estimate
from probant.words import Words, say

Found = tuple[dict[str, Estimate], dict[str, Words]]


def estimates(question: Horizons, own: Valuation, priced: Valuation, name: str, rng: np.random.Generator) -> Found:
    """The score, the option, and the return of strategic benefits and option together on the costs.

    Parameters
    ----------
    question : Horizons
        Discount, horizons, level.
    own : Valuation
        Of benefits whose home is strategic.
    priced : Valuation
        Of those whose home is financial or outcome: what an expansion would bring more of.
    name : str
        The subject.
    rng : Generator
        For the payoff of the option.
    """
    told: dict[str, Estimate] = {}
    unknown: dict[str, Words] = {}
    worth = option(question, priced)
    if worth is None:
        unknown[f"{name} / option"] = say("No expansion is declared, or nothing that could be expanded has a value.")
    else:
        told |= _on_cost(question, own, name, worth, payoff(question, priced, rng))
    if worth is None and own.benefits:
        told, more = cash.estimates(question, own, name)
        unknown |= more
    told |= score(question, own.initiative, name, rng, unknown)
    return told, unknown


def option(question: Horizons, priced: Valuation) -> float | None:
    """Worth of the right to expand, in currency; None where none is declared, or the benefit is not above 0."""
    set_up = _terms(priced)
    if set_up is None:
        return None
    value, cost, years, volatility = set_up
    return expansion.option(value, cost, years, volatility, log1p(question.discount))


def payoff(question: Horizons, priced: Valuation, rng: np.random.Generator) -> Array:
    """(D,) discounted payoffs of the option, whose mean its worth is: the value is lognormal, as on the tree."""
    set_up = _terms(priced)
    if set_up is None:
        return np.zeros(question.draws)
    value, cost, years, volatility = set_up
    rate, spread = log1p(question.discount), volatility * sqrt(years)
    later = value * np.exp(rate * years - spread**2 / 2 + spread * rng.standard_normal(question.draws))
    return np.asarray(np.maximum(later - cost, 0.0) * exp(-rate * years))


def score(
    question: Horizons, initiative: Initiative, name: str, rng: np.random.Generator, unknown: dict[str, Words]
) -> dict[str, Estimate]:
    """The score of the judged lines, in points of 100."""
    judged = tuple(
        Judgement(row["line"], row["author"], row["score"], row["low"], row["high"], row["weight"])
        for row in initiative.judgements
    )
    value = scorecard.score(judged)
    if value is None:
        unknown[f"{name} / score"] = say("Nobody has judged its strategic lines.")
        return {}
    draws = scorecard.draws(judged, question.draws, rng)
    unit = "points of 100"
    found = Estimate(100 * value, unit) if draws is None else returns.estimate(
        100 * value, 100 * draws, unit=unit, level=question.level
    )  # fmt: skip
    return {f"{name} / score": found}


def _on_cost(question: Horizons, own: Valuation, name: str, worth: float, paid: Array) -> dict[str, Estimate]:
    """The long horizon alone: an option is no matter of months."""
    costs, level, unit = own.flows.costs[-1], question.level, own.initiative.currency
    # The draws of the payoff say how it may turn out; their mean is brought to the worth that the tree tells.
    benefit = own.flows.benefit[-1] + paid * (worth / paid.mean() if paid.any() else 0.0)
    return {
        name: returns.on_cost(benefit, costs, level=level),
        f"{name} / value long": returns.net_value(benefit, costs, unit=unit, level=level),
        f"{name} / positive long": Estimate(returns.positive(benefit, costs), "share"),
        f"{name} / option": Estimate(worth, unit),
        f"{name} / cost long": returns.estimate(float(costs.mean()), costs, unit=unit, level=level),
    }


def _terms(priced: Valuation) -> tuple[float, float, float, float] | None:
    """Value and cost of the expansion, years until it can be decided, and volatility of the value."""
    register = priced.initiative.register
    declared = [register[one] for one in ("expansion_cost", "expansion_factor", "expansion_months")]
    if None in declared or not priced.benefits:
        return None
    cost, factor, months = declared
    benefit = priced.flows.benefit[-1] * factor
    mean, sd, years = float(benefit.mean()), float(benefit.std()), months / 12
    if mean <= 0 or cost <= 0:
        return None
    return mean, cost, years, expansion.volatility(mean, sd, years)
