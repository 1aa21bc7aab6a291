"""What is asked of the project's metrics: which of them foretell money?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field

from probant.evidence.asked import PeriodQuestion
from probant.vocabulary import Purpose
from probant.words import Words, say

NAMES: Mapping[str, Words] = MappingProxyType(
    {
        "revenue": say("revenue"),
        "contribution_margin": say("contribution margin"),
        "orders": say("orders"),
        "pipeline_created": say("pipeline"),
        "pipeline_reported": say("pipeline"),
    }
)
"""What readers call the outcomes."""


class SkillQuestion(PeriodQuestion):
    """Which metrics foretell the outcome beyond its own past, the season and the spend?"""

    outcome: Literal["revenue", "contribution_margin", "orders", "pipeline_created", "pipeline_reported"] = Field(
        default="revenue", description=say("Metric of money that is foretold.").template
    )
    metrics: tuple[str, ...] = Field(
        default=(), description=say("Metrics to test, by name; none: all of the catalog.").template
    )
    signals: bool = Field(
        default=True, description=say("Whether series of the table controls of kind 'other' are tested too.").template
    )
    leads: int = Field(default=8, ge=1, le=26, description=say("Furthest lead that is tried; weeks.").template)
    training_weeks: int = Field(
        default=30, ge=12, description=say("Weeks that the first forecast learns from.").template
    )
    fewest_forecasts: int = Field(
        default=26, ge=8, description=say("Weeks forecast below which nothing is said of a metric.").template
    )
    level: float = Field(default=0.9, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)
    false_discoveries: float = Field(
        default=0.05,
        gt=0,
        lt=0.5,
        description=say("Share of false ones borne among metrics found to foretell.").template,
    )
    draws: int = Field(default=999, ge=199, le=20_000, description=say("Draws of the bootstraps.").template)

    @property
    def purpose(self) -> Purpose:
        """Which of the three questions the outcome speaks to."""
        return Purpose.REVENUE

    @classmethod
    def example(cls) -> Self:
        """Three metrics of the sample project's shop, over its half a year."""
        return cls(
            business="shop",
            metrics=("cac_blended", "claimed_conversions", "cost_per_click"),
            leads=2,
            training_weeks=12,
            fewest_forecasts=8,
            draws=199,
        )
