"""Initiatives side by side: valued, scored, and ranked by how often each is among the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from probant.errors import TooLittle
from probant.evidence.initiatives import gates, grading, priority, refusals, returns, spreads, strategic
from probant.evidence.initiatives.declared import Initiative, Row
from probant.evidence.initiatives.flows import Array
from probant.evidence.initiatives.lines import Model
from probant.evidence.initiatives.question import PriorityQuestion
from probant.evidence.initiatives.valuation import Valuation, value
from probant.vocabulary import Check, Estimate, Grade
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Ranking:
    """What came of ranking; axes are D draws, I initiatives."""

    subjects: tuple[str, ...]
    """'name / person-month', in the order of the draws."""
    estimates: dict[str, Estimate]
    grades: tuple[Grade, ...]
    checks: tuple[Check, ...]
    unknown: dict[str, Words]
    draws: Array
    """(D, I) scores."""
    start: date
    """Of the earliest of them."""


def rank(question: PriorityQuestion, initiatives: tuple[Initiative, ...], rng: np.random.Generator) -> Ranking:
    """Rank all that are not stopped, say what they take, and have a benefit under the model.

    Raises
    ------
    TooLittle
        If none is left.
    """
    unknown = {one.name: why for one in initiatives if (why := _not_ranked(one)) is not None}
    found = []
    for one in initiatives:
        if one.name not in unknown:
            refusals.check(one)
            found.append(value(question, one, (question.model,), rng))
    unknown |= {one.initiative.name: _nothing(question.model) for one in found if not one.benefits}
    found = [one for one in found if one.benefits]
    if not found:
        raise TooLittle(
            say("No initiative can be ranked: {count} were looked at.", count=len(initiatives)),
            mend=say("declare benefits, costs, person_months and feasible of at least one"),
        )
    draws = _scores(question, found, rng)
    names = tuple(one.initiative.name for one in found)
    subjects = tuple(f"{name} / person-month" for name in names)
    unit = f"{found[0].initiative.currency} / person-month"
    told = {
        subject: returns.estimate(float(draws[:, place].mean()), draws[:, place], unit=unit, level=question.level)
        for place, subject in enumerate(subjects)
    }
    first = priority.among_first(draws, question.top)
    told |= {f"{name} / first": Estimate(float(first[place]), "share") for place, name in enumerate(names)}
    grades = tuple(_grade(one) for one in found)
    started = tuple(_starts(one) for one in found)
    return Ranking(subjects, told, grades, started, unknown, draws, min(one.initiative.start for one in found))


def returns_of(found: Valuation) -> Array:
    """(D,) draws of the return over the long horizon."""
    return np.asarray(found.flows.benefit[-1] / found.flows.costs[-1] - 1)


def _scores(question: PriorityQuestion, found: list[Valuation], rng: np.random.Generator) -> Array:
    registers = [one.initiative.register for one in found]
    feasible = np.column_stack([_feasible(one, question.draws, rng) for one in registers])
    net = np.column_stack([one.flows.benefit[-1] - one.flows.costs[-1] for one in found])
    option = np.array([strategic.option(question, one) or 0.0 for one in found])
    cost = np.array([one["pilot_cost"] or 0.0 if gates.stage(one) == "idea" else 0.0 for one in registers])
    return priority.scores(feasible, net, option, cost, np.array([one["person_months"] for one in registers]))


def _feasible(register: Row, size: int, rng: np.random.Generator) -> Array:
    value, low, high = register["feasible"], register["feasible_low"], register["feasible_high"]
    if low is None or high is None or low == high:
        return np.full(size, float(value))
    return spreads.share(value, low, high, size, rng)


def _not_ranked(one: Initiative) -> Words | None:
    register = one.register
    if register["stage"] == "stopped":
        return say("It is stopped.")
    if not register["person_months"] or register["feasible"] is None:
        return say("It does not say how much work it still takes (person_months), or how feasible it is (feasible).")
    return None


def _nothing(model: Model) -> Words:
    return say("No benefit of it has its home under the model “{model}”.", model=model.value)


def _grade(found: Valuation) -> Grade:
    shares = grading.weights(found)
    best = grading.design(shares, found.shown)
    return best.lowered(grading.assumed(shares, found.shown, best).lowers)


def _starts(found: Valuation) -> Check:
    check = gates.may_start(found.initiative.register)
    return Check(f"may_start: {found.initiative.name}", check.passed, check.words)
