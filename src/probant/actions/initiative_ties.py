"""Evidence that benefits are tied to, read from the archive and handed to the engine as part of its question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from probant.actions.gather import listing, show
from probant.actions.initiative_board import Register
from probant.actions.project import Project
from probant.decision.age import aged, last_days
from probant.decision.answer import Shown
from probant.vocabulary import Draws, Estimate

QUANTILES = 101
"""Points by which a posterior is handed on: enough for its shape, few enough to stand in a question."""


def tied(project: Project, initiatives: Sequence[Register]) -> list[dict[str, Any]]:
    """Every estimate of the evidence that the initiatives' factors name, with its grade, its age counted.

    Raises UnknownName or Ambiguous for an id that the archive does not hold, Tampered for evidence that is
    not what the ledger entered.
    """
    names = {(one.business, one.name) for one in initiatives}
    table = project.tables()["initiative_drivers"]
    rows = project.fetch({"drivers": table.filter(table.basis == "evidence")})["drivers"].to_pylist()
    ids = {row["source"] for row in rows if (row["business"], row["initiative"]) in names and row["source"]}
    until = last_days(listing(project), ()) if ids else {}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(ids):
        (shown,) = aged((show(project, one),), until)
        found |= {(one["evidence"], one["subject"]): one for one in _estimates(shown, project.archive.draws(shown.id))}
    return [found[key] for key in sorted(found)]


def _estimates(shown: Shown, draws: Draws | None) -> Iterator[dict[str, Any]]:
    grade = shown.evidence.grade.value
    for subject, estimate in shown.evidence.estimates.items():
        if estimate.interval is None and (draws is None or subject not in draws.subjects):
            continue
        yield {
            "evidence": shown.id,
            "subject": subject,
            "grade": grade,
            "value": estimate.value,
            **_interval(estimate),
            "quantiles": () if draws is None else _quantiles(draws, subject),
        }


def _interval(estimate: Estimate) -> dict[str, float]:
    around = estimate.interval
    # An endless bound says nothing of the spread: the draws do.
    if around is None or not (np.isfinite(around.low) and np.isfinite(around.high)):
        return {}
    return {"low": around.low, "high": around.high, "level": around.level}


def _quantiles(draws: Draws, subject: str) -> tuple[float, ...]:
    if subject not in draws.subjects:
        return ()
    values = draws.values[:, draws.subjects.index(subject)]
    return tuple(float(one) for one in np.quantile(values, np.linspace(0, 1, QUANTILES)))
