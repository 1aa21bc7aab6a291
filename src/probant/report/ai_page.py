"""The page on AI: three answers, initiatives, roadmap, agents; and the page of one run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from probant.report.agents import TURNS, AiView, RunView, agent_name, graded
from probant.report.charts.calendar import roadmap
from probant.report.charts.paths import END, START, paths
from probant.report.chrome import Chrome
from probant.report.initiatives import STAGES
from probant.report.language import Language, label
from probant.report.page import WIDE, laid_out
from probant.report.views import Stamp
from probant.words import Words, say

_WHOLE = 1280
"""Pixels of a chart across the page."""
KINDS = {
    "read": say("reads"),
    "write": say("changes something"),
    "handoff": say("calls a person"),
    "neutral": say("neither reads nor changes"),
    "": say("not declared what it does"),
}
"""What a step does, by its kind."""


def ai_page(view: AiView, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """What AI returns and how it behaves."""
    return laid_out(
        "ai",
        language,
        chrome,
        replace(stamp, grades=graded(view)),
        view=view,
        agent_name=agent_name,
        turns=TURNS,
        stages=STAGES,
        kinds=KINDS,
        told=partial(_told, language=language),
        tool=partial(_tool, language=language),
        roadmap=roadmap(view.initiatives, language, width=_WHOLE),
        narrow_roadmap=roadmap(view.initiatives, language),
        map=partial(paths, language=language),
        wide_map=partial(paths, language=language, width=WIDE),
    )


def run_page(view: RunView, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """One run beside its reference path."""
    return laid_out("ai_run", language, chrome, replace(stamp, grades=()), run=view, kinds=KINDS)


def _told(subject: str, engine: str, language: Language) -> str:
    return label(subject, language, engine)


def _tool(name: str, language: Language) -> str:
    ends: dict[str, Words] = {START: say("start"), END: say("end")}
    return language.say(ends[name]) if name in ends else name
