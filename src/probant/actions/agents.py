"""AI agents by name: ask what the engines say of each, read what they said last, look at paths and at one run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from probant.actions import agent_periods as calendar
from probant.actions.agent_runs import Row, beside_their_paths, success
from probant.actions.gather import gather, listing
from probant.actions.project import Project
from probant.decision.answer import Shown
from probant.errors import ProbantError, TooLittle, UnknownName
from probant.evidence.agents import data as expressions
from probant.evidence.agents import flow
from probant.evidence.agents.data import WHOLE
from probant.evidence.agents.question import AgentsQuestion
from probant.report.agents import (
    FOUR,
    METRICS,
    AgentFault,
    AgentsView,
    AgentView,
    MapView,
    MetricView,
    Parts,
    PassageView,
    RunLine,
    RunView,
    alarms_of,
    metric,
)
from probant.vocabulary import Tell, quiet
from probant.words import say

Key = tuple[str, str | None]
"""Business and agent."""
RECENT = 12
"""Runs of an agent that are named, to be opened."""
PASSAGES = 24
"""Passages of a map: more cannot be told apart on a page."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An agent whose runs the store holds."""

    business: str
    name: str | None
    runs: int
    middle: date | None
    """First day of the later half of the runs; None where all are of one day."""
    periods: tuple[tuple[date, date], ...]
    """First day of each, and the day after its last one."""

    @property
    def key(self) -> Key:
        """What its runs have in common."""
        return self.business, self.name

    @property
    def answers(self) -> dict[str, Any]:
        """Fields of a question on all its runs."""
        named = {} if self.name is None else {"agent": self.name}
        return {"business": self.business, **named}

    @property
    def parts(self) -> Iterator[dict[str, date]]:
        """Fields that narrow a question to either half of the runs, and to each period."""
        if self.middle is not None:
            yield {"end": self.middle}
            yield {"start": self.middle}
        yield from ({"start": start, "end": end} for start, end in self.periods)


def ask(project: Project, *, agent: str | None = None, seed: int = 0, tell: Tell = quiet) -> AgentsView:
    """Ask every engine on agents of each agent, or one, by defaults; of either half of its runs and of each period too.

    All of it is kept as evidence. What cannot be answered is said, and does not keep the rest from being answered.
    Raises UnknownName for an agent that has no run.
    """
    works = [(held, engine) for held in _chosen(_runs(project), agent, None) for engine in METRICS]
    faults: list[AgentFault] = []
    for place, (held, engine) in enumerate(works):
        tell(place / len(works), say("asking {engine}", engine=engine))
        faults += _asked(project, held, engine, seed)
    return replace(agents(project, agent=agent), faults=tuple(faults))


def agents(project: Project, *, agent: str | None = None, business: str | None = None) -> AgentsView:
    """Every agent with the newest evidence on it; no engine is asked and nothing entered.

    Parameters
    ----------
    project : Project
        The open project.
    agent : str, optional
        Its name; none: all. UnknownName where it has no run.
    business : str, optional
        Brand or shop; none: all of them.
    """
    return viewed(project, listing(project), agent=agent, business=business)


def viewed(
    project: Project, listed: Sequence[Shown], *, agent: str | None = None, business: str | None = None
) -> AgentsView:
    """The same, of evidence that was read already; the store is read once for all agents together."""
    runs = _runs(project)
    chosen = _chosen(runs, agent, business)
    if not chosen:
        return AgentsView(())
    known = [one for one in listed if one.evidence.engine in METRICS]
    moves = _moves(project)
    own = {held: [row for row in runs if (row["business"], row["agent"]) == held.key] for held in chosen}
    told = beside_their_paths(project, [row for rows in own.values() for row in _telling(rows)], runs)
    return AgentsView(tuple(_view(held, known, own[held], moves.get(held.key, []), told) for held in chosen))


def agent_run(project: Project, *, trace: str) -> RunView:
    """One run beside the path that it comes nearest to; UnknownName where there is no such run."""
    runs = _runs(project)
    found = next((row for row in runs if row["trace"] == trace), None)
    if found is None:
        raise UnknownName(say("run of an agent"), trace, [row["trace"] for row in runs[-RECENT:]])
    return beside_their_paths(project, [found], runs)[trace]


def _runs(project: Project) -> list[Row]:
    """All runs, in the order of time."""
    rows: list[Row] = project.fetch({"runs": expressions.runs(AgentsQuestion(), project.tables())})["runs"].to_pylist()
    return rows


