"""experiments.difference: what the treated arms of an experiment changed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.evidence.experiments import checks, refusals, sums, wording
from probant.evidence.experiments import data as expressions
from probant.evidence.experiments.comparison import Comparison, compare, unstated_lift
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.experiments.sums import Arm
from probant.evidence.protocol import Tables
from probant.vocabulary import Check, Evidence, Grade, Tell, quiet
from probant.words import say


@dataclass(frozen=True, slots=True)
class Difference:
    """Compares the arms of a randomised experiment in one metric.

    `estimates` hold the difference of each treated arm under its name, and the relative lift, where
    one can be stated, under 'treated / control'. `draws` are of the differences.
    """

    name: str = "experiments.difference"
    question: type[DifferenceQuestion] = DifferenceQuestion

    def family(self, question: DifferenceQuestion) -> Hashable:
        """Questions on the same units are read together, whatever measure or segment they are about."""
        return question.experiment, question.business

    def together(self, questions: Sequence[DifferenceQuestion], tables: Tables) -> Mapping[str, ir.Table]:
        """Names that may be asked for, sums over units and clusters, clusters in several arms."""
        return expressions.together(questions, tables)

    def needs(self, question: DifferenceQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """What `together` gives for this question alone."""
        return self.together((question,), tables)

    def estimate(
        self, question: DifferenceQuestion, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence of grade A, less what the checks take off it.

        Raises UnknownName for names that the store does not hold, TooLittle for an arm of one unit,
        Refused where observations are missing and the question does not say what that means.
        """
        tell(0.0, say("comparing the arms of “{experiment}”", experiment=question.experiment))
        refusals.check_names(question, data["names"])
        arms = sums.arms(data["sums"], question)
        found = compare(question, _compared(question, arms))
        lifts = found.lifts()
        return Evidence(
            engine=self.name,
            estimand=wording.estimand(question),
            purpose=question.purpose,
            business=question.business,
            estimates={**found.differences(), **{key: lift for key, lift in lifts.items() if lift is not None}},
            design=Grade.A,
            better="more" if question.higher_is_better else "less",
            checks=_checks(arms, found, sums.clusters_in_several_arms(data["shared"], question.segment)),
            limits=wording.limits(question),
            unknown={key: unstated_lift(question) for key, lift in lifts.items() if lift is None},
            period=sums.period(arms.values()),
            sample={arm.name: arm.moments.n for arm in found.arms},
            ids=wording.ids(question),
            draws=found.draws(rng),
        )


def _compared(question: DifferenceQuestion, arms: Mapping[str, Arm]) -> Sequence[Arm]:
    """The control and the treated arms, once it is sure that they can be compared."""
    others = [question.treated] if question.treated else [name for name in arms if name != question.control]
    refusals.check_arms(question, arms, [question.control, *others])
    return [arms[name] for name in (question.control, *others)]


def _checks(arms: Mapping[str, Arm], found: Comparison, shared: int) -> tuple[Check, ...]:
    question = found.question
    always = (
        checks.ratio_of_arms(arms, question.expected_split),
        checks.fixed_beforehand(question, sums.period(arms.values())),
        checks.stated_power(question, found.errors),
        checks.independence(found.arms, shared),
        checks.observed(question, found.arms),
        checks.spread(question, found.arms, found.errors),
    )
    if len(found.treated) == 1:
        return always
    return (*always, checks.several_arms(found.treated, found.p_values, question.level))
