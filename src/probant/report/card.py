"""What a card says, the same on page and in PDF: title, of whom and when, the chart, and the figures under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from probant.report.charts.choice import chart, picture
from probant.report.charts.style import WIDTH, Spec, reading
from probant.report.courses import Course
from probant.report.language import Language, upfirst
from probant.report.leading import furthest, leading, others
from probant.report.titles import about, subtitle, title
from probant.vocabulary import Evidence
from probant.words import Words

FEW = 5
"""Subjects on a card; all of them stand on the page of the evidence and in its table."""


@dataclass(frozen=True, slots=True)
class Card:
    """The words and the chart of a card, in one language."""

    title: str
    under: tuple[str, ...]
    """Business, period and control."""
    spec: Spec | None
    """None where there is nothing to draw."""
    beside: tuple[str, ...] = ()
    """Figures that the chart does not hold."""
    hidden: int = 0
    """Subjects that the chart leaves out."""


def of_evidence(evidence: Evidence, labels: Mapping[str, Words], language: Language, *, width: int = WIDTH) -> Card:
    """The card of a piece of evidence: its few subjects that lie furthest from the line that matters."""
    held = leading(evidence)
    return Card(
        title=upfirst(language.say(title(evidence))),
        under=subtitle(evidence, labels, language),
        spec=chart(evidence, language, width=width, most=FEW),
        beside=tuple(
            reading(name, one, language, signed=one.unit == "share", engine=evidence.engine)
            for name, one in islice(others(evidence).items(), FEW)
        ),
        hidden=len(held) - len(furthest(held, evidence.line, FEW)),
    )


def of_course(course: Course, labels: Mapping[str, Words], language: Language, *, width: int = WIDTH) -> Card:
    """The card of a picture over time."""
    return Card(
        title=language.say(course.title),
        under=about(course.business, course.period, labels, language),
        spec=picture(course, language, width=width),
    )
