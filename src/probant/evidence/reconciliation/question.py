"""What is asked of claims that are set against other sources."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from probant.evidence.asked import PeriodQuestion
from probant.metrics.definition import ANALYTICS
from probant.words import say

Name = Annotated[str, Field(min_length=1)]
Books = Literal["outcomes", "conversions", "leads", "deals"]
PRECEDENCE: tuple[Books, ...] = ("outcomes", "conversions", "leads", "deals")
"""Which source says how much was sold: the first that holds any, see `precedence`."""


class OverclaimQuestion(PeriodQuestion):
    """By how much do the platforms claim more than other sources hold, and does it change?"""

    window: Name | None = Field(
        default=None,
        description=say("Attribution window of the claims; none: there must be one only per platform.").template,
    )
    books: Literal["auto", "outcomes", "conversions", "leads", "deals"] = Field(
        default="auto",
        description=say(
            "Table that says how much was sold; auto: the first of outcomes, conversions, leads, deals that holds any."
        ).template,
    )
    analytics: tuple[Name, ...] = Field(
        default=ANALYTICS,
        description=say(
            "Platforms that count for every channel by one rule, as web analytics do: what they count is no claim."
        ).template,
    )
    lookback_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description=say("Days before a sale in which analytics looks for contacts; days.").template,
    )
    level: float = Field(default=0.9, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)

    @classmethod
    def example(cls) -> Self:
        """All that the sample project's platform claims, against its orders."""
        return cls(business="shop")
