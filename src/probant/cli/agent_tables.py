"""Agents laid out for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from probant.report.agents import TURNS, AgentsView, AgentView, MapView, MetricView, PartView, RunView, agent_name
from probant.report.language import Language, label
from probant.words import Words, say

_PASSAGES = 8


def agents(view: AgentsView, language: Language) -> RenderableType:
    """Each agent with its figures, trends, alarms and the paths it takes most."""
    parts: list[RenderableType] = []
    for one in view.agents:
        head = Text(language.say(agent_name(one.name)), style="bold")
        runs = language.say(say("{business}, {runs} runs", business=one.business, runs=one.runs))
        parts += [head.append(f"  {runs}", style="bright_black")]
        parts.append(Padding(Group(*_body(one, language)), (0, 0, 1, 2)))
    for fault in view.faults:
        parts.append(Text(f"! {fault.agent} {fault.engine}: {language.say(fault.what)}", style="red"))
        parts.append(Text(f"  → {language.say(fault.mend)}"))
    if not view.agents:
        parts.append(
            Text(language.say(say("No run of an agent is in the store yet; docs/traces.md says how they come.")))
        )
    return Group(*parts)


def run(view: RunView, language: Language) -> RenderableType:
    """The steps of a run, then those of its reference."""
    said = say("Run {trace}, task {task}", trace=view.trace, task=view.task)
    parts: list[RenderableType] = [Text(language.say(said), style="bold")]
    if view.index is None:
        parts.append(Text(language.say(say("There is no path to compare it with."))))
    else:
        index = language.quantity(view.index, "points of 100")
        parts.append(Text(language.say(say("Efficiency index {index}", index=index))))
    for head, steps in ((say("The run"), view.steps), (say("The reference path"), view.reference)):
        parts.append(Text(language.say(head), style="cyan"))
        parts += [Text(f"  {_sign(one.likeness)} {one.tool}") for one in steps]
    return Group(*parts)


def _body(one: AgentView, language: Language) -> Iterable[RenderableType]:
    if all(metric.grade is None for metric in one.metrics):
        yield Text(language.say(say("Nothing was asked of it yet: probant agents ask.")))
    else:
        yield _figures(one.metrics, language)
    for metric in one.metrics:
        yield from (Text(f"! {language.say(words)}", style="red") for words in metric.alarms)
        if metric.trend is not None:
            words = say("{metric}: {turn}", metric=metric.label, turn=TURNS[metric.trend.turn])
            yield Text(language.say(words), style="bright_black")
    yield _paths(one.map, language)


def _figures(metrics: Iterable[MetricView], language: Language) -> Table:
    table = _table((say("Metric"), say("Value"), say("Interval"), say("Grade")), language)
    for metric in metrics:
        if metric.grade is None:
            continue
        for part in (metric.head, *metric.parts):
            table.add_row(*map(Text, (*_cells(part, metric, language), metric.grade.value)))
    return table


def _cells(part: PartView, metric: MetricView, language: Language) -> tuple[str, str, str]:
    name, one = label(part.subject, language, metric.engine), part.estimate
    if one is None:
        return name, "–", "–"
    return name, language.quantity(one.value, one.unit), language.interval(one)


def _paths(map_: MapView, language: Language) -> Table:
    table = _table((say("From"), say("To"), say("Times")), language)
    for one in map_.passages[:_PASSAGES]:
        table.add_row(*map(Text, (one.origin, one.target, language.quantity(one.times, ""))))
    return table


def _table(heads: Iterable[Words], language: Language) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(Text(language.say(head)), overflow="fold")
    return table


def _sign(likeness: float) -> str:
    return "✓" if likeness >= 1 else "◐" if likeness > 0 else "·"
