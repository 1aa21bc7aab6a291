"""What is asked of spend and outcome side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from probant.evidence.protocol import Question
from probant.vocabulary import Purpose
from probant.words import Words, say

NAMES: Mapping[str, Words] = MappingProxyType(
    {
        "revenue": say("revenue"),
        "new_revenue": say("revenue of first orders"),
        "contribution_margin": say("contribution margin"),
        "orders": say("orders"),
        "new_customers": say("new customers"),
        "pipeline": say("pipeline"),
        "sessions": say("sessions"),
        "engaged_sessions": say("engaged sessions"),
    }
)
"""What readers call the columns of outcomes."""
OF_CUSTOMERS = frozenset({"new_customers", "sessions", "engaged_sessions"})


class ComovementQuestion(Question):
    """Do spend and outcome move together, week by week?"""

    outcome: Literal[
        "revenue",
        "new_revenue",
        "contribution_margin",
        "orders",
        "new_customers",
        "pipeline",
        "sessions",
        "engaged_sessions",
    ] = Field(default="revenue", description=say("Column of outcomes.").template)
    start: date | None = Field(
        default=None, description=say("First day, inclusive; none: the first that is known.").template
    )
    end: date | None = Field(default=None, description=say("Day after the last one; none: all that is known.").template)
    level: float = Field(default=0.9, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)
    fewest_weeks: int = Field(
        default=20, ge=10, description=say("Weeks with spend and outcome that a slope needs.").template
    )

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(say("the end is not after the start; it is the day after the last one").template)
        return self

    @property
    def purpose(self) -> Purpose:
        """Which of the three questions the outcome speaks to."""
        return Purpose.CUSTOMERS if self.outcome in OF_CUSTOMERS else Purpose.REVENUE

    @classmethod
    def example(cls) -> Self:
        """Revenue and spend of the sample project's shop."""
        return cls(business="shop")
