"""mmm: what each channel adds to an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.evidence.mmm import data as expressions
from probant.evidence.mmm.question import MixQuestion
from probant.evidence.mmm.several_question import OutcomesQuestion
from probant.evidence.protocol import Tables
from probant.vocabulary import Evidence, Tell, quiet
from probant.words import say


@dataclass(frozen=True, slots=True)
class Mix:
    """Fits a mix model, puts it to the proof, and says what each channel returned.

    `estimates` hold the return of all channels under '(total)' and of each under its name: in margin where the
    margin is known, else in outcome. Under 'channel / marginal' is the return of the last unit of money, under
    'channel / contribution' what it added; 'channel / most', 'channel / half' and so on are its curve, which
    `curves` describes and `draws` hold. `over_time` has contributions by step.
    """

    name: str = "mmm"
    question: type[MixQuestion] = MixQuestion

    def needs(self, question: MixQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Names, currencies, spend and exposure by channel, outcome, steps that spend covers, controls."""
        return expressions.needs(question, tables)

    def estimate(
        self, question: MixQuestion, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence of grade D, C where experiments hold the model; without any number where chains do not agree.

        Raises UnknownName, Inconsistent for several currencies or negative spend, TooLittle for fewer steps than
        quantities to be estimated, Refused for a test outside the period.
        """
        from probant.evidence.mmm.answer import answer, answer_by_area

        tell(0.0, say("reading spend and outcome"))
        rows = {name: table.to_pylist() for name, table in data.items()}
        return (answer_by_area if question.by_area else answer)(self.name, question, rows, rng, tell)


@dataclass(frozen=True, slots=True)
class MixOfOutcomes:
    """Fits a mix model to each of several outcomes, and carries effects on a stage on to the outcome.

    `estimates` hold the returns on the first outcome as those of `Mix`; under 'channel / orders' what a unit of spend
    brought of another one, under 'channel / worth of orders' how much of the first came with one of it; under
    'channel / through leads' the return by way of the stage, under '(worth of leads)' and '(delay of leads)' what
    one of it is worth and how long that takes.
    """

    name: str = "mmm.outcomes"
    question: type[OutcomesQuestion] = OutcomesQuestion

    def needs(self, question: OutcomesQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """As those of `Mix`, and each outcome by step."""
        further = {
            f"outcome {outcome}": expressions.stage_by_step(question, tables, outcome) for outcome in question.outcomes
        }
        return {**expressions.needs(question, tables), **further}

    def estimate(
        self, question: OutcomesQuestion, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence of grade D; without any number where chains do not agree. Raises as `Mix`."""
        from probant.evidence.mmm.several import several

        tell(0.0, say("reading spend and outcome"))
        rows = {name: table.to_pylist() for name, table in data.items()}
        return several(self.name, question, rows, rng, tell)
