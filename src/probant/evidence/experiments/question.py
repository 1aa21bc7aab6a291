"""What is asked of an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from probant.evidence.protocol import Question
from probant.vocabulary import Purpose

Name = Annotated[str, Field(min_length=1)]
Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class DifferenceQuestion(Question):
    """What did the treated arms of an experiment change in one metric, against its control?"""

    experiment: Name = Field(description="Name of the experiment, as in assignments.")
    metric: Name = Field(description="What is compared, as in observations.")
    kind: Literal["mean", "proportion", "ratio"] = Field(
        default="mean",
        description="Mean per unit; share of units (values 0 and 1); or sum over sum, with a denominator.",
    )
    denominator: Name | None = Field(default=None, description="Metric to divide by, for a ratio only.")
    control: Name = Field(description="Arm that the others are compared with.")
    treated: Name | None = Field(default=None, description="Arm to compare; none: every other arm.")
    covariates: tuple[Name, ...] = Field(
        default=(), description="Observations from before the assignment that take noise out (CUPED)."
    )
    expected_split: Mapping[str, Weight] = Field(
        default={}, description="Weight that the design gave each arm, in any scale; none: equal."
    )
    level: float = Field(default=0.95, ge=0.5, lt=1, description="Coverage of the intervals.")
    planned_effect: float | None = Field(
        default=None, gt=0, description="Smallest effect that the plan set out to find, in the metric's unit."
    )
    power: float = Field(default=0.8, ge=0.5, lt=1, description="Probability with which it was to be found.")
    segment: Name | None = Field(default=None, description="Segment known before the assignment; none: all units.")
    missing: Literal["refuse", "zero", "exclude"] = Field(
        default="refuse",
        description="What a unit without an observation means: an error, the value 0, or a unit to leave out.",
    )
    higher_is_better: bool = Field(default=True, description="Whether more of the metric is good.")
    unit: Name | None = Field(
        default=None,
        description="Unit of the metric per unit of the experiment, e.g. EUR; 'share' for shares. None: by its name.",
    )
    purpose: Purpose = Field(default=Purpose.REVENUE, description="Which of the three questions it speaks to.")
    subject: Name | None = Field(
        default=None, description="What the experiment tests, e.g. the name of an initiative; none: the experiment."
    )

    @field_validator("expected_split")
    @classmethod
    def _in_one_order(cls, split: Mapping[str, float]) -> Mapping[str, float]:
        return dict(sorted(split.items()))

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.kind == "ratio") != (self.denominator is not None):
            raise ValueError("a ratio, and nothing else, has a denominator")
        if len(set(self.measures)) < len(self.measures):
            raise ValueError("metric, denominator and covariates must all differ")
        if self.treated == self.control:
            raise ValueError("the treated arm is the control itself")
        if self.kind == "proportion" and self.unit not in (None, "share"):
            raise ValueError("the unit of a proportion is 'share'")
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
