"""The engines on AI agents: one shape; what each of them reads, says while it works, and answers by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import ibis.expr.types as ir
import numpy as np

from probant.evidence.agents import answer, comparing, measures
from probant.evidence.agents import data as expressions
from probant.evidence.agents.answer import Found
from probant.evidence.agents.book import Book, Runs, book, read_runs
from probant.evidence.agents.measures import Data
from probant.evidence.agents.question import (
    AgentsQuestion,
    AutonomyQuestion,
    CompareQuestion,
    ContextQuestion,
    CostQuestion,
    DeviationQuestion,
    EfficiencyQuestion,
    KnowledgeQuestion,
)
from probant.evidence.protocol import Tables
from probant.vocabulary import Evidence, Tell, quiet
from probant.words import Words, say

Q = TypeVar("Q", bound=AgentsQuestion)
Rng = np.random.Generator
_BOOK = ("names", "runs", "steps", "tools", "references")
_RULES = ("rules", "recorded", "labels")


@dataclass(frozen=True, slots=True)
class OnAgents(Generic[Q]):
    """An engine on agents: it sees that what is asked about is there, and asks its method."""

    name: str
    question: type[Q]
    doing: Words
    """What it is at, while it works."""
    reads: tuple[str, ...]
    """Expressions of `data`, by name."""
    method: Callable[[Q, Data, Rng], tuple[Runs, Found]]
    more: Callable[[Q], tuple[str, ...]] = lambda _: ()
    """What one question reads besides."""

    def needs(self, question: Q, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, and what else its method reads."""
        wanted = (*self.reads, *self.more(question))
        return {name: getattr(expressions, name)(question, tables) for name in wanted}

    def estimate(self, question: Q, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E, of a comparison drawn by lot A; raises UnknownName, TooLittle, Inconsistent."""
        answer.check_names(question, data["names"])
        tell(0.1, self.doing)
        runs, found = self.method(question, data, rng)
        return answer.evidence(self.name, question, runs, found)


def _of_book(method: Callable[[Q, Book, Data, Rng], Found]) -> Callable[[Q, Data, Rng], tuple[Runs, Found]]:
    """A method that reads runs, steps and declared paths as a book."""

    def asked(question: Q, data: Data, rng: Rng) -> tuple[Runs, Found]:
        whole = book(data)
        return whole.runs, method(question, whole, data, rng)

    return asked


def _costing(question: CostQuestion, data: Data, rng: Rng) -> tuple[Runs, Found]:
    return read_runs(data["runs"]), measures.costing(question, data, rng)


Efficiency = partial(
    OnAgents,
    name="agents.efficiency",
    question=EfficiencyQuestion,
    doing=say("comparing runs with the best known paths"),
    reads=_BOOK,
    method=_of_book(lambda question, whole, _, rng: measures.efficient(question, whole, rng)),
)
"""Agent Efficiency Index, '(index)', and its parts '(goal)', '(reads)', '(economy)'; means over runs."""

Autonomy = partial(
    OnAgents,
    name="agents.autonomy",
    question=AutonomyQuestion,
    doing=say("counting what people did"),
    reads=(*_BOOK, *_RULES, "interventions"),
    method=_of_book(measures.autonomous),
)
"""Rates '(autonomy)', '(effective)', '(strict)', escalation precision and recall, minutes of people."""

Context = partial(
    OnAgents,
    name="agents.context",
    question=ContextQuestion,
    doing=say("looking for what runs needed and had"),
    reads=(*_BOOK, "context", "required"),
    method=_of_book(measures.aware),
)
"""Context awareness score, '(context)', and its parts '(available)', '(used)', '(grounded)'."""

Deviation = partial(
    OnAgents,
    name="agents.deviation",
    question=DeviationQuestion,
    doing=say("testing rules on every step"),
    reads=(*_BOOK, *_RULES),
    method=_of_book(measures.deviating),
)
"""Rates of deviations from policy and from the goal; each rule by its own name; drift among the checks."""

Knowledge = partial(
    OnAgents,
    name="agents.knowledge",
    question=KnowledgeQuestion,
    doing=say("following what runs learned"),
    reads=(*_BOOK, "insights", "uses"),
    method=_of_book(measures.knowing),
)
"""Retention, reuse, survival of insights, staleness, and the uplift where knowledge was drawn by lot."""

Cost = partial(
    OnAgents,
    name="agents.cost",
    question=CostQuestion,
    doing=say("pricing what runs used"),
    reads=("names", "runs", "tokens", "prices", "interventions"),
    method=_costing,
)
"""Cost '(run)' and '(accepted)', and '(seconds)'; what has no price stands in the checks."""

Compare = partial(
    OnAgents,
    name="agents.compare",
    question=CompareQuestion,
    doing=say("comparing the two task by task"),
    reads=_BOOK,
    method=_of_book(lambda question, whole, data, _: comparing.compared(question, whole, data)),
    more=lambda question: comparing.NEEDS.get(question.metric, ()),
)
"""Difference of two agents or versions over the same tasks, or that it is undecided."""
