"""The four return models and their named lines: the line of a benefit is its one home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from probant.words import Words, say


class Model(StrEnum):
    """What a return is a return of; amounts of two models are never added up."""

    FINANCIAL = "financial"
    OUTCOME = "outcome"
    STRATEGIC = "strategic"
    EXPLORATORY = "exploratory"


@dataclass(frozen=True, slots=True)
class Line:
    """One named line of a model, or of what use costs."""

    model: Model | None
    """None for what use costs: supervision, expected loss."""
    label: Words
    kinds: tuple[str, ...]
    """Kinds of benefit that may stand in it; none: nothing in money can."""
    causal: bool = False
    """Whether its effect counts only with evidence, or marked as assumed."""


_SAVED = ("time", "saving", "content")
_PRICED = ("time", "sales", "saving", "risk")
LINES: Mapping[str, Line] = MappingProxyType(
    {
        "customer_value": Line(Model.FINANCIAL, say("Customer lifetime value"), ("sales",), causal=True),
        "savings": Line(Model.FINANCIAL, say("Savings booked"), _SAVED),
        "agility": Line(Model.FINANCIAL, say("Agility"), ("time", "saving", "sales")),
        "risk": Line(Model.FINANCIAL, say("Risk avoided"), ("risk",)),
        "efficiency": Line(Model.FINANCIAL, say("Overall efficiency of spend"), ("saving",)),
        "satisfaction": Line(Model.OUTCOME, say("Customer satisfaction"), ("sales", "saving"), causal=True),
        "decision_speed": Line(Model.OUTCOME, say("Speed of decision"), ("time", "saving", "sales")),
        "revenue": Line(Model.OUTCOME, say("Revenue"), ("sales",), causal=True),
        "tickets": Line(Model.OUTCOME, say("Tickets resolved"), ("time", "saving")),
        "conversion": Line(Model.OUTCOME, say("Conversion"), ("sales",), causal=True),
        "acquisition_cost": Line(Model.OUTCOME, say("Acquisition cost"), ("saving",), causal=True),
        "order_value": Line(Model.OUTCOME, say("Order value"), ("sales",), causal=True),
        "knowledge": Line(Model.STRATEGIC, say("Knowledge kept and reused"), _PRICED),
        "engagement": Line(Model.STRATEGIC, say("Engagement of staff"), _PRICED),
        "innovation": Line(Model.STRATEGIC, say("Capacity to innovate"), _PRICED),
        "brand": Line(Model.STRATEGIC, say("Protection of the brand"), _PRICED),
        "early_signs": Line(Model.EXPLORATORY, say("Early signs against the threshold"), ()),
        "supervision": Line(None, say("Supervision"), ("cost",)),
        "loss": Line(None, say("Expected loss by deviations"), ("cost",)),
    }
)
MODELS: Mapping[Model, Words] = MappingProxyType(
    {
        Model.FINANCIAL: say("Financial: what reaches the books"),
        Model.OUTCOME: say("Outcome: effects on results"),
        Model.STRATEGIC: say("Strategic: scorecard, and the option to expand"),
        Model.EXPLORATORY: say("Exploratory: what is learnt"),
    }
)


def of(model: Model) -> tuple[str, ...]:
    """Names of the model's lines, in their order."""
    return tuple(name for name, line in LINES.items() if line.model is model)
