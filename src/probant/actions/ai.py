"""All that is known of AI in the project: three answers, initiatives, agents."""

from __future__ import annotations

from probant.actions.agents import agents
from probant.actions.gather import listing
from probant.actions.initiatives import initiatives
from probant.actions.project import Project
from probant.decision.answers import answers
from probant.report.agents import AiView

ROOMS = ("initiatives.", "agents.")
"""Engines on AI; of the agents', only comparisons can answer."""


def ai(project: Project, *, business: str | None = None) -> AiView:
    """The page on AI from the newest evidence; no engine is asked and nothing entered."""
    shown = [one for one in listing(project) if one.evidence.engine.startswith(ROOMS)]
    if business is not None:
        shown = [one for one in shown if one.evidence.business == business]
    return AiView(answers(shown, [], {}), initiatives(project), agents(project, business=business))
