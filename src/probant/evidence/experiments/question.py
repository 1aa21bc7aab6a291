"""What is asked of an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from probant.evidence.protocol import Question
from probant.vocabulary import Purpose
from probant.words import say

Name = Annotated[str, Field(min_length=1)]
Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class DifferenceQuestion(Question):
    """What did the treated arms of an experiment change in one metric, against its control?"""

    experiment: Name = Field(description=say("Name of the experiment, as in assignments.").template)
    metric: Name = Field(description=say("What is compared, as in observations.").template)
    kind: Literal["mean", "proportion", "ratio"] = Field(
        default="mean",
        description=say(
            "Mean per unit; share of units (values 0 and 1); or sum over sum, with a denominator."
        ).template,
    )
    denominator: Name | None = Field(default=None, description=say("Metric to divide by, for a ratio only.").template)
    control: Name = Field(description=say("Arm that the others are compared with.").template)
    treated: Name | None = Field(default=None, description=say("Arm to compare; none: every other arm.").template)
    covariates: tuple[Name, ...] = Field(
        default=(), description=say("Observations from before the assignment that take noise out (CUPED).").template
    )
    expected_split: Mapping[str, Weight] = Field(
        default={}, description=say("Weight that the design gave each arm, in any scale; none: equal.").template
    )
    level: float = Field(default=0.95, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)
    planned_effect: float | None = Field(
        default=None,
        gt=0,
        description=say("Smallest effect that the plan set out to find, in the metric's unit.").template,
    )
    power: float = Field(
        default=0.8, ge=0.5, lt=1, description=say("Probability with which it was to be found.").template
    )
    segment: Name | None = Field(
        default=None, description=say("Segment known before the assignment; none: all units.").template
    )
    missing: Literal["refuse", "zero", "exclude"] = Field(
        default="refuse",
        description=say(
            "What a unit without an observation means: an error, the value 0, or a unit to leave out."
        ).template,
    )
    higher_is_better: bool = Field(default=True, description=say("Whether more of the metric is good.").template)
    unit: Name | None = Field(
        default=None,
        description=say(
            "Unit of the metric per unit of the experiment, e.g. EUR; 'share' for shares. None: by its name."
        ).template,
    )
    purpose: Purpose = Field(
        default=Purpose.REVENUE, description=say("Which of the three questions it speaks to.").template
    )
    subject: Name | None = Field(
        default=None,
        description=say("What the experiment tests, e.g. the name of an initiative; none: the experiment.").template,
    )

    @field_validator("expected_split")
    @classmethod
    def _in_one_order(cls, split: Mapping[str, float]) -> Mapping[str, float]:
        return dict(sorted(split.items()))

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.kind == "ratio") != (self.denominator is not None):
            raise ValueError(say("a ratio, and nothing else, has a denominator").template)
        if len(set(self.measures)) < len(self.measures):
            raise ValueError(say("metric, denominator and covariates must all differ").template)
        if self.treated == self.control:
            raise ValueError(say("the treated arm is the control itself").template)
        if self.kind == "proportion" and self.unit not in (None, "share"):
            raise ValueError(say("the unit of a proportion is 'share'").template)
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all that is measured of a unit: metric, denominator, covariates; columns 0, 1, ... of the sums."""
        return (self.metric, *(() if self.denominator is None else (self.denominator,)), *self.covariates)

    @property
    def first_covariate(self) -> int:
        """Column of the first covariate."""
        return len(self.measures) - len(self.covariates)

    @property
    def effect_unit(self) -> str:
        """Unit of a difference: 'points' between shares, else that of the metric."""
        if self.kind == "proportion" or self.unit == "share":
            return "points"
        if self.unit is not None:
            return self.unit
        return self.metric if self.denominator is None else f"{self.metric} / {self.denominator}"

    @classmethod
    def example(cls) -> Self:
        """Revenue per customer of the sample project's experiment, with one covariate."""
        return cls(
            business="shop",
            fixed_on=date(2026, 1, 1),
            experiment="checkout",
            metric="revenue",
            control="control",
            covariates=("revenue_before",),
            unit="EUR",
            planned_effect=2.0,
        )
