"""The arms as asked for, read with the method that the question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from probant.evidence.experiments import cuped, draws, fieller, newcombe, welch
from probant.evidence.experiments.mean import mean
from probant.evidence.experiments.moments import Moments, Reading, Statistic, reading
from probant.evidence.experiments.newcombe import Share
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.experiments.ratio import ratio
from probant.evidence.experiments.sums import Arm
from probant.vocabulary import Draws, Estimate
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Comparison:
    """The control and the treated arms, each with its statistic and the uncertainty of it."""

    question: DifferenceQuestion
    arms: tuple[Arm, ...]
    """The control first."""
    readings: tuple[Reading, ...]
    """In the order of `arms`."""

    @property
    def treated(self) -> tuple[str, ...]:
        """Names of the arms that are compared with the control."""
        return tuple(arm.name for arm in self.arms[1:])

    @property
    def errors(self) -> tuple[float, ...]:
        """Standard error of each difference."""
        return tuple(welch.standard_error(self.readings[0], other) for other in self.readings[1:])

    @property
    def p_values(self) -> tuple[float, ...]:
        """Two-sided p of each difference."""
        return tuple(welch.p_value(self.readings[0], other) for other in self.readings[1:])

    def differences(self) -> dict[str, Estimate]:
        """Treated minus control, by treated arm."""
        level, unit = self.question.level, self.question.effect_unit
        if self._counts_alone:
            control, *others = self._shares()
            found = [newcombe.difference(control, other, level=level) for other in others]
        else:
            first, *rest = self.readings
            found = [welch.difference(first, other, unit=unit, level=level) for other in rest]
        return dict(zip(self.treated, found, strict=True))

    def lifts(self) -> dict[str, Estimate | None]:
        """Treated over control less one, by 'treated / control'; None where it could be anything."""
        control, *others = self.readings
        found = (fieller.lift(control, other, level=self.question.level) for other in others)
        subjects = (f"{name} / {self.question.control}" for name in self.treated)
        return dict(zip(subjects, found, strict=True))

    def draws(self, rng: np.random.Generator) -> Draws | None:
        """Draws of the differences; None where there is no spread to draw from."""
        if self._counts_alone:
            control, *others = self._shares()
            return Draws(self.treated, draws.of_shares(control, others, rng))
        if min(self.errors) == 0.0:
            return None
        first, *rest = self.readings
        return Draws(self.treated, draws.of_readings(first, rest, rng))

    @property
    def _counts_alone(self) -> bool:
        """Whether hits and units say all: shares of units that stand alone, without covariates."""
        alone = not any(arm.in_clusters for arm in self.arms)
        return self.question.kind == "proportion" and alone and not self.question.covariates

    def _shares(self) -> tuple[Share, ...]:
        return tuple(
            Share(round(read.value * arm.moments.n), arm.moments.n)
            for arm, read in zip(self.arms, self.readings, strict=True)
        )


def compare(question: DifferenceQuestion, arms: Sequence[Arm]) -> Comparison:
    """Read the arms, the control first, by the kind of the question and with its covariates."""
    moments = [arm.moments for arm in arms]
    covariates = range(question.first_covariate, len(question.measures))
    adjusted = cuped.adjust(moments, [_statistic(question, arm) for arm in moments], covariates)
    read = (
        reading(arm, statistic, inflation=adjusted.inflation)
        for arm, statistic in zip(moments, adjusted.statistics, strict=True)
    )
    return Comparison(question, tuple(arms), tuple(read))


def unstated_lift(question: DifferenceQuestion) -> Words:
    """Why a relative lift is not given."""
    return say(
        "“{metric}” in the arm “{arm}” is not above 0 beyond doubt, so a change relative to it could be anything.",
        metric=question.metric,
        arm=question.control,
    )


def _statistic(question: DifferenceQuestion, arm: Moments) -> Statistic:
    return ratio(arm, 0, 1) if question.kind == "ratio" else mean(arm, 0)
