"""Short titles for cards: what, then for whom, when and against what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from probant.report.language import Language, upfirst
from probant.vocabulary import Evidence, Period
from probant.words import Words, say


def title(evidence: Evidence) -> Words:
    """What the evidence is about, short enough to tell cards apart; the estimand where no shorter title is known."""
    made = TITLES.get(evidence.engine)
    return (made and made(evidence)) or evidence.estimand


def subtitle(evidence: Evidence, labels: Mapping[str, Words], language: Language) -> tuple[str, ...]:
    """Business, period and control, as far as they are known."""
    names = evidence.ids
    against = say("“{experiment}” against “{control}”", **names) if {"experiment", "control"} <= set(names) else None
    return (*about(evidence.business, evidence.period, labels, language), *([language.say(against)] if against else []))


def about(business: str, period: Period | None, labels: Mapping[str, Words], language: Language) -> tuple[str, ...]:
    """Of whom and of when a card speaks."""
    name = upfirst(language.say(called(business, labels)))
    return (name, language.period(period)) if period else (name,)


def called(business: str, labels: Mapping[str, Words]) -> Words:
    """The business as readers call it."""
    if business == "(all)":
        return labels.get(business, say("all businesses"))
    return labels.get(business, say("{business}", business=business))


def _experiment(evidence: Evidence) -> Words | None:
    ids = evidence.ids
    if "metric" not in ids:
        return None
    if "segment" in ids:
        return say("Effect on “{metric}”, segment “{segment}”", **ids)
    return say("Effect on “{metric}”", **ids)


def _comovement(evidence: Evidence) -> Words | None:
    outcome = evidence.estimand.facts.get("outcome")
    return say("Do spend and {outcome} move together?", outcome=outcome) if outcome else None


TITLES: Mapping[str, Callable[[Evidence], Words | None]] = MappingProxyType(
    {"experiments.difference": _experiment, "association.comovement": _comovement}
)
"""By engine; a title is None where the evidence does not hold the names for it."""
