"""What is asked of initiatives: the return of one under one model, and which of all come first."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from probant.evidence.initiatives.lines import Model
from probant.evidence.protocol import Question
from probant.vocabulary import Grade
from probant.words import say

Name = Annotated[str, Field(min_length=1)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Tied(BaseModel):
    """An estimate of this project's evidence, as the verb read it from the archive.

    It is part of the question, so that the engine stays pure, and the answer can be computed again from
    its question alone, whatever becomes of the archive.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    evidence: Name = Field(description=say("Id of the evidence.").template)
    subject: Name = Field(description=say("Subject of the estimate.").template)
    grade: Grade = Field(description=say("Grade of the evidence, its age counted.").template)
    value: Finite = Field(description=say("The estimate.").template)
    low: Finite | None = Field(default=None, description=say("Low end of its interval.").template)
    high: Finite | None = Field(default=None, description=say("High end of its interval.").template)
    level: float = Field(default=0.95, gt=0, lt=1, description=say("Coverage of the interval.").template)
    quantiles: tuple[Finite, ...] = Field(
        default=(),
        description=say("Its posterior at evenly spaced probabilities, 0 to 1, where the evidence has draws.").template,
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.quantiles) != sorted(self.quantiles) or len(self.quantiles) == 1:
            raise ValueError(say("quantiles rise, and are two at the least").template)
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(say("the low end lies below the high end").template)
        return self


class Horizons(Question):
    """What both questions share: two horizons, a discount rate, draws, and the evidence that benefits are tied to."""

    model: Model = Field(
        default=Model.FINANCIAL,
        description=say("'financial', 'outcome', 'strategic' or 'exploratory': which benefits are counted.").template,
    )
    short_months: int = Field(default=12, ge=3, le=12, description=say("Short horizon, in months.").template)
    long_months: int = Field(default=36, ge=24, le=36, description=say("Long horizon, in months.").template)
    discount: float = Field(
        default=0.10, ge=0, le=1, description=say("Discount of later money; share a year.").template
    )
    level: float = Field(default=0.9, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)
    draws: int = Field(default=20_000, ge=1_000, le=1_000_000, description=say("Number of draws.").template)
    start: date | None = Field(
        default=None,
        description=say("First month of initiatives that declare none; none: they must.").template,
    )
    tied: tuple[Tied, ...] = Field(
        default=(), description=say("Evidence that benefits are tied to; the verb fills it in.").template
    )

    @field_validator("tied")
    @classmethod
    def _in_one_order(cls, tied: tuple[Tied, ...]) -> tuple[Tied, ...]:
        return tuple(sorted(tied, key=lambda one: (one.evidence, one.subject)))


class ReturnQuestion(Horizons):
    """What does one AI initiative return, under one model?"""

    initiative: Name = Field(description=say("Name of the initiative, as in initiatives.").template)

    @classmethod
    def example(cls) -> Self:
        """The sample project's assistant of the service team."""
        return cls(business="shop", initiative="reply_drafts", draws=2_000)


class PriorityQuestion(Horizons):
    """Which AI initiatives come first?"""

    top: int = Field(default=3, ge=1, le=100, description=say("How many can be done.").template)

    @field_validator("model")
    @classmethod
    def _in_money(cls, model: Model) -> Model:
        if model not in (Model.FINANCIAL, Model.OUTCOME):
            raise ValueError(say("initiatives are ranked by 'financial' or 'outcome' benefits").template)
        return model

    @classmethod
    def example(cls) -> Self:
        """All initiatives of the sample project."""
        return cls(business="shop", top=1, draws=2_000)
