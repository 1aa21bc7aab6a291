"""The engines on AI agents: what each reads, and which method answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np

from probant.evidence.agents import answer, measures
from probant.evidence.agents import comparing as comparison
from probant.evidence.agents import data as expressions
from probant.evidence.agents.book import book, read_runs
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
from probant.words import say

Rng = np.random.Generator
_BOOK = ("names", "runs", "steps", "tools", "references")
_RULES = ("rules", "recorded", "labels")


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Agent Efficiency Index, '(index)', and its parts '(goal)', '(reads)', '(economy)'; means over runs."""

    name: str = "agents.efficiency"
    question: type[EfficiencyQuestion] = EfficiencyQuestion

    def needs(self, question: EfficiencyQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, their steps, tools and declared paths."""
        return _needed(question, tables, *_BOOK)

    def estimate(self, question: EfficiencyQuestion, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E; raises UnknownName, TooLittle."""
        answer.check_names(question, data["names"])
        tell(0.1, say("comparing runs with the best known paths"))
        whole = book(data)
        return answer.evidence(self.name, question, whole.runs, measures.efficient(question, whole, rng))


@dataclass(frozen=True, slots=True)
class Autonomy:
    """Rates '(autonomy)', '(effective)', '(strict)', escalation precision and recall, minutes of people."""

    name: str = "agents.autonomy"
    question: type[AutonomyQuestion] = AutonomyQuestion

    def needs(self, question: AutonomyQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, steps, paths, rules, and what people did."""
        return _needed(question, tables, *_BOOK, *_RULES, "interventions")

    def estimate(self, question: AutonomyQuestion, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E; raises UnknownName, TooLittle."""
        answer.check_names(question, data["names"])
        tell(0.1, say("counting what people did"))
        whole = book(data)
        return answer.evidence(self.name, question, whole.runs, measures.autonomous(question, whole, data, rng))


@dataclass(frozen=True, slots=True)
class Context:
    """Context awareness score, '(context)', and its parts '(available)', '(used)', '(grounded)'."""

    name: str = "agents.context"
    question: type[ContextQuestion] = ContextQuestion

    def needs(self, question: ContextQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, steps, paths, what stood in the context and what is required there."""
        return _needed(question, tables, *_BOOK, "context", "required")

    def estimate(self, question: ContextQuestion, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E; raises UnknownName, TooLittle."""
        answer.check_names(question, data["names"])
        tell(0.1, say("looking for what runs needed and had"))
        whole = book(data)
        return answer.evidence(self.name, question, whole.runs, measures.aware(question, whole, data, rng))


@dataclass(frozen=True, slots=True)
class Deviation:
    """Rates of deviations from policy and from the goal; each rule by its own name; drift among the checks."""

    name: str = "agents.deviation"
    question: type[DeviationQuestion] = DeviationQuestion

    def needs(self, question: DeviationQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, steps, paths, rules with their labels, and what monitors recorded."""
        return _needed(question, tables, *_BOOK, *_RULES)

    def estimate(self, question: DeviationQuestion, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E; raises UnknownName, TooLittle."""
        answer.check_names(question, data["names"])
        tell(0.1, say("testing rules on every step"))
        whole = book(data)
        return answer.evidence(self.name, question, whole.runs, measures.deviating(question, whole, data, rng))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Retention, reuse, survival of insights, staleness, and the uplift where knowledge was drawn by lot."""

    name: str = "agents.knowledge"
    question: type[KnowledgeQuestion] = KnowledgeQuestion

    def needs(self, question: KnowledgeQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, steps, insights and their uses."""
        return _needed(question, tables, *_BOOK, "insights", "uses")

    def estimate(self, question: KnowledgeQuestion, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E; raises UnknownName, TooLittle."""
        answer.check_names(question, data["names"])
        tell(0.1, say("following what runs learned"))
        whole = book(data)
        return answer.evidence(self.name, question, whole.runs, measures.knowing(question, whole, data, rng))


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost '(run)' and '(accepted)', and '(seconds)'; what has no price stands in the checks."""

    name: str = "agents.cost"
    question: type[CostQuestion] = CostQuestion

    def needs(self, question: CostQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, tokens by model and day, prices, minutes of people."""
        return _needed(question, tables, "names", "runs", "tokens", "prices", "interventions")

    def estimate(self, question: CostQuestion, data: Data, rng: Rng, tell: Tell = quiet) -> Evidence:
        """Evidence of grade E; raises UnknownName, TooLittle, Inconsistent for several currencies."""
        answer.check_names(question, data["names"])
        tell(0.1, say("pricing what runs used"))
        return answer.evidence(self.name, question, read_runs(data["runs"]), measures.costing(question, data, rng))


@dataclass(frozen=True, slots=True)
class Compare:
    """Difference of two agents or versions over the same tasks, or that it is undecided."""

    name: str = "agents.compare"
    question: type[CompareQuestion] = CompareQuestion

    def needs(self, question: CompareQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Runs, steps, paths, and what the metric reads besides."""
        return _needed(question, tables, *_BOOK, *comparison.NEEDS.get(question.metric, ()))

    def estimate(
        self,
        question: CompareQuestion,
        data: Data,
        rng: Rng,  # noqa: ARG002 - nothing is drawn
        tell: Tell = quiet,
    ) -> Evidence:
        """Evidence of grade A where it was drawn by lot, else E; raises UnknownName, TooLittle, Inconsistent."""
        answer.check_names(question, data["names"])
        tell(0.1, say("comparing the two task by task"))
        whole = book(data)
        return answer.evidence(self.name, question, whole.runs, comparison.compared(question, whole, data))


def _needed(question: AgentsQuestion, tables: Tables, *wanted: str) -> Mapping[str, ir.Table]:
    return {name: getattr(expressions, name)(question, tables) for name in wanted}
