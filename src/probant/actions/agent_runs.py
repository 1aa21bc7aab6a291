"""Runs of agents, each beside the path that it comes nearest to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from probant.actions.project import Project
from probant.evidence.agents import data as expressions
from probant.evidence.agents.question import AgentsQuestion
from probant.report.agents import RunView, StepView

if TYPE_CHECKING:
    from probant.evidence.agents.beside import Beside

Row = Mapping[str, Any]
_READ = ("runs", "steps", "tools", "references")


def beside_their_paths(project: Project, shown: Sequence[Row], runs: Sequence[Row]) -> Mapping[str, RunView]:
    """The runs that are to be shown, by trace: only runs of the same tasks are read, for no other can tell.

    Parameters
    ----------
    project : Project
        The open project.
    shown : sequence of mappings
        Runs to be shown, rows of `data.runs`.
    runs : sequence of mappings
        All runs.
    """
    if not shown:
        return {}
    # What reads a run needs numba and scipy: the pages that show no run do without.
    from probant.evidence.agents import efficiency
    from probant.evidence.agents.beside import beside
    from probant.evidence.agents.book import book

    tasks = {_task(row) for row in shown}
    tables, question = dict(project.tables()), AgentsQuestion()
    spans = tables["spans"]
    tables["spans"] = spans.filter(spans.trace.isin([row["trace"] for row in runs if _task(row) in tasks]))
    whole = book(project.fetch({name: getattr(expressions, name)(question, tables) for name in _READ}))
    place = {trace: number for number, trace in enumerate(whole.runs.trace.to_pylist())}
    scores, known = efficiency.scores(whole), efficiency.known(whole)
    return {row["trace"]: _view(row, beside(whole, place[row["trace"]], scores, known)) for row in shown}


def success(row: Row) -> bool | None:
    """Whether a run was a success; None where nobody said."""
    return None if row["success"] is None else bool(row["success"])


def _task(row: Row) -> tuple[str, ...]:
    """What runs that can be compared have in common; a run without a task stands alone."""
    return (row["business"], "run", row["trace"]) if row["task"] is None else (row["business"], "task", row["task"])


def _view(row: Row, told: Beside) -> RunView:
    return RunView(
        trace=row["trace"],
        business=row["business"],
        task=row["task"],
        at=row["at"],
        success=success(row),
        index=told.index,
        goal=told.goal,
        reads=told.reads,
        economy=told.economy,
        declared=told.declared,
        steps=tuple(StepView(**asdict(step)) for step in told.steps),
        reference=tuple(StepView(**asdict(step)) for step in told.reference),
    )
