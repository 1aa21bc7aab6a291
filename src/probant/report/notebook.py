"""How evidence shows itself in a notebook: a chart and its table, in one snippet of HTML."""

from __future__ import annotations

from markupsafe import Markup

from probant.report import draw
from probant.report.charts.choice import chart
from probant.report.language import Language
from probant.report.marks import GRADES
from probant.report.table import Table, of_evidence
from probant.vocabulary import Evidence

_FRAME = '<div class="probant"><p><b>{title}</b> · {grade} {word}</p>{chart}{table}</div>'


def html(evidence: Evidence, language: Language) -> str:
    """A snippet that needs no style sheet: a notebook has its own. Texts of data are escaped.

    The chart has its colours in it and a card behind it, so it is readable on a dark notebook too.
    """
    spec = chart(evidence, language, width=480)
    picture = (
        "" if spec is None else draw.svg({**spec, "background": "var(--surface)", "padding": 12}, language, "light")
    )
    return _FRAME.format(
        title=Markup.escape(language.say(evidence.estimand)),
        grade=evidence.grade.value,
        word=Markup.escape(language.say(GRADES[evidence.grade].word)),
        chart=picture,
        table=_rows(of_evidence(evidence, language), language),
    )


def _rows(table: Table, language: Language) -> str:
    escape = Markup.escape
    heads = "".join(f'<th scope="col">{escape(language.say(head))}</th>' for head in table.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell.text)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