def _chosen(runs: Sequence[Row], agent: str | None, business: str | None) -> list[_Held]:
    days: dict[Key, Counter[date]] = {}
    for row in runs:
        days.setdefault((row["business"], row["agent"]), Counter())[row["day"]] += 1
    every = [
        _Held(firm, name, found.total(), _middle(sorted(found.items())), calendar.periods(found))
        for (firm, name), found in days.items()
        if name is not None or [key for key in days if key[0] == firm] == [(firm, None)]
    ]
    kept = [one for one in every if agent in (None, one.name) and business in (None, WHOLE, one.business)]
    if agent is not None and not kept:
        raise UnknownName(say("agent"), agent, [one.name for one in every if one.name is not None])
    return sorted(kept, key=lambda one: (-one.runs, one.business, one.name or ""))


def _middle(days: Sequence[tuple[date, int]]) -> date | None:
    """The day that leaves the two parts most alike in runs; None for a single day."""
    if len(days) < 2:
        return None
    whole, before, best = sum(count for _, count in days), 0, (float("inf"), days[1][0])
    for place, (_, count) in enumerate(days[:-1]):
        before += count
        best = min(best, (abs(whole - 2 * before), days[place + 1][0]))
    return best[1]


def _asked(project: Project, held: _Held, engine: str, seed: int) -> Iterator[AgentFault]:
    try:
        whole = gather(project, engine, held.answers, seed=seed)
    except ProbantError as error:
        yield AgentFault(held.name or held.business, engine, error.what, error.mend)
        return
    if engine not in FOUR:
        return
    for part in held.parts:
        with suppress(TooLittle):
            gather(project, engine, {**held.answers, **part}, seed=seed)
    if alarms_of(whole.evidence):
        _first_alarm(project, held, engine, seed)


def _first_alarm(project: Project, held: _Held, engine: str, seed: int) -> None:
    """Ask of all runs up to ever fewer periods, until it is known at the end of which one an alarm first stood.

    An alarm that has gone off stands ever after, so half of the periods that are left are spared each time.
    """
    ends = [end for _, end in held.periods]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            alarmed = alarms_of(gather(project, engine, {**held.answers, "end": ends[middle]}, seed=seed).evidence)
        except TooLittle:
            alarmed = ()
        low, high = (low, middle) if alarmed else (middle + 1, high)


def _moves(project: Project) -> Mapping[Key, list[Row]]:
    """How often runs went from one tool to the next, by business and agent."""
    moves = expressions.passages_of_agents(AgentsQuestion(), project.tables())
    found: dict[Key, list[Row]] = {}
    for row in project.fetch({"moves": moves})["moves"].to_pylist():
        found.setdefault((row.pop("business"), row.pop("agent")), []).append(row)
    return found


def _view(
    held: _Held, listed: Sequence[Shown], own: Sequence[Row], moves: Sequence[Row], told: Mapping[str, RunView]
) -> AgentView:
    return AgentView(
        name=held.name,
        business=held.business,
        runs=held.runs,
        metrics=tuple(_metric(engine, held, listed) for engine in METRICS),
        map=_map(moves),
        run=next((told[row["trace"]] for row in _telling(own)), None),
        recent=tuple(RunLine(row["trace"], row["task"], row["at"], success(row)) for row in own[: -RECENT - 1 : -1]),
    )


def _telling(own: Sequence[Row]) -> list[Row]:
    """The run worth looking at first: one that is compared, failed, and is new; none where all of them broke."""
    whole = [row for row in own if not row["broken"]]
    return [max(whole, key=lambda row: (row["task"] is not None, row["success"] == 0, row["at"]))] if whole else []


def _metric(engine: str, held: _Held, listed: Sequence[Shown]) -> MetricView:
    """The newest evidence on all runs, on either side of the last day by which they were parted, and by period."""
    shown: dict[tuple[date | None, date | None], Shown] = {}
    for one in listed:
        made = one.evidence.provenance
        asked = {} if made is None or one.evidence.engine != engine else json.loads(made.question)
        if (asked.get("business"), asked.get("agent"), asked.get("version")) == (held.business, held.name, None):
            shown[_day(asked["start"]), _day(asked["end"])] = one
    until = {end: one for (start, end), one in shown.items() if start is None and end is not None}
    since = max((day for day in until if (day, None) in shown), default=None)
    parts = Parts(
        since=since,
        before=shown.get((None, since)) if since else None,
        after=shown.get((since, None)) if since else None,
        periods=tuple((*ends, shown[ends]) for ends in held.periods if ends in shown),
        until=tuple(until.items()),
    )
    return metric(engine, shown.get((None, None)), parts)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _map(rows: Sequence[Mapping[str, Any]]) -> MapView:
    found = flow.process_map(rows, passages=PASSAGES)
    shown = tuple(PassageView(one.origin, one.target, one.times, one.runs) for one in found.passages)
    return MapView(found.runs, found.calls, shown, found.left_out)
