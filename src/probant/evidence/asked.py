"""What several engines ask in the same words: a period, and a column of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from probant.evidence.protocol import Question
from probant.words import Words, say

Outcome = Literal[
    "revenue",
    "new_revenue",
    "contribution_margin",
    "orders",
    "new_customers",
    "pipeline",
    "sessions",
    "engaged_sessions",
]
"""Columns of the table outcomes that may be asked for."""
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


def runs_forward(start: date | None, end: date | None) -> None:
    """Raise ValueError where a period's end is not after its start; one that is None is not known, and cannot be."""
    if start is not None and end is not None and end <= start:
        raise ValueError(say("the end is not after the start; it is the day after the last one").template)


class PeriodQuestion(Question):
    """A question about a period; without one, about all that is known."""

    start: date | None = Field(
        default=None, description=say("First day, inclusive; none: the first that is known.").template
    )
    end: date | None = Field(default=None, description=say("Day after the last one; none: all that is known.").template)

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        runs_forward(self.start, self.end)
        return self
