"""Parts of the printed report beside the decision: mix, AI, data; each stands only where there is something to show.

A part is plain JSON values: a title, a hint, and blocks that the template lays out one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probant.report import draw
from probant.report.charts.style import Spec
from probant.report.language import Language
from probant.report.marks import grade_mark
from probant.report.table import Table
from probant.vocabulary import Grade
from probant.words import Words

WIDE = 945
"""Pixels of a chart that is set across the page: its text is then as large as the text beside it."""
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the printed report."""

    title: Words
    hint: Words | None
    blocks: tuple[Block, ...]

    def told(self, language: Language) -> dict[str, Any]:
        """As the template wants it."""
        hint = "" if self.hint is None else language.say(self.hint)
        return {"title": language.say(self.title), "hint": hint, "blocks": [dict(one) for one in self.blocks]}


def lines(
    said: Iterable[Words],
    language: Language,
    *,
    lead: Words | None = None,
    grade: Grade | None = None,
    bad: bool = False,
) -> Block:
    """Sentences below one that leads them; `bad` frames them as a warning."""
    return {
        "kind": "lines",
        "bad": bad,
        "lead": "" if lead is None else language.say(lead),
        "grade": None if grade is None else graded(grade, language),
        "lines": [language.say(one) for one in said],
    }


def table(made: Table, language: Language, *, title: str = "") -> Block:
    """Figures in rows; the columns of a table without any row are not known to be figures."""
    return {
        "kind": "table",
        "title": title,
        "heads": [language.say(head) for head in made.heads],
        "rows": [[cell.text for cell in row] for row in made.rows],
        "figures": [cell.figure for cell in made.rows[0]] if made.rows else [],
    }


def wide(spec: Spec, language: Language, *, title: str = "") -> Block:
    """A chart across the page."""
    return {"kind": "wide", "title": title, **picture(spec, language)}


def cards(items: Sequence[tuple[str, Spec]], grade: Grade | None, language: Language) -> Block:
    """Small charts of one proof in rows of three."""
    return {
        "kind": "cards",
        "items": [
            {
                "title": title,
                "under": "",
                "grade": graded(grade, language),
                "beside": [],
                **picture(spec, language),
            }
            for title, spec in items
        ],
    }


def picture(spec: Spec, language: Language) -> dict[str, Any]:
    """A chart and its words for who cannot see it."""
    return {"svg": draw.svg(spec, language, "light"), "alt": spec["description"]}


def graded(grade: Grade | None, language: Language) -> dict[str, str]:
    """A grade as the template draws it."""
    mark = grade_mark(grade)
    return {"letter": mark.shape, "word": language.say(mark.word), "tone": mark.tone}
