"""Evidence as a notebook shows it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from probant.decision.answer import Shown
from probant.report.language import Language
from probant.report.marks import GRADES
from probant.report.notebook import html
from probant.report.table import Cell, of_evidence
from probant.vocabulary import Evidence


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence in one language: a chart and a table where the notebook draws HTML, else the table."""

    evidence: Evidence
    language: Language

    def _repr_html_(self) -> str:
        return html(self.evidence, self.language)

    def _repr_markdown_(self) -> str:
        table, say_it = of_evidence(self.evidence, self.language), self.language.say
        grade = self.evidence.grade
        rows = (
            _row(tuple(map(say_it, table.heads))),
            _row(("---",) * len(table.heads)),
            *(_row(tuple(map(_text, row))) for row in table.rows),
        )
        return "\n".join((f"**{_safe(say_it(table.title))}** · {grade.value} {say_it(GRADES[grade].word)}", "", *rows))


def show(evidence: Evidence | Shown, *, language: str | None = None) -> Exhibit:
    """Evidence to be drawn by a notebook, in a language; else in that of PROBANT_LANG, else in English.

    Raises UnknownName for a language that there is no catalogue for.
    """
    one = evidence.evidence if isinstance(evidence, Shown) else evidence
    return Exhibit(one, Language.of(language or os.environ.get("PROBANT_LANG") or "en"))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(cell: Cell) -> str:
    return _safe(cell.text)


def _safe(text: str) -> str:
    """Text of data as text: nothing in it is taken for Markdown or HTML."""
    marked = "".join(f"\\{sign}" if sign in "\\`*_[]|#" else sign for sign in text)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
