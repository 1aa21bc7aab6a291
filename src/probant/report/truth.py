"""The truth beside an answer, where the company is simulated and its truth known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from probant.decision.answer import Shown
from probant.report.language import NOTHING, Language, label, precision
from probant.report.table import Cell, Table, of_evidence
from probant.vocabulary import Estimate
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Beside:
    """One subject: what was estimated, and what it truly is."""

    subject: str
    label: str
    estimate: Estimate
    truth: float
    """In the unit of the estimate."""
    inside: bool | None
    """Whether it lies in the interval; None where none is stated."""
    words: Words


def beside(shown: Shown, language: Language) -> tuple[Beside, ...]:
    """Subjects whose truth is known, in the order of the evidence; none for a company that is not simulated."""
    known = shown.evidence.estimates
    return tuple(
        _beside(subject, label(subject, language, shown.evidence.engine), known[subject], truth, language)
        for subject, truth in shown.truths.items()
        if subject in known
    )


def summary(found: Sequence[Beside]) -> Words:
    """How many of the truths lie inside."""
    judged = [one for one in found if one.inside is not None]
    if not judged:
        return say("No interval is stated, so none can hold the truth.")
    return say(
        "The truth lies inside {inside} of {count} intervals.",
        inside=sum(bool(one.inside) for one in judged),
        count=len(judged),
    )


def of_shown(shown: Shown, language: Language) -> Table:
    """The rows of the evidence; where any truth is known, with it and whether it lies in the interval."""
    table, known = of_evidence(shown.evidence, language), {one.subject: one for one in beside(shown, language)}
    if not known:
        return table
    rows = tuple((*row, *_cells(known.get(str(row[0].raw)), language)) for row in table.rows)
    return Table(table.title, (*table.heads, say("Truth"), say("In the interval")), rows)


def _cells(one: Beside | None, language: Language) -> tuple[Cell, Cell]:
    """A truth and whether it lies inside; nothing where it is not known, or no interval is stated."""
    if one is None:
        return Cell(NOTHING, None, figure=True), Cell("", None)
    unit, like = one.estimate.unit, precision(one.estimate)
    judged = "" if one.inside is None else language.say(say("inside") if one.inside else say("outside"))
    return Cell(language.figure(one.truth, unit, like=like), one.truth, figure=True, unit=unit), Cell(judged, judged)


def _beside(subject: str, name: str, estimate: Estimate, truth: float, language: Language) -> Beside:
    around, like = estimate.interval, precision(estimate)
    figure = language.figure(truth, estimate.unit, compact=True, like=like)
    if around is None:
        return Beside(subject, name, estimate, truth, None, say("truth: {truth}", truth=figure))
    if around.low <= truth <= around.high:
        return Beside(subject, name, estimate, truth, True, say("truth: {truth}, inside", truth=figure))
    return Beside(subject, name, estimate, truth, False, say("truth: {truth}, outside", truth=figure))
