"""What is asked of the platforms' own figures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from probant.evidence.protocol import Question
from probant.vocabulary import Purpose
from probant.words import say

Name = Annotated[str, Field(min_length=1)]


class ClaimsQuestion(Question):
    """What do the platforms say that they sold?"""

    platform: Name | None = Field(default=None, description=say("Platform, e.g. meta; none: all of them.").template)
    window: Name | None = Field(
        default=None,
        description=say("Attribution window of the claims; none: there must be one only per platform.").template,
    )
    start: date | None = Field(
        default=None, description=say("First day, inclusive; none: the first that is claimed.").template
    )
    end: date | None = Field(
        default=None, description=say("Day after the last one; none: all that is claimed.").template
    )
    purpose: Purpose = Field(
        default=Purpose.REVENUE, description=say("Which of the three questions it speaks to.").template
    )

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(say("the end is not after the start; it is the day after the last one").template)
        return self

    @classmethod
    def example(cls) -> Self:
        """All that the sample project's platform claims."""
        return cls(business="shop", platform="meta")
