"""What the pictures of the page on AI show, in rows: for readers who cannot see a chart, and for their own sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from probant.report.agents import MapView, MetricView
from probant.report.charts.paths import END, START
from probant.report.initiatives import STATES, AdoptionView, CourseView
from probant.report.language import Language
from probant.report.table import Cell, Table
from probant.words import Words, say

ENDS: Mapping[str, Words] = {START: say("start"), END: say("end")}
"""What a map calls where runs begin and end, as readers call it."""
_DAY = timedelta(days=1)


def of_course(course: CourseView, language: Language) -> Table:
    """One row a reading, state by state."""
    rows = []
    for state, points in course.series.items():
        for one in points:
            ends = one.around or (None, None)
            figures = (_figure(value, course.unit, language) for value in (one.value, *ends))
            said = language.say(STATES[state])
            rows.append((_day(one.day, language), Cell(said, state), *figures, Cell(one.author or "", one.author)))
    heads = (say("Month from"), say("State"), _headed(course.label, course.unit, language))
    return Table(course.label, (*heads, say("From"), say("To"), say("Read by")), tuple(rows))


def of_adoption(rows: Sequence[AdoptionView], language: Language) -> Table:
    """One row a month and team."""
    return Table(
        title=say("Adoption by team"),
        heads=(say("Month from"), say("Team"), say("Licensed"), say("Active"), say("Share of the work")),
        rows=tuple(
            (
                _day(one.month, language),
                Cell(one.team, one.team),
                _figure(one.licensed, "", language),
                _figure(one.active, "", language),
                _figure(one.assisted, "share", language),
            )
            for one in rows
        ),
    )


def of_periods(metric: MetricView, language: Language) -> Table:
    """One row a period; whether an alarm stood at its end."""
    rows = []
    for one in metric.periods:
        around = one.estimate.interval
        ends = (None, None) if around is None else (around.low, around.high)
        figures = (_figure(value, one.estimate.unit, language) for value in (one.estimate.value, *ends))
        alarm = language.say(say("alarm")) if metric.alarmed and one.end >= metric.alarmed else ""
        rows.append((_day(one.start, language), _day(one.end - _DAY, language), *figures, Cell(alarm, alarm)))
    heads = (say("From day"), say("To day"), say("Value"), say("From"), say("To"), say("Alarm"))
    kept = len(heads) - (metric.alarmed is None)
    return Table(metric.label, heads[:kept], tuple(row[:kept] for row in rows))


def of_map(view: MapView, language: Language) -> Table:
    """One row a passage."""
    return Table(
        title=say("Paths of {runs} runs", runs=view.runs),
        heads=(say("From"), say("To"), say("Times"), say("Runs")),
        rows=tuple(
            (
                Cell(tool(one.origin, language), one.origin),
                Cell(tool(one.target, language), one.target),
                _figure(one.times, "", language),
                _figure(one.runs, "", language),
            )
            for one in view.passages
        ),
    )


def tool(name: str, language: Language) -> str:
    """A tool by its name; the ends of a run in the reader's language."""
    return language.say(ENDS[name]) if name in ENDS else name


def _day(day: date, language: Language) -> Cell:
    return Cell(language.date(day), day)


def _figure(value: float | None, unit: str, language: Language) -> Cell:
    return Cell(language.figure(value, unit), value, figure=True, unit=unit)


def _headed(name: Words, unit: str, language: Language) -> Words:
    beside = language.beside(unit)
    return say("{label} ({unit})", label=name, unit=beside) if beside else name
