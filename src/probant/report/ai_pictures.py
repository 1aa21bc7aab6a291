"""The pictures of the page on AI, each with its table: to be shown, and to be taken away with the imprint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

from probant.errors import UnknownName
from probant.report import ai_tables
from probant.report.agents import AgentView, AiView, MetricView, agent_name
from probant.report.charts.adoption import adoption
from probant.report.charts.paths import paths
from probant.report.charts.periods import periods
from probant.report.charts.style import Spec
from probant.report.charts.tracked import tracked
from probant.report.imprint import imprint, version
from probant.report.initiatives import InitiativeView
from probant.report.language import Language, upfirst
from probant.report.plate import WIDTH, Plate
from probant.report.table import Table
from probant.report.titles import about
from probant.report.views import Stamp
from probant.vocabulary import Grade, Period
from probant.words import Words, say, verbatim

Draw = Callable[..., Spec | None]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing, not drawn yet, and the same in rows."""

    id: str
    """For the address of its files."""
    title: Words
    business: str
    period: Period | None
    grade: Grade | None
    """None where nothing of it is graded."""
    spec: Draw
    """Of the language and a `width` in pixels."""
    table: Callable[[Language], Table]


def of_initiative(one: InitiativeView) -> Iterator[Picture]:
    """Its indicators over time, the one that decides first; then who uses it."""
    for course in one.courses:
        days = [point.day for points in course.series.values() for point in points]
        title = say("{indicator} of “{initiative}”", indicator=course.label, initiative=one.name)
        made = Picture(_id("indicator", one.business, one.name, course.indicator), title, one.business, _span(days),
                       None, partial(tracked, course), partial(ai_tables.of_course, course))  # fmt: skip
        yield made
    if one.adoption:
        days = [row.month for row in one.adoption]
        title = say("Adoption of “{initiative}” by team", initiative=one.name)
        yield Picture(_id("adoption", one.business, one.name), title, one.business, _span(days), None,
                      partial(adoption, one.adoption), partial(ai_tables.of_adoption, one.adoption))  # fmt: skip


def of_metric(one: MetricView, agent: AgentView) -> Picture | None:
    """A metric of an agent over time; None where it was asked of one period only."""
    if len(one.periods) < 2:
        return None
    title = say("{metric} of {agent} over time", metric=one.label, agent=agent_name(agent.name))
    days = Period(one.periods[0].start, one.periods[-1].end)
    name = _id("metric", agent.business, agent.name or "", one.engine)
    return Picture(name, title, agent.business, days, one.grade, partial(periods, one),
                   partial(ai_tables.of_periods, one))  # fmt: skip


def of_map(agent: AgentView) -> Picture | None:
    """The paths of an agent; None without a call."""
    if not agent.map.passages:
        return None
    title = say("Paths that {agent} takes", agent=agent_name(agent.name))
    name = _id("paths", agent.business, agent.name or "")
    return Picture(name, title, agent.business, None, None, partial(paths, agent.map),
                   partial(ai_tables.of_map, agent.map))  # fmt: skip


def pictures(view: AiView) -> Iterator[Picture]:
    """All pictures of the page that can be taken away."""
    for one in view.initiatives.initiatives:
        yield from of_initiative(one)
    for agent in view.agents.agents:
        yield from filter(None, (*(of_metric(metric, agent) for metric in agent.metrics), of_map(agent)))


def picture(view: AiView, name: str) -> Picture:
    """The picture of that id; UnknownName where the page has none."""
    found = {one.id: one for one in pictures(view)}
    if name not in found:
        raise UnknownName(say("chart"), name, found)
    return found[name]


def stamped(one: Picture, stamp: Stamp) -> Stamp:
    """The stamp of a picture alone: its own period, grade and business."""
    until = stamp.covered.get(one.business, stamp.data_until)
    grades = () if one.grade is None else (one.grade,)
    return replace(stamp, period=one.period, data_until=until, business=one.business, grades=grades)


def plated(one: Picture, stamp: Stamp, language: Language) -> Plate:
    """The picture with its words and imprint, to be drawn."""
    spec, own = one.spec(language, width=WIDTH), stamped(one, stamp)
    assert spec is not None
    under = " · ".join(about(one.business, one.period, stamp.labels, language))
    project = language.say(verbatim(stamp.project))
    title = upfirst(language.say(one.title))
    return Plate(title, under, spec, (project, *imprint(own, language)), version(own))


def _id(kind: str, *names: str) -> str:
    """Plain letters, for any name of the data."""
    return f"{kind}-{sha256('/'.join(names).encode()).hexdigest()[:10]}"


def _span(days: list[date]) -> Period:
    """From the first day of the first month to the last day of the last one."""
    last = max(days)
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return Period(min(days), after)
