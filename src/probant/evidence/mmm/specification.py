"""What a mix model assumes, apart from the data: families, priors, and what is held fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from probant.evidence.mmm.question import Lift, MixQuestion


@dataclass(frozen=True, slots=True)
class Specification:
    """One set of assumptions; the fields are those of the question."""

    adstock: str = "geometric"
    saturation: str = "logistic"
    lags: int = 8
    trend: str = "linear"
    harmonics: int = 2
    country: str | None = None
    prior: str = "contribution"
    prior_share: float = 0.25
    prior_spread: float = 1.0
    prior_roi: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    prior_effect: float = 2.0
    lifts: tuple[Lift, ...] = ()
    positive: bool = True
    """Where areas are told apart: whether no effect of an area may be below 0."""
    changing: tuple[str, ...] = ()
    """Channels whose effect may change over time; `EVERY` for all."""
    change_spread: float = 0.25
    """Deviation of an effect over time, over its mean; at 0 none changes."""
    reach: tuple[str, ...] = ()
    """Channels that work by reach and frequency."""


def asked(question: MixQuestion) -> Specification:
    """The assumptions that a question names."""
    return Specification(
        adstock=question.adstock,
        saturation=question.saturation,
        lags=question.lags,
        trend=question.trend,
        harmonics=question.harmonics,
        country=question.country,
        prior=question.prior,
        prior_share=question.prior_share,
        prior_spread=question.prior_spread,
        prior_roi=question.prior_roi,
        prior_effect=question.prior_effect,
        lifts=question.lifts,
        positive=question.area_effects == "positive",
        changing=question.changing,
        change_spread=question.change_spread,
        reach=question.reach,
    )
