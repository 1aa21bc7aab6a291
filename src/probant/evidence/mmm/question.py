"""What is asked of a mix model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from probant.evidence import asked
from probant.evidence.asked import Outcome, PeriodQuestion, runs_forward
from probant.vocabulary import Purpose
from probant.words import Words, say

NAMES: Mapping[str, Words] = MappingProxyType({**asked.NAMES, "leads": say("leads")})
"""What readers call the columns of outcomes, and leads, which are counted."""
MONEY = frozenset({"revenue", "new_revenue", "contribution_margin", "pipeline"})

EVERY = "(all)"
"""In place of names: every one."""
Name = Annotated[str, Field(min_length=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Lift(BaseModel):
    """What an experiment or a geo test found on one channel, at the change of spend that it tested."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Name = Field(description=say("Channel whose spend was changed.").template)
    start: date = Field(description=say("First day of the change.").template)
    end: date = Field(description=say("Day after the last one of the change.").template)
    areas: tuple[Name, ...] = Field(
        default=(), description=say("With by_area: the areas that it ran in; none: all.").template
    )
    spend: float = Field(
        allow_inf_nan=False,
        description=say(
            "Spend in the window less what it would have been, all areas together; below 0 where it was cut."
        ).template,
    )
    lift: float = Field(
        allow_inf_nan=False,
        description=say("Outcome gained by the change, all areas together; below 0 where it was lost.").template,
    )
    error: Positive = Field(description=say("Standard error of the lift.").template)
    later_steps: int = Field(
        default=0, ge=0, le=52, description=say("Steps after the change whose outcome is in the lift.").template
    )
    grade: Literal["A", "B"] = Field(default="A", description=say("Grade of the experiment's own evidence.").template)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        runs_forward(self.start, self.end)
        if self.spend == 0:
            raise ValueError(say("a test that changed no spend says nothing of the channel").template)
        return self


