"""The AI initiatives as a page shows them: returns under the four models, lines, gates, roadmap; computes nothing.

Keys of the estimates are those of `initiatives.return`: the initiative's name bears its return over the long
horizon, 'name / ...' all else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from probant.decision.answer import Shown
from probant.vocabulary import Check, Estimate, Evidence, Grade
from probant.words import Words, say, verbatim

READINGS: Mapping[str, Words] = MappingProxyType(
    {
        "short": say("return, short horizon"),
        "value short": say("net present value, short horizon"),
        "value long": say("net present value, long horizon"),
        "positive short": say("probability of a positive return, short horizon"),
        "positive long": say("probability of a positive return, long horizon"),
        "benefit short": say("benefit, short horizon"),
        "benefit long": say("benefit, long horizon"),
        "cost short": say("cost, short horizon"),
        "cost long": say("cost, long horizon"),
        "paid back": say("probability that it is paid back"),
        "payback": say("months until it is paid back"),
        "option": say("worth of the option to expand"),
        "score": say("score of the strategic scorecard"),
        "pilot": say("worth of the pilot less its cost"),
        "learnt": say("worth of what the pilot teaches"),
        "sign": say("probability that the indicator reaches its threshold"),
        "person-month": say("expected value per person-month"),
        "first": say("probability of being among the first"),
    }
)
"""What readers call the second part of a subject 'name / ...'."""
STAGES: Mapping[str, Words] = MappingProxyType(
    {"idea": say("Idea"), "pilot": say("Pilot"), "scaled": say("Scaled"), "stopped": say("Stopped")}
)
STATES: Mapping[str, Words] = MappingProxyType(
    {
        "baseline": say("Baseline"),
        "forecast": say("Forecast"),
        "realised": say("Realised"),
        "validated": say("Validated"),
    }
)
FOLLOWED: Mapping[str, Words] = MappingProxyType(
    {
        "time_saved": say("Time saved"),
        "content_quality": say("Quality of content"),
        "engagement": say("Engagement"),
        "conversion": say("Conversion"),
        "customer_value": say("Customer value"),
        "satisfaction": say("Satisfaction"),
    }
)
"""Indicators that each initiative is followed by, where they are read."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One named line of a model: in money, measured otherwise, judged, or not known."""

    name: str
    label: Words
    state: str
    """'money', 'measured', 'judged' or 'unknown'."""
    estimate: Estimate | None
    words: Words
    """What it is, in a sentence; a judgement is called one, with the role that made it."""


@dataclass(frozen=True, slots=True)
class Horizons:
    """How far a return looks, in months."""

    short: int = 12
    long: int = 36


@dataclass(frozen=True, slots=True)
class ReturnView:
    """The return of one initiative under one model."""

    model: str
    label: Words
    long: Estimate | None
    """A share of the cost; None where it is not known, see `why`."""
    short: Estimate | None
    value: Estimate | None
    """Net present value over the long horizon."""
    short_value: Estimate | None
    positive: float | None
    """P(return > 0) over the long horizon, in [0, 1]."""
    short_positive: float | None
    paid_back: float | None
    payback: float | None
    """Months; None where it is censored."""
    score: Estimate | None
    option: Estimate | None
    pilot: Estimate | None
    sign: float | None
    grade: Grade | None
    evidence: str | None
    """Id, for the page of the evidence; None where nothing was asked yet."""
    words: Words
    """The return in a sentence."""
    reasons: tuple[Words, ...]
    """Why the grade is no better."""
    why: tuple[Words, ...]
    """What is not known, and why."""
    drivers: tuple[tuple[str, float], ...]
    """What drives the answer, and its share of the uncertainty; the largest first."""
    lines: tuple[LineView, ...]
    horizons: Horizons

    @property
    def named(self) -> tuple[LineView, ...]:
        """Lines of which something is known."""
        return tuple(one for one in self.lines if one.state != "unknown")

    @property
    def open(self) -> tuple[LineView, ...]:
        """Lines of which nobody has said anything."""
        return tuple(one for one in self.lines if one.state == "unknown")


@dataclass(frozen=True, slots=True)
class PointView:
    """One reading of an indicator."""

    day: date
    value: float
    around: tuple[float, float] | None
    """Between which two values it lies, in the indicator's unit; None where nobody said."""
    author: str | None
    """The role that read it."""


@dataclass(frozen=True, slots=True)
class CourseView:
    """One indicator over time; its four states are kept apart."""

    indicator: str
    label: Words
    unit: str
    series: Mapping[str, tuple[PointView, ...]]
    """By state, in the order of `STATES`; each in the order of time."""
    threshold: float | None
    """At which it is a success; None for an indicator that decides nothing."""
    better: str
    """'more' or 'less'."""


@dataclass(frozen=True, slots=True)
class AdoptionView:
    """Who of a team may use it in a month, who did, and for how much of their work."""

    month: date
    team: str
    licensed: int
    active: int
    assisted: float | None
    """Share of the active people's work in scope that was done with it; None where it is not known."""


@dataclass(frozen=True, slots=True)
class StepView:
    """Where an initiative stands on the roadmap."""

    stage: str
    """Where it is by what it says, which may be less than declared."""
    declared: str
    following: str
    gates: tuple[Check, ...]
    """Before the next stage: passed, failed, or not known yet."""
    stops: tuple[Check, ...]
    """Stop rules; a failed one says stop."""
    start: float | None
    """Months from now at which its work begins; None where it has no rank."""
    end: float | None
    first: float | None
    """P(among the first), in [0, 1]."""

    @property
    def ahead(self) -> Words:
        """What its gates lead to."""
        following = STAGES[self.following]
        if self.following == self.stage:
            return say("To stay “{stage}”:", stage=following)
        return say("Before it is “{stage}”:", stage=following)


