"""The page on AI: three answers, initiatives, roadmap, agents; and the page of one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup, escape

from probant.report import ai_pictures
from probant.report.agents import TURNS, AiView, RunView, agent_name
from probant.report.charts.calendar import roadmap
from probant.report.charts.style import WIDTH
from probant.report.chrome import Chrome
from probant.report.gauge import Gauge, gauge
from probant.report.initiatives import STAGES
from probant.report.language import Language, label
from probant.report.numerals import is_currency
from probant.report.page import laid_out
from probant.report.table import Table
from probant.report.titles import called
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Grade
from probant.words import say

_WHOLE, _HALF = 1280, 620
"""Pixels of a chart across the page, and across half of it."""
KINDS = {
    "read": say("reads"),
    "write": say("changes something"),
    "handoff": say("calls a person"),
    "neutral": say("neither reads nor changes"),
    "": say("not declared what it does"),
}
"""What a step does, by its kind."""


LINE_STATES = {
    "money": say("In money:"),
    "measured": say("Measured:"),
    "judged": say("Judged:"),
}
"""How well a line of a return model is known, read out before it."""
_SIGNED = ("share", "points")


def ai_page(view: AiView, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """What AI returns and how it behaves."""
    return laid_out(
        "ai",
        language,
        chrome,
        replace(stamp, grades=_graded(view)),
        view=view,
        agent_name=agent_name,
        turns=TURNS,
        stages=STAGES,
        kinds=KINDS,
        told=partial(_told, language=language),
        around=partial(_around, language=language),
        line_states=LINE_STATES,
        broken=_broken,
        roadmap=roadmap(view.initiatives, language, width=_WHOLE),
        narrow_roadmap=roadmap(view.initiatives, language),
        pictures=ai_pictures,
        rows=lambda one: _rows(one, stamp, language),
        spec=lambda one, width=WIDTH: one.spec(language, width=width),
        wider=_HALF,
        placed=_placed,
    )


def run_page(view: RunView, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """One run beside its reference path."""
    return laid_out("ai_run", language, chrome, replace(stamp, grades=()), run=view, kinds=KINDS)


def _around(estimate: Estimate, language: Language) -> str:
    """The interval beside a figure whose noun stands with it: money and shares keep their sign, all else its digits."""
    top = estimate.unit.partition(" / ")[0]
    return language.interval(replace(estimate, unit=top if is_currency(top) or top in _SIGNED else ""))


def _placed(estimate: Estimate) -> Gauge | None:
    """On the whole scale, where the unit has one: a share between nothing and all, points between 0 and 100."""
    whole = {"share": 1.0, "points of 100": 100.0}.get(estimate.unit)
    if whole is None:
        return gauge(estimate, None)
    around = estimate.interval

    def place(value: float) -> float:
        return round(100 * value / whole, 2)

    low, high = (None, None) if around is None else (place(around.low), place(around.high))
    return Gauge(place(estimate.value), low, high, line=None)


def _broken(name: str) -> Markup:
    """A name of the data that may be broken after its low lines, where it is too long for a column."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _rows(one: ai_pictures.Picture, stamp: Stamp, language: Language) -> Table:
    """Its table, under a name that no other table of the page has."""
    name = say("{title} ({business})", title=one.title, business=called(one.business, stamp.labels))
    return replace(one.table(language), title=name)


def _graded(view: AiView) -> tuple[Grade, ...]:
    """Grades of all proofs that the page shows."""
    shown: Sequence[Grade | None] = [
        *(one.grade for held in view.initiatives.initiatives for one in held.returns),
        *(one.grade for held in view.agents.agents for one in held.metrics),
    ]
    return tuple(sorted({one for one in shown if one is not None}))


def _told(subject: str, engine: str, language: Language) -> str:
    return label(subject, language, engine)
