"""initiatives.return and initiatives.priority: what AI initiatives are worth, and which come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.errors import TooLittle
from probant.evidence.initiatives import cash, declared, exploratory, grading, ranking, refusals, strategic, wording
from probant.evidence.initiatives import data as expressions
from probant.evidence.initiatives.declared import Initiative
from probant.evidence.initiatives.lines import LINES, Model
from probant.evidence.initiatives.question import PriorityQuestion, ReturnQuestion
from probant.evidence.initiatives.valuation import Valuation, value
from probant.evidence.protocol import Tables
from probant.vocabulary import Draws, Estimate, Evidence, Period, Purpose, Tell, quiet
from probant.words import Words, say

KEPT = 4_000
"""Draws that go along with the evidence."""


@dataclass(frozen=True, slots=True)
class Return:
    """What one initiative returns under one of the four models.

    `estimates` hold the return over the long horizon under the initiative's name, and all else under
    'name / ...': short, value, positive, paid back, payback, line ..., drives ..., option, score, pilot, sign.
    """

    name: str = "initiatives.return"
    question: type[ReturnQuestion] = ReturnQuestion

    def needs(self, question: ReturnQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """All that is declared of the initiative, and the cost of its agent's traces, by month."""
        return expressions.needs(question, tables, question.initiative)

    def estimate(
        self, question: ReturnQuestion, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence with the grade of the weakest that carries it.

        Raises UnknownName, Refused and Inconsistent for what cannot be as declared, TooLittle where the
        initiative has nothing under this model.
        """
        tell(0.0, say("letting the money of “{initiative}” flow", initiative=question.initiative))
        initiative = declared.one(question, question.initiative, data)
        refusals.check(initiative)
        seen, told, unknown = _asked(question, initiative, rng)
        main = told.get(question.initiative)
        draws = ranking.returns_of(seen) if main is not None and main.interval is not None else None
        return Evidence(
            engine=self.name,
            estimand=wording.estimand(question),
            purpose=Purpose.EFFICIENCY,
            business=question.business,
            estimates=told,
            design=grading.design(grading.weights(seen), seen.shown),
            checks=grading.checks(seen),
            limits=wording.limits(question, seen),
            unknown=unknown,
            period=_period(initiative.start, question.long_months),
            sample=_people(initiative),
            ids={"initiative": question.initiative, "model": question.model.value, "metric": "return"},
            draws=None if draws is None else Draws((question.initiative,), draws[:KEPT, None]),
        )


@dataclass(frozen=True, slots=True)
class Priority:
    """Which initiatives come first, by expected value per person-month, and how sure that is.

    `estimates` hold the value under 'name / person-month', and P(among the first) under 'name / first'.
    """

    name: str = "initiatives.priority"
    question: type[PriorityQuestion] = PriorityQuestion

    def needs(self, question: PriorityQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """All that is declared of all initiatives."""
        return expressions.needs(question, tables, None)

    def estimate(
        self, question: PriorityQuestion, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence with the grade of the weakest initiative ranked. Raises TooLittle where none can be ranked."""
        tell(0.0, say("ranking the initiatives"))
        found = ranking.rank(question, declared.every(question, data), rng)
        return Evidence(
            engine=self.name,
            estimand=wording.ranked(question),
            purpose=Purpose.EFFICIENCY,
            business=question.business,
            estimates=found.estimates,
            design=grading.weakest(found.grades),
            checks=found.checks,
            limits=(say("Ranks are uncertain: what counts is the probability of being among the first."),),
            unknown=found.unknown,
            period=_period(found.start, question.long_months),
            ids={"model": question.model.value, "metric": "priority"},
            draws=Draws(found.subjects, found.draws[:KEPT]),
        )


def _asked(
    question: ReturnQuestion, initiative: Initiative, rng: np.random.Generator
) -> tuple[Valuation, dict[str, Estimate], dict[str, Words]]:
    """What the model says; the valuation is that on whose benefits it rests."""
    name, model = question.initiative, question.model
    if model is Model.STRATEGIC:
        priced = value(question, initiative, (Model.FINANCIAL, Model.OUTCOME), rng)
        own = value(question, initiative, (model,), rng)
        told, unknown = strategic.estimates(question, own, priced, name, rng)
        return _some(priced, told, unknown, initiative, model)
    if model is Model.EXPLORATORY:
        seen = value(question, initiative, (_home(initiative),), rng)
        return _some(seen, *exploratory.estimates(seen, name), initiative, model)
    seen = value(question, initiative, (model,), rng)
    if not seen.benefits:
        return _some(seen, {}, dict(seen.left_out), initiative, model)
    return _some(seen, *cash.estimates(question, seen, name), initiative, model)


def _some(
    seen: Valuation, told: dict[str, Estimate], unknown: dict[str, Words], initiative: Initiative, model: Model
) -> tuple[Valuation, dict[str, Estimate], dict[str, Words]]:
    if not told:
        why = next(iter(unknown.values()), say("no benefit has its home there"))
        raise TooLittle(
            say("“{initiative}” has nothing under the model “{model}”: {why}.", initiative=initiative.name,
                model=model.value, why=why),
            mend=say("declare a benefit in one of its lines, or a judgement of it"),
        )  # fmt: skip
    return seen, told, unknown


def _home(initiative: Initiative) -> Model:
    """The model in which the benefit that the pilot measures has its home."""
    for one in initiative.benefits:
        if one.name == initiative.register["pilot_benefit"]:
            return LINES[one.line].model or Model.FINANCIAL
    return Model.FINANCIAL


def _people(initiative: Initiative) -> dict[str, int]:
    """Who may use it, in the last month that is known."""
    return {initiative.name: initiative.people[-1].licensed} if initiative.people else {}


def _period(start: date, months: int) -> Period:
    last = start.year * 12 + start.month - 1 + months
    return Period(start, date(last // 12, last % 12 + 1, 1))
