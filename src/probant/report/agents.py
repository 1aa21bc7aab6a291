"""AI agents as a page shows them: metrics with trend and alarms, the paths they take, one run beside its reference.

Computes nothing: figures are those of the engines `agents.*`, counts those of the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from probant.decision.answer import Answer, Shown
from probant.report.initiatives import InitiativesView
from probant.vocabulary import Check, Estimate, Evidence, Grade
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
_LABELS = " / labels"
"""End of the subject that says how right the findings of a rule are."""


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
class RuleView:
    """How one rule is kept."""

    name: str
    rate: Estimate | None
    """Share of its opportunities at which it was broken; None where there was none."""
    labels: Estimate | None
    """Share of its labelled findings that were right; None without any."""
    drift: Check | None
    """Against its agreed rate; a failed one is an alarm. None where none is agreed."""


@dataclass(frozen=True, slots=True)
class PeriodView:
    """The large figure over the runs of one period."""

    start: date
    end: date
    """The day after the last one."""
    estimate: Estimate


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
    drifts: Mapping[str, Check]
    """What became of each of them, by rule."""
    periods: tuple[PeriodView, ...]
    """The large figure period by period, in the order of time."""
    alarmed: date | None
    """Day before which all runs had been seen when an alarm first stood; None without one."""
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
    def rules(self) -> tuple[RuleView, ...]:
        """How each rule is kept: those with an alarm first, then as often as they are broken."""
        told = {one.subject: one.estimate for one in self.parts if not one.subject.startswith("(")}
        names = dict.fromkeys(subject.removesuffix(_LABELS) for subject in told)
        found = [RuleView(one, told.get(one), told.get(one + _LABELS), self.drifts.get(one)) for one in names]
        return tuple(sorted(found, key=_urgent))


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


@dataclass(frozen=True, slots=True)
class Parts:
    """The newest evidence of one engine on parts of an agent's runs."""

    since: date | None = None
    """The day that parts an earlier from a later half."""
    before: Shown | None = None
    after: Shown | None = None
    periods: tuple[tuple[date, date, Shown], ...] = ()
    """First day, day after the last one, and the evidence on the runs between."""
    until: tuple[tuple[date, Shown], ...] = ()
    """Evidence on all runs before a day."""


_NO_PARTS = Parts()


def metric(engine: str, shown: Shown | None, parts: Parts = _NO_PARTS) -> MetricView:
    """What an engine says: the newest evidence on all runs, and on parts of them where there is."""
    head = HEADS[engine]
    if shown is None:
        return MetricView(
            engine, METRICS[engine], PartView(head, None), (), None, (), 0, {}, (), None, (), (), None, None
        )
    found = shown.evidence
    every = {**found.estimates, **dict.fromkeys(found.unknown)}
    drifts = {one.name.removeprefix(ALARM): one for one in found.checks if one.name.startswith(ALARM)}
    alarms = alarms_of(found)
    return MetricView(
        engine=engine,
        label=METRICS[engine],
        head=PartView(head, found.estimates.get(head)),
        parts=tuple(PartView(name, one) for name, one in every.items() if name != head),
        trend=_trend(head, parts),
        alarms=tuple(one.words for one in alarms),
        watched=len(drifts),
        drifts=drifts,
        periods=tuple(_periods(head, parts)),
        alarmed=_alarmed(parts) if alarms else None,
        checks=tuple(one for one in found.checks if one not in alarms),
        limits=found.limits,
        grade=found.grade,
        evidence=shown.id,
    )


def _urgent(one: RuleView) -> tuple[bool, float, str]:
    alarmed = one.drift is not None and one.drift.passed is False
    return not alarmed, -(one.rate.value if one.rate else -1.0), one.name


def alarms_of(found: Evidence) -> tuple[Check, ...]:
    """Rules that are broken more often than was agreed."""
    return tuple(one for one in found.checks if one.name.startswith(ALARM) and one.passed is False)


def _alarmed(parts: Parts) -> date | None:
    """The first day by which an alarm stood; where none is known, the end of all that was seen."""
    days = [day for day, one in parts.until if alarms_of(one.evidence)]
    return min(days, default=parts.periods[-1][1] if parts.periods else None)


def _periods(subject: str, parts: Parts) -> Iterator[PeriodView]:
    for start, end, shown in parts.periods:
        found = shown.evidence.estimates.get(subject)
        if found is not None:
            yield PeriodView(start, end, found)


def _trend(subject: str, parts: Parts) -> TrendView | None:
    before, after = parts.before, parts.after
    if parts.since is None or before is None or after is None:
        return None
    first, last = before.evidence.estimates.get(subject), after.evidence.estimates.get(subject)
    if first is None or last is None:
        return None
    return TrendView(parts.since, first, last, _turn(first, last, after.evidence.better))


def _turn(first: Estimate, last: Estimate, better: str) -> str:
    """By intervals that do not touch: stricter than a test of the difference, and never wrong for want of pairs."""
    old, new = first.interval, last.interval
    if old is None or new is None or (old.low <= new.high and new.low <= old.high):
        return "unclear"
    return "better" if (last.value > first.value) == (better == "more") else "worse"


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
