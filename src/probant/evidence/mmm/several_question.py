"""What is asked of several outcomes at once."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from probant.evidence.asked import Outcome
from probant.evidence.mmm.question import MixQuestion
from probant.words import say

Stage = Outcome | Literal["leads"]


class OutcomesQuestion(MixQuestion):
    """What does each channel add to several outcomes, and by way of an earlier stage to the last of them?"""

    beside: tuple[Outcome, ...] = Field(
        default=(), description=say("Further outcomes, told beside the first one, e.g. orders.").template
    )
    stage: Stage | None = Field(
        default=None,
        description=say("What comes before the outcome, e.g. leads: effects on it are carried on.").template,
    )
    stage_lags: int = Field(
        default=12, ge=1, le=60, description=say("Steps in which the stage becomes the outcome.").template
    )
    proof: Literal[False] = Field(
        default=False, description=say("The proof is run for one outcome at a time: by mmm.").template
    )

    @model_validator(mode="after")
    def _has_several(self) -> Self:
        named = self.outcomes
        if len(named) < 2 or len(set(named)) < len(named):
            raise ValueError(say("name in beside or stage another outcome than the first, each once").template)
        if self.by_area or self.lifts:
            raise ValueError(say("several outcomes are asked for without by_area and lifts").template)
        return self

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcome, those beside it, and the stage."""
        return (self.outcome, *self.beside, *(() if self.stage is None else (self.stage,)))

    @classmethod
    def example(cls) -> Self:
        """Revenue, orders and sessions of the short sample project's shop, with less left open."""
        told = {"beside": ("orders",), "stage": "sessions", "stage_lags": 3, "prior_spread": 0.75}
        return cls(business="shop", harmonics=0, draws=400, **told)