@dataclass(frozen=True, slots=True)
class InitiativeView:
    """One initiative."""

    name: str
    business: str
    use_case: str
    owner: str
    """A role."""
    objective: str | None
    indicator: str | None
    threshold: float | None
    returns: tuple[ReturnView, ...]
    """One a model; never to be added up."""
    step: StepView
    courses: tuple[CourseView, ...]
    adoption: tuple[AdoptionView, ...]


@dataclass(frozen=True, slots=True)
class FaultView:
    """What could not be answered of an initiative, and what mends it."""

    initiative: str
    model: str
    what: Words
    mend: Words


@dataclass(frozen=True, slots=True)
class InitiativesView:
    """All initiatives, in the order of the roadmap."""

    initiatives: tuple[InitiativeView, ...]
    decision_days: float | None
    """Median days from evidence to decision, read from the ledger; None without a decision."""
    faults: tuple[FaultView, ...] = ()


def returned(
    model: str, label: Words, name: str, shown: Shown | None, lines: tuple[LineView, ...], horizons: Horizons
) -> ReturnView:
    """The return of initiative `name` under a model, from the newest evidence on it."""
    found = shown.evidence if shown else None
    told = found.estimates if found else {}

    def at(part: str) -> Estimate | None:
        return told.get(f"{name} / {part}")

    def number(part: str) -> float | None:
        one = at(part)
        return None if one is None else one.value

    long = told.get(name)
    return ReturnView(
        model=model, label=label, long=long, short=at("short"), value=at("value long"),
        short_value=at("value short"), positive=number("positive long"), short_positive=number("positive short"),
        paid_back=number("paid back"), payback=number("payback"),
        score=at("score"), option=at("option"), pilot=at("pilot"), sign=number("sign"),
        grade=found.grade if found else None, evidence=shown.id if shown else None,
        words=_sentence(long, number("positive long"), model, horizons.long), reasons=_reasons(found),
        why=tuple(found.unknown.values()) if found else (), drivers=_drivers(name, told), lines=lines,
        horizons=horizons,
    )  # fmt: skip


def in_money(name: str, label: Words, estimate: Estimate) -> LineView:
    """A line that the return engine put in money."""
    words = say("{amount:{unit}} over the long horizon", amount=estimate.value, unit=estimate.unit)
    return LineView(name, label, "money", estimate, words)


def measured(name: str, label: Words, value: Estimate, state: str, author: str | None) -> LineView:
    """A line that is measured, though not in money."""
    facts = {"state": STATES[state], "value": value.value, "unit": value.unit}
    words = (
        say("{state}: {value:{unit}}", **facts)
        if author is None
        else say("{state}: {value:{unit}}, read by {author}", author=author, **facts)
    )
    return LineView(name, label, "measured", value, words)


def expected(name: str, label: Words, chance: Estimate) -> LineView:
    """Early signs: how sure the indicator is to reach its threshold."""
    return LineView(
        name, label, "measured", chance, say("{chance:share} sure to reach the threshold", chance=chance.value)
    )


def judged(name: str, label: Words, score: Estimate, author: str, reason: str | None) -> LineView:
    """A line that somebody judges: it is called a judgement, with the role."""
    facts = {"score": score.value, "author": author}
    words = (
        say("Judgement of {author}: {score} of 100", **facts)
        if not reason
        else say("Judgement of {author}: {score} of 100 ({reason})", reason=reason, **facts)
    )
    return LineView(name, label, "judged", score, words)


def not_known(name: str, label: Words) -> LineView:
    """A line of which nobody has said anything."""
    return LineView(name, label, "unknown", None, say("not known"))


def course_label(indicator: str) -> Words:
    """What readers call an indicator; a name of the data stands as it is."""
    return FOLLOWED.get(indicator, verbatim(indicator))


def reading_of(subject: str) -> Words | None:
    """What 'name / reading' is called; None for a subject of another engine."""
    name, _, part = subject.partition(" / ")
    if part in READINGS:
        return say("{name}: {reading}", name=name, reading=READINGS[part])
    if part.startswith("line "):
        return say("{name}: line “{line}”", name=name, line=part.removeprefix("line "))
    if part.startswith("drives "):
        return say("{name}: share of the uncertainty by “{input}”", name=name, input=part.removeprefix("drives "))
    return None


def _sentence(long: Estimate | None, positive: float | None, model: str, months: int) -> Words:
    if long is None:
        return say("not known")
    if model == "exploratory":
        return say("For each 1 spent on the pilot, {back} come back in better choices.", back=round(1 + long.value, 2))
    facts = {"back": round(1 + long.value, 2), "months": months}
    if positive is None:
        return say("For each 1 spent, {back} come back in {months} months.", **facts)
    return say("For each 1 spent, {back} come back in {months} months; it pays with a probability of {chance:share}.",
               chance=positive, **facts)  # fmt: skip


def _reasons(found: Evidence | None) -> tuple[Words, ...]:
    """What the checks found wanting, those that cost grades first."""
    if found is None:
        return ()
    failed: Sequence[Check] = [check for check in found.checks if check.passed is False]
    return tuple(check.words for check in sorted(failed, key=lambda check: -check.lowers))


def _drivers(name: str, told: Mapping[str, Estimate]) -> tuple[tuple[str, float], ...]:
    head = f"{name} / drives "
    found = [(key.removeprefix(head), one.value) for key, one in told.items() if key.startswith(head)]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))
