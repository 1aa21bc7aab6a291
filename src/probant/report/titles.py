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


def _skill(evidence: Evidence) -> Words | None:
    outcome = evidence.estimand.facts.get("outcome")
    return say("Which metrics foretell {outcome}?", outcome=outcome) if outcome else None


def _agent(template: Words) -> Callable[[Evidence], Words | None]:
    """A title for all agents, or with the name of the one that was asked about before it."""

    def made(evidence: Evidence) -> Words:
        name = evidence.ids.get("agent")
        return template if name is None else say("{agent}: {title}", agent=name, title=template)

    return made


def _return(evidence: Evidence) -> Words | None:
    ids = evidence.ids
    if not {"initiative", "model"} <= set(ids):
        return None
    return say("What “{initiative}” returns, {model} model", initiative=ids["initiative"], model=_model(ids["model"]))


def _priority(evidence: Evidence) -> Words | None:
    model = evidence.ids.get("model")
    return None if model is None else say("Which initiatives come first, {model} model", model=_model(model))


def _model(name: str) -> Words:
    return MODELS.get(name, say("{name}", name=name))


def _overclaim(_: Evidence) -> Words:
    return say("Do platforms claim more than was sold?")


MODELS: Mapping[str, Words] = MappingProxyType(
    {
        "financial": say("financial"),
        "outcome": say("outcome"),
        "strategic": say("strategic"),
        "exploratory": say("exploratory"),
    }
)
"""The four models of return, as they stand within a title."""
TITLES: Mapping[str, Callable[[Evidence], Words | None]] = MappingProxyType(
    {
        "experiments.difference": _experiment,
        "association.comovement": _comovement,
        "foresight.skill": _skill,
        "reconciliation.overclaim": _overclaim,
        "agents.efficiency": _agent(say("How efficient are runs?")),
        "agents.autonomy": _agent(say("How far do runs go without people?")),
        "agents.context": _agent(say("Do runs have the context that they need?")),
        "agents.deviation": _agent(say("How often are rules broken?")),
        "agents.knowledge": _agent(say("Is what runs learn used again?")),
        "agents.cost": _agent(say("What does a run cost?")),
        "agents.compare": _agent(say("Which of the two does better?")),
        "initiatives.return": _return,
        "initiatives.priority": _priority,
    }
)
"""By engine; a title is None where the evidence does not hold the names for it."""
