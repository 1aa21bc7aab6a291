"""What is asked of spend and outcome side by side."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from probant.evidence.asked import Outcome, PeriodQuestion
from probant.vocabulary import Purpose
from probant.words import say

OF_CUSTOMERS = frozenset({"new_customers", "sessions", "engaged_sessions"})


class ComovementQuestion(PeriodQuestion):
    """Do spend and outcome move together, week by week?"""

    outcome: Outcome = Field(default="revenue", description=say("Column of outcomes.").template)
    level: float = Field(default=0.9, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)
    fewest_weeks: int = Field(
        default=20, ge=10, description=say("Weeks with spend and outcome that a slope needs.").template
    )

    @property
    def purpose(self) -> Purpose:
        """Which of the three questions the outcome speaks to."""
        return Purpose.CUSTOMERS if self.outcome in OF_CUSTOMERS else Purpose.REVENUE

    @classmethod
    def example(cls) -> Self:
        """Revenue and spend of the sample project's shop."""
        return cls(business="shop")
