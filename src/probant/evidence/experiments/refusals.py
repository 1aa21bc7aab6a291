"""What cannot be answered, said before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from probant.errors import Refused, TooLittle, UnknownName
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.experiments.sums import Arm, known_names
from probant.words import Words, say


def check_names(question: DifferenceQuestion, table: pa.Table) -> None:
    """Raise UnknownName, with the nearest known name, for what the store does not hold."""
    _known(say("experiment"), [question.experiment], known_names(table, "experiment"))
    if not question.every_business:
        _known(say("business in this experiment"), [question.business], known_names(table, "business"))
    asked = [question.control, *([question.treated] if question.treated else []), *question.expected_split]
    _known(say("arm of this experiment"), asked, known_names(table, "arm"))
    _known(
        say("metric of this experiment"), question.measures[: question.first_covariate], known_names(table, "metric")
    )
    _known(say("covariate measured before the assignment"), question.covariates, known_names(table, "before"))
    if question.segment is not None:
        _known(say("segment of this experiment"), [question.segment], known_names(table, "segment"))


def check_arms(question: DifferenceQuestion, arms: Mapping[str, Arm], compared: Sequence[str]) -> None:
    """Raise TooLittle or Refused where the arms, the control first, cannot be compared as asked."""
    if len(compared) == 1:
        raise TooLittle(
            say("Only the arm “{arm}” has units, so there is nothing to compare it with.", arm=question.control),
            mend=say("wait for units in another arm, or ask for another segment"),
        )
    named = set(question.expected_split)
    if named and named != set(arms):
        raise Refused(
            say(
                "The expected split names {named}, the experiment has {arms}.",
                named=tuple(sorted(named)),
                arms=tuple(sorted(arms)),
            ),
            mend=say("give every arm its weight in expected_split, or leave it out where all are equal"),
        )
    for name in compared:
        _check_missing(question, name, arms.get(name))
        _check_size(name, arms.get(name))
        _check_values(question, arms[name])


def _known(kind: Words, asked: Iterable[str], known: tuple[str, ...]) -> None:
    for name in asked:
        if name not in known:
            raise UnknownName(kind, name, known)


def _check_missing(question: DifferenceQuestion, name: str, arm: Arm | None) -> None:
    if arm is None or question.missing != "refuse":
        return
    for measure, lacking in zip(question.measures, arm.missing, strict=True):
        if lacking:
            raise Refused(
                say(
                    "{lacking} of {units} units of the arm “{arm}” have no observation of “{metric}”.",
                    lacking=lacking,
                    units=arm.assigned,
                    arm=name,
                    metric=measure,
                ),
                mend=say(
                    "say what that means: missing = “zero” where nothing observed is 0, "
                    "“exclude” to leave those units out"
                ),
            )


def _check_size(name: str, arm: Arm | None) -> None:
    units = arm.moments.n if arm else 0
    if arm is None or units < 2:
        raise TooLittle(
            say("Units of the arm “{arm}” with all that is asked: {units}; two are the least.", arm=name, units=units),
            mend=say("wait for more units, or ask for another arm or segment"),
        )
    if arm.moments.clusters < 2:
        raise TooLittle(
            say("All units of the arm “{arm}” lie in one cluster, so chance cannot be told from effect.", arm=name),
            mend=say("assign more clusters to it; two are the least, thirty are sensible"),
        )


def _check_values(question: DifferenceQuestion, arm: Arm) -> None:
    if question.kind == "proportion" and arm.odd:
        raise Refused(
            say(
                "{odd} units of the arm “{arm}” have a value of “{metric}” other than 0 and 1.",
                odd=arm.odd,
                arm=arm.name,
                metric=question.metric,
            ),
            mend=say("ask for kind = “mean”"),
        )
    if not np.isfinite(arm.moments.clustered).all():
        raise Refused(
            say("The arm “{arm}” holds values that are not finite numbers.", arm=arm.name),
            mend=say("mend those observations, then load them again"),
        )