class MixQuestion(PeriodQuestion):
    """What does each channel add to an outcome, and what would a little more spend on it bring?"""

    outcome: Outcome = Field(default="revenue", description=say("Column of outcomes.").template)
    step: Literal["week", "day"] = Field(default="week", description=say("Length of a step of the model.").template)
    channels: tuple[Name, ...] = Field(
        default=(), description=say("Channels to be told apart; none: all that have spend.").template
    )
    by_area: bool = Field(
        default=False,
        description=say(
            "Whether areas are told apart, each with effects of its own that are like the others', so that all learn."
        ).template,
    )
    area_effects: Literal["positive", "free"] = Field(
        default="positive",
        description=say(
            "With by_area: whether every area's effects are above 0, or may come out on either side of it."
        ).template,
    )
    exposure: Literal["spend", "impressions"] = Field(
        default="spend", description=say("What of a channel works: the money, or the impressions it bought.").template
    )
    organic: tuple[Name, ...] = Field(
        default=(), description=say("Controls that work like a channel that costs nothing, e.g. newsletters.").template
    )
    controls: tuple[Name, ...] = Field(
        default=(), description=say("Controls that are held fixed; none: all that are not organic.").template
    )
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description=say("Country whose public holidays are held fixed, as ISO 3166 code; none: no holidays.").template,
    )
    adstock: Literal["geometric", "delayed", "weibull"] = Field(
        default="geometric", description=say("Family of the carryover into later steps.").template
    )
    saturation: Literal["logistic", "hill", "michaelis_menten"] = Field(
        default="logistic", description=say("Family of the diminishing return.").template
    )
    lags: int = Field(default=8, ge=1, le=60, description=say("Steps in which spend works, its own included.").template)
    trend: Literal["none", "linear", "piecewise"] = Field(
        default="linear", description=say("How the level may move by itself.").template
    )
    harmonics: int = Field(
        default=2, ge=0, le=10, description=say("Pairs of sine and cosine of the year that are held fixed.").template
    )
    prior: Literal["contribution", "roi", "effect"] = Field(
        default="contribution",
        description=say(
            "What is believed before the data: of contributions (half-normal, by the root of a channel's spend), "
            "of returns (log-normal), or of effects (half-normal, on the outcome over its largest value)."
        ).template,
    )
    prior_share: Positive = Field(
        default=0.25,
        description=say(
            "For 'contribution': scale of the prior of all channels together, as share of the outcome."
        ).template,
    )
    prior_spread: float = Field(
        default=1.0,
        ge=0,
        le=2,
        description=say(
            "How unsure that share is: deviation of its logarithm. With 0.25 and 1, nine beliefs in ten hold that all "
            "channels together bring between 3% of the outcome and all of it."
        ).template,
    )
    prior_roi: Mapping[str, tuple[Positive, Positive]] = Field(
        default={},
        description=say(
            "For 'roi', by channel, '(all)' for the rest: median return per unit of spend and spread of its logarithm."
        ).template,
    )
    prior_effect: Positive = Field(default=2.0, description=say("For 'effect': scale of the prior.").template)
    changing: tuple[Name, ...] = Field(
        default=(),
        description=say("Channels whose effect may change slowly over the period; '(all)' for every one.").template,
    )
    change_spread: float = Field(
        default=0.25,
        ge=0,
        le=1,
        description=say(
            "What is believed of that change before the data: deviation of an effect over time, over its mean."
        ).template,
    )
    reach: tuple[Name, ...] = Field(
        default=(),
        description=say(
            "Channels that work by how many people they reach and how often, in place of what is paid; "
            "spend must know reach and impressions."
        ).template,
    )
    margin: Positive | None = Field(
        default=None,
        description=say(
            "Contribution margin per unit of outcome, in money; none: not known, or it is margin."
        ).template,
    )
    lifts: tuple[Lift, ...] = Field(
        default=(), description=say("What experiments found; the model is held to it, and may reach grade C.").template
    )
    level: float = Field(default=0.9, ge=0.5, lt=1, description=say("Posterior mass of the intervals.").template)
    draws: int = Field(default=1000, ge=250, le=20_000, description=say("Draws kept of each of four chains.").template)
    proof: bool = Field(
        default=True,
        description=say(
            "Whether the fit is put to the proof: forecasts, placebos, other models and priors, simulated data."
        ).template,
    )
    purpose: Purpose = Field(
        default=Purpose.EFFICIENCY, description=say("Which of the three questions it speaks to.").template
    )

    @field_validator("prior_roi")
    @classmethod
    def _in_one_order(cls, prior: Mapping[str, tuple[float, float]]) -> Mapping[str, tuple[float, float]]:
        return dict(sorted(prior.items()))

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.prior == "roi" and not self.prior_roi:
            raise ValueError(say("a prior on returns needs prior_roi").template)
        if not self.by_area and any(lift.areas for lift in self.lifts):
            raise ValueError(say("a lift that names areas needs by_area").template)
        if self.by_area and (self.changing or self.reach):
            raise ValueError(
                say(
                    "with by_area effects do not change, and reach is not read: ask without by_area, changing and reach"
                ).template
            )
        for lift in self.lifts:
            if {EVERY, lift.channel} & set(self.changing) or lift.channel in self.reach:
                raise ValueError(
                    say(
                        "an experiment cannot hold a channel whose effect changes, or that works by reach: "
                        "take it out of lifts, or out of changing and reach"
                    ).template
                )
        named = (*self.channels, *self.organic)
        if len(set(named)) < len(named):
            raise ValueError(say("channels and organic channels must all differ").template)
        return self

    @property
    def step_days(self) -> int:
        """Days in a step."""
        return 7 if self.step == "week" else 1

    @property
    def money_per_unit(self) -> float | None:
        """Contribution margin per unit of outcome; 1 where the outcome is margin itself, None where not known."""
        return 1.0 if self.outcome == "contribution_margin" and self.margin is None else self.margin

    @classmethod
    def example(cls) -> Self:
        """Revenue of the sample project's shop, which is short: the proof is left out."""
        return cls(business="shop", harmonics=0, margin=0.4, draws=500, proof=False)
