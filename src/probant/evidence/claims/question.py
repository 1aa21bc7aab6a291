"""What is asked of the platforms' own figures."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from probant.evidence.asked import PeriodQuestion
from probant.metrics.definition import ANALYTICS
from probant.vocabulary import Purpose
from probant.words import say

Name = Annotated[str, Field(min_length=1)]


class ClaimsQuestion(PeriodQuestion):
    """What do the platforms say that they sold?"""

    platform: Name | None = Field(default=None, description=say("Platform, e.g. meta; none: all of them.").template)
    window: Name | None = Field(
        default=None,
        description=say("Attribution window of the claims; none: there must be one only per platform.").template,
    )
    analytics: tuple[Name, ...] = Field(
        default=ANALYTICS,
        description=say(
            "Platforms that count for every channel by one rule, as web analytics do: what they count is no claim."
        ).template,
    )
    purpose: Purpose = Field(
        default=Purpose.REVENUE, description=say("Which of the three questions it speaks to.").template
    )

    @classmethod
    def example(cls) -> Self:
        """All that the sample project's platform claims."""
        return cls(business="shop", platform="meta")
