"""The printed part on AI: initiatives under the four models, roadmap, agents by their four metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from probant.report import printed
from probant.report.agents import FOUR, METRICS, AgentView, AiView, agent_name
from probant.report.charts.calendar import roadmap
from probant.report.initiatives import STAGES, InitiativesView, ReturnView
from probant.report.language import NOTHING, Language, precision, upfirst
from probant.report.printed import Block, Part
from probant.report.readings import HEADS, cells, readings
from probant.report.table import Cell, Table
from probant.vocabulary import Estimate
from probant.words import Words, say


def part(view: AiView, language: Language) -> Part | None:
    """None where no initiative is declared and no agent has run."""
    held, agents = view.initiatives, view.agents.agents
    blocks: list[Block] = []
    if held.initiatives:
        blocks += _initiatives(held, language)
    if agents:
        blocks.append(printed.table(_agents(agents, language), language, title=language.say(say("Agents"))))
        alarms = [words for agent in agents for one in agent.metrics for words in one.alarms]
        if alarms:
            blocks.append(printed.lines(alarms, language, lead=say("Alarms"), bad=True))
    hint = say("what AI initiatives return, and how AI agents behave")
    return Part(say("What AI is worth"), hint, tuple(blocks)) if blocks else None


def _initiatives(held: InitiativesView, language: Language) -> Iterator[Block]:
    title = language.say(say("Initiatives"))
    note = say("Four views of one initiative: never add them up.")
    yield printed.table(_returns(held, language), language, title=title)
    yield printed.lines((note,), language)
    drawn = roadmap(held, language, width=printed.WIDE)
    if drawn is not None:
        yield printed.wide(drawn, language, title=language.say(say("Roadmap")))
    yield printed.table(_steps(held, language), language)


def _returns(held: InitiativesView, language: Language) -> Table:
    """One row an initiative, model and horizon; what is not known is a dash."""
    heads = (say("Initiative"), say("Model"), *HEADS, say("Grade"))
    rows = []
    for one in held.initiatives:
        for model, found in enumerate(one.returns):
            for place, reading in enumerate(readings(found)):
                name = one.name if model == place == 0 else ""
                label, grade = ("", "") if place else (language.say(found.label), _grade(found))
                figures = (_text(cell, figure=True) for cell in cells(reading, language))
                rows.append((_text(name), _text(label), *figures, _text(grade)))
    return Table(say("Initiatives"), heads, tuple(rows))


def _grade(found: ReturnView) -> str:
    return NOTHING if found.grade is None else found.grade.value


def _steps(held: InitiativesView, language: Language) -> Table:
    heads = (say("Initiative"), say("Stage"), say("From month"), say("To month"), say("Among the first"), say("Gates"))
    rows = tuple(
        (
            _text(one.name),
            _text(language.say(STAGES[one.step.stage])),
            _text(language.figure(one.step.start, "months"), figure=True),
            _text(language.figure(one.step.end, "months"), figure=True),
            _text(language.figure(one.step.first, "share"), figure=True),
            _text(language.say(_gates(sum(gate.passed is True for gate in one.step.gates), len(one.step.gates)))),
        )
        for one in held.initiatives
    )
    return Table(say("Roadmap"), heads, rows)


def _gates(passed: int, count: int) -> Words:
    return say("{passed} of {count} passed", passed=passed, count=count)


def _agents(agents: tuple[AgentView, ...], language: Language) -> Table:
    """One row an agent, one column a metric: the figure over all its runs with its interval."""
    heads = (say("Agent"), say("Runs"), *(METRICS[engine] for engine in FOUR))
    rows = []
    for agent in agents:
        told = {one.engine: one.head.estimate for one in agent.metrics}
        figures = (_around(told.get(engine), language) for engine in FOUR)
        name = agent.name or upfirst(language.say(agent_name(None)))
        rows.append((_text(name), _text(language.quantity(agent.runs, ""), figure=True), *figures))
    return Table(say("Agents"), heads, tuple(rows))


def _text(text: str, *, figure: bool = False) -> Cell:
    return Cell(text, text, figure=figure)


def _around(one: Estimate | None, language: Language) -> Cell:
    """The figure and its interval; words of the unit are said once."""
    if one is None:
        return _text(NOTHING, figure=True)
    top = one.unit.partition(" / ")[0]
    value = language.quantity(one.value, one.unit, compact=True, like=precision(one))
    ends = language.interval(replace(one, unit="" if language.beside(top) else top))
    return _text(language.say(say("{value} ({interval})", value=value, interval=ends)), figure=True)
