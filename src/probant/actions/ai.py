"""All that is known of AI in the project: three answers, initiatives, agents."""

from __future__ import annotations

from probant.actions.agents import viewed
from probant.actions.gather import listing
from probant.actions.initiative_board import board
from probant.actions.project import Project
from probant.decision.answers import answers
from probant.report.agents import AiView

ROOMS = ("initiatives.", "agents.")
"""Engines on AI; of the agents', only comparisons can answer."""
CAPACITY = 1.0
"""Person-months a month by which the page lays out its roadmap."""


def ai(project: Project, *, business: str | None = None) -> AiView:
    """The page on AI from the newest evidence, read once; no engine is asked and nothing entered."""
    every = [one for one in listing(project) if one.evidence.engine.startswith(ROOMS)]
    shown = [one for one in every if business in (None, one.evidence.business)]
    initiatives = board(project, every, capacity=CAPACITY)
    return AiView(answers(shown, [], {}), initiatives, viewed(project, every, business=business))
