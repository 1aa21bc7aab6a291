"""What is asked of AI agents."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from probant.evidence.asked import PeriodQuestion
from probant.vocabulary import Purpose
from probant.words import say

Name = Annotated[str, Field(min_length=1)]
HourCost = Annotated[
    float | None,
    Field(
        ge=0,
        allow_inf_nan=False,
        description=say(
            "Cost of an hour of the people who review and correct, in the currency of the tokens; none: not known."
        ).template,
    ),
]


class AgentsQuestion(PeriodQuestion):
    """Which runs of which agent are looked at, and with what coverage."""

    agent: Name | None = Field(default=None, description=say("Name of the agent; none: all of them.").template)
    version: Name | None = Field(
        default=None, description=say("Version of the agent or of its prompt; none: all of them.").template
    )
    level: float = Field(default=0.95, ge=0.5, lt=1, description=say("Coverage of the intervals.").template)
    purpose: Purpose = Field(
        default=Purpose.EFFICIENCY, description=say("Which of the three questions it speaks to.").template
    )

    @classmethod
    def example(cls) -> Self:
        """All runs of the sample project's agent."""
        return cls(business="shop", agent="assistant")


class EfficiencyQuestion(AgentsQuestion):
    """How near do runs come to the best known path to their goal?"""

    mined: bool = Field(
        default=True,
        description=say("Whether successful paths of other runs of the same task serve as references.").template,
    )
    paths: int = Field(
        default=20, ge=1, le=200, description=say("Paths of a task that are kept, the most taken first.").template
    )


class RulesQuestion(AgentsQuestion):
    """What must be known of a rule before its deviations count."""

    labels: int = Field(
        default=10, ge=1, description=say("Labelled findings that a rule needs before it counts.").template
    )
    precision: float = Field(
        default=0.8, ge=0, le=1, description=say("Share of them that must be right for the rule to count.").template
    )
    count_unlabelled: bool = Field(
        default=False,
        description=say("Whether rules without labelled examples, or with too few, count all the same.").template,
    )


class AutonomyQuestion(RulesQuestion):
    """How many tasks end without a person, and how many of them well?"""


class ContextQuestion(AgentsQuestion):
    """Do runs have what they need before they act, use it, and write nothing else?"""


class DeviationQuestion(RulesQuestion):
    """How often are rules broken, which ones, how gravely, and more often than was agreed?"""

    alpha: float = Field(
        default=0.05,
        gt=0,
        le=0.2,
        description=say("Probability of any false alarm, however often it is looked at.").template,
    )


class KnowledgeQuestion(AgentsQuestion):
    """Is what runs learn kept, used again, fresh, and of any use?"""

    days: int = Field(default=90, ge=1, le=3650, description=say("Days within which reuse is counted.").template)


class CostQuestion(AgentsQuestion):
    """What do runs cost, what does an accepted result cost, how long do they take?"""

    hour_cost: HourCost = None

    @classmethod
    def example(cls) -> Self:
        """The sample project's agent, with people at 40 an hour."""
        return cls(business="shop", agent="assistant", hour_cost=40.0)


class CompareQuestion(AgentsQuestion):
    """Which of two agents, or versions of one, does better on the same tasks?"""

    by: Literal["agent", "version"] = Field(
        default="version", description=say("What the two differ in: “agent” or “version”.").template
    )
    control: Name = Field(description=say("Name of the one that is compared with.").template)
    treated: Name = Field(description=say("Name of the one that is to be better.").template)
    metric: Literal["success", "efficiency", "autonomy", "context", "cost", "seconds"] = Field(
        default="success", description=say("What is compared, run by run.").template
    )
    hour_cost: HourCost = None
    smallest: float = Field(
        default=0.05,
        gt=0,
        allow_inf_nan=False,
        description=say("Smallest difference that matters: points are shares, 0.05 is five points of 100.").template,
    )
    power: float = Field(
        default=0.8, ge=0.5, lt=1, description=say("Probability with which it is to be found.").template
    )
    treated_share: float = Field(
        default=0.5,
        gt=0,
        lt=1,
        description=say("Share of the runs that the lot was to give to the treated one.").template,
    )
    randomised: bool = Field(
        default=False,
        description=say("Whether it was drawn by lot which of the two did which run, over the same time.").template,
    )

    @model_validator(mode="after")
    def _two_of_them(self) -> Self:
        if self.control == self.treated:
            raise ValueError(say("the two to compare are one and the same").template)
        if getattr(self, self.by) is not None:
            raise ValueError(say("do not fix what the two differ in").template)
        return self

    @classmethod
    def example(cls) -> Self:
        """Two versions of the sample project's agent."""
        return cls(business="shop", agent="assistant", control="1", treated="2")
