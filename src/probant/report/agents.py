"""AI agents as a page shows them: metrics with trend and alarms, the paths they take, one run beside its reference.

Computes nothing: figures are those of the engines `agents.*`, counts those of the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from probant.decision.answer import Answer, Shown
from probant.report.initiatives import InitiativesView
from probant.vocabulary import Check, Estimate, Grade
from probant.words import Words, say

METRICS: Mapping[str, Words] = MappingProxyType(
    {
        "agents.efficiency": say("Efficiency index"),
        "agents.autonomy": say("Autonomy"),
        "agents.context": say("Context awareness"),
        "agents.deviation": say("Deviations"),
        "agents.cost": say("Cost and duration"),
        "agents.knowledge": say("Knowledge"),
    }
)
"""Engines in the order in which they are shown; the first four are the metrics of METHODS 8."""
FOUR = tuple(METRICS)[:4]
HEADS: Mapping[str, str] = MappingProxyType(
    {
        "agents.efficiency": "(index)",
        "agents.autonomy": "(autonomy)",
        "agents.context": "(context)",
        "agents.deviation": "(policy)",
        "agents.cost": "(accepted)",
        "agents.knowledge": "(reuse)",
    }
)
"""The subject whose figure stands large; all others stand beside it."""
ALARM = "drift "
"""Beginning of the name of a check that follows a rule against its agreed rate."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One figure of an engine."""

    subject: str
    estimate: Estimate | None
    """None where no run tells."""


@dataclass(frozen=True, slots=True)
class TrendView:
    """The same figure over the runs before a day, and from that day on."""

    since: date
    before: Estimate
    after: Estimate
    turn: str
    """'better', 'worse', or 'unclear' where the two intervals overlap or one of them has none."""


@dataclass(frozen=True, slots=True)
class MetricView:
    """What one engine says of an agent."""

    engine: str
    label: Words
    head: PartView
    parts: tuple[PartView, ...]
    """All other figures, in the order of the engine."""
    trend: TrendView | None
    """None where it was not asked, or one of the two has no figure."""
    alarms: tuple[Words, ...]
    """Rules that are broken more often than was agreed."""
    watched: int
    """Rules that are followed against an agreed rate."""
    checks: tuple[Check, ...]
    """What else was looked at."""
    limits: tuple[Words, ...]
    grade: Grade | None
    """None where nothing was asked yet."""
    evidence: str | None
    """Id, for the page of the evidence."""

    @property
    def beside(self) -> tuple[PartView, ...]:
        """Figures over all runs."""
        return tuple(one for one in self.parts if one.subject.startswith("("))

    @property
    def rules(self) -> tuple[PartView, ...]:
        """Figures of one rule each."""
        return tuple(one for one in self.parts if not one.subject.startswith("("))


@dataclass(frozen=True, slots=True)
class PassageView:
    """How often runs went from one tool to the next."""

    origin: str
    """A tool, or '(start)'."""
    target: str
    """A tool, or '(end)'."""
    times: int
    runs: int


@dataclass(frozen=True, slots=True)
class MapView:
    """The paths that an agent really takes."""

    runs: int
    calls: Mapping[str, int]
    """How often each tool was called, the most frequent first."""
    passages: tuple[PassageView, ...]
    left_out: int
    """Passages too rare to be shown."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a run or of its reference path."""

    tool: str
    kind: str
    """'read', 'write', 'handoff', 'neutral' or ''."""
    likeness: float
    """1: the same step stands on the other side; less: in part; 0: no such step."""
    failed: bool


@dataclass(frozen=True, slots=True)
class RunView:
    """One run beside the path that it comes nearest to."""

    trace: str
    business: str
    task: str | None
    at: datetime
    success: bool | None
    index: float | None
    """In [0, 100]; None where there is no path to compare it with. The three below are shares, and go with it."""
    goal: float | None
    reads: float | None
    economy: float | None
    declared: bool
    """Whether the reference was declared; else other runs took it with success."""
    steps: tuple[StepView, ...]
    reference: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run, to be opened."""

    trace: str
    task: str | None
    at: datetime
    success: bool | None


@dataclass(frozen=True, slots=True)
class AgentView:
    """One agent of one business."""

    name: str | None
    """None where runs name no agent."""
    business: str
    runs: int
    metrics: tuple[MetricView, ...]
    map: MapView
    run: RunView | None
    """The newest failed run of a named task, else the newest; None without steps."""
    recent: tuple[RunLine, ...]


@dataclass(frozen=True, slots=True)
class AgentFault:
    """What could not be answered of an agent, and what mends it."""

    agent: str
    engine: str
    what: Words
    mend: Words


@dataclass(frozen=True, slots=True)
class AgentsView:
    """All agents, those with the most runs first."""

    agents: tuple[AgentView, ...]
    faults: tuple[AgentFault, ...] = ()


@dataclass(frozen=True, slots=True)
class AiView:
    """All that the page on AI shows."""

    answers: tuple[Answer, ...]
    """The three answers, from the evidence on AI alone."""
    initiatives: InitiativesView
    agents: AgentsView


def metric(
    engine: str, shown: Shown | None, before: Shown | None, after: Shown | None, since: date | None
) -> MetricView:
    """What an engine says: the newest evidence on all runs, and on those before and from a day on, where there is."""
    head = HEADS[engine]
    if shown is None:
        return MetricView(engine, METRICS[engine], PartView(head, None), (), None, (), 0, (), (), None, None)
    found = shown.evidence
    every = {**found.estimates, **dict.fromkeys(found.unknown)}
    drifts = [one for one in found.checks if one.name.startswith(ALARM)]
    return MetricView(
        engine=engine,
        label=METRICS[engine],
        head=PartView(head, found.estimates.get(head)),
        parts=tuple(PartView(name, one) for name, one in every.items() if name != head),
        trend=None if since is None else _trend(head, before, after, since),
        alarms=tuple(one.words for one in drifts if one.passed is False),
        watched=len(drifts),
        checks=tuple(one for one in found.checks if one not in drifts or one.passed is not False),
        limits=found.limits,
        grade=found.grade,
        evidence=shown.id,
    )


def _trend(subject: str, before: Shown | None, after: Shown | None, since: date) -> TrendView | None:
    if before is None or after is None:
        return None
    first, last = before.evidence.estimates.get(subject), after.evidence.estimates.get(subject)
    if first is None or last is None:
        return None
    return TrendView(since, first, last, _turn(first, last, after.evidence.better))


def _turn(first: Estimate, last: Estimate, better: str) -> str:
    """By intervals that do not touch: stricter than a test of the difference, and never wrong for want of pairs."""
    old, new = first.interval, last.interval
    if old is None or new is None or (old.low <= new.high and new.low <= old.high):
        return "unclear"
    return "better" if (last.value > first.value) == (better == "more") else "worse"


def graded(view: AiView) -> tuple[Grade, ...]:
    """Grades of all proofs that the page shows."""
    shown: Sequence[Grade | None] = [
        *(one.grade for held in view.initiatives.initiatives for one in held.returns),
        *(one.grade for held in view.agents.agents for one in held.metrics),
    ]
    return tuple(sorted({one for one in shown if one is not None}))


TURNS: Mapping[str, Words] = MappingProxyType(
    {
        "better": say("better than before, beyond chance"),
        "worse": say("worse than before, beyond chance"),
        "unclear": say("no change that can be told from chance"),
    }
)
"""What a trend says, in words."""


def agent_name(name: str | None) -> Words:
    """What readers call an agent."""
    return say("agent without a name") if name is None else say("{agent}", agent=name)
