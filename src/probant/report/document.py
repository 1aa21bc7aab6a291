"""The decision page as PDF: set by Typst, tagged for screen readers, fit for the archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from probant.decision.answer import Answer, Board, Shown
from probant.decision.budget.scenario import Mix
from probant.report import card, draw, glyphs, hand, pen, printed_ai, printed_data, printed_mix
from probant.report.agents import AiView
from probant.report.card import Card
from probant.report.charts.sparkline import sparkline
from probant.report.courses import courses
from probant.report.gauge import Gauge, gauge
from probant.report.imprint import imprint
from probant.report.language import Language, upfirst
from probant.report.leading import leading, ranked
from probant.report.marks import GRADES, QUESTIONS, VERDICTS, trend_tone
from probant.report.names import RELATIVE
from probant.report.printed import graded
from probant.report.refresh import Refreshed
from probant.report.theme import TOKENS
from probant.report.titles import called
from probant.report.truth import of_shown
from probant.report.vanity import sheet, trusted
from probant.report.views import DataView, Stamp, by_purpose
from probant.vocabulary import Evidence, Grade, Indicator
from probant.words import Words, say, verbatim

_UNDRAWN = ("alt", "language", "colours")
"""What is told to the reader's software, not drawn."""
_NARROW = 272
"""Pixels of a chart that is set at 145 points: its text is then as large as the text beside it."""
_MANY = 24
"""Rows of figures behind one chart."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the report shows beside the decision; None where it was not read."""

    mix: Mix | None = None
    moved: tuple[Refreshed, ...] = ()
    ai: AiView | None = None
    data: DataView | None = None

    def parts(self, labels: Mapping[str, Words], language: Language) -> list[dict[str, Any]]:
        """Those that have something to show, in the order of the pages."""
        made = (
            self.mix and printed_mix.part(self.mix, self.moved, language),
            self.ai and printed_ai.part(self.ai, language),
            self.data and printed_data.part(self.data, labels, language),
        )
        return [one.told(language) for one in made if one]


_ALONE = Beside()


def pdf(board: Board, language: Language, *, filters: tuple[Words, ...] = (), beside: Beside = _ALONE) -> bytes:
    """The report as PDF/UA-1 and PDF/A-2; each page carries period, filters, date of the data, version and grade."""
    return set_in_type(told(board, language, filters=filters, beside=beside))


def told(board: Board, language: Language, *, filters: tuple[Words, ...] = (), beside: Beside = _ALONE) -> str:
    """All that the report says and shows, as the JSON that its template reads."""
    made = {**content(board, language, filters), "parts": beside.parts(board.labels, language)}
    return json.dumps(_drawable(made), ensure_ascii=False)


def set_in_type(text: str) -> bytes:
    """The report as PDF, from what `told` gave."""
    return hand.current()(pen.report, text)


def _drawable(told: Any, name: str = "") -> Any:
    """The same with letters that the font can draw; in a picture, where text is placed, no word is broken."""
    if isinstance(told, dict):
        return {key: _drawable(value, key) for key, value in told.items()}
    if isinstance(told, list):
        return [_drawable(value, name) for value in told]
    if not isinstance(told, str) or name in _UNDRAWN:
        return told
    return glyphs.drawable(told) if name == "svg" else glyphs.breakable(told)


def content(board: Board, language: Language, filters: tuple[Words, ...]) -> dict[str, Any]:
    """All words, figures and pictures of the report, as the template wants them: plain JSON values."""
    stamp = Stamp.of(board, filters)
    until = [language.say(say("Data up to {day}", day=stamp.data_until))] if stamp.data_until else []
    return {
        "language": language.tag if len(language.tag) == 2 else "en",
        "colours": {name: light for name, (light, _) in TOKENS.items()},
        "words": _words(language),
        "project": language.say(verbatim(board.project)),
        "intro": _intro(stamp, language),
        "running": list(imprint(stamp, language)),
        "project_line": " · ".join((language.say(verbatim(board.project)), *until)),
        "answers": [_answer(one, language) for one in board.answers],
        "lag": [_tile(one, language) for one in board.lag],
        "lead": [_tile(one, language) for one in board.lead],
        "cards": _cards(board, language),
        "trust": sheet(trusted(board, language), language),
        "figures": [_figures(one, board, language) for one in by_purpose(board.evidence)],
        "notices": [language.say(one) for one in (*board.notices, *stamp.notes)],
        "credits": [language.say(one) for one in board.credits],
        "grades": [f"{letter} {language.say(mark.word)}" for letter, mark in GRADES.items()],
    }


def _intro(stamp: Stamp, language: Language) -> list[str]:
    """What the report is, and of whom and until when it speaks."""
    lines = [say("What marketing brought in, what it cost, and how much of it is proven.")]
    for business, day in stamp.covered.items():
        name = upfirst(language.say(called(business, stamp.labels)))
        lines.append(say("{business}: data up to {day}", business=name, day=day))
    return [language.say(line) for line in lines]


def _words(language: Language) -> dict[str, str]:
    texts = {
        "title": say("Decision report"),
        "answers": say("Three answers"),
        "lag": say("Lag indicators"),
        "lag_hint": say(
            "what has already happened, with the change against the period before; counted, so no interval"
        ),
        "lead": say("Lead indicators"),
        "lead_hint": say(
            "what announces the next quarter, with the change against the period before; counted, so no interval"
        ),
        "evidence": say("Evidence"),
        "prove": say("What would prove it"),
        "figures": say("Figures and limits"),
        "figures_hint": say("behind the charts"),
        "question": say("Question"),
        "today": say("Today"),
        "notes": say("Notes"),
        "grades": say("Grades of proof:"),
        "credits": say("Data and licences:"),
        "page": say("page"),
    }
    return {name: language.say(words) for name, words in texts.items()}


def _answer(one: Answer, language: Language) -> dict[str, Any]:
    mark = VERDICTS[one.verdict]
    drawn = gauge(one.estimate, one.line)
    return {
        "question": language.say(QUESTIONS[one.purpose]),
        "verdict": {"word": language.say(mark.word), "tone": mark.tone, "shape": mark.shape},
        "grade": graded(one.grade, language),
        "headline": upfirst(language.say(one.headline)),
        "gauge": None if drawn is None else _positions(drawn),
        "interval": _interval(one, language),
        "sentence": language.say(one.sentence),
        "reasons": [language.say(reason) for reason in one.reasons],
        "steps": [language.say(step) for step in one.would_prove],
    }


def _interval(one: Answer, language: Language) -> str:
    estimate = one.estimate
    if estimate is None:
        return language.say(say("nothing measured yet"))
    if estimate.interval is None:
        return language.say(say("no interval is stated"))
    level, ends = language.percent(estimate.interval.level), language.interval(estimate, signed=one.line == 0)
    return language.say(say("{level} interval: {interval}", level=level, interval=ends))


def _positions(drawn: Gauge) -> dict[str, float | None]:
    return {"value": drawn.value, "low": drawn.low, "high": drawn.high, "line": drawn.line}


def _tile(one: Indicator, language: Language) -> dict[str, Any]:
    spec = sparkline(one, language)
    return {
        "label": language.say(one.label),
        "value": language.figure(one.value, one.unit, compact=True),
        "beside": "" if one.value is None else language.beside(one.unit),
        "change": language.change(one.change),
        "tone": trend_tone(one.change, one.better),
        "grade": graded(one.grade, language),
        "svg": None if spec is None else draw.svg(spec, language, "light"),
        "alt": None if spec is None else spec["description"],
    }


def _cards(board: Board, language: Language) -> list[dict[str, Any]]:
    """The pictures of the page, in its order."""
    over_time = [(card.of_course(one, board.labels, language, width=_NARROW), one.grade) for one in courses(board)]
    proofs = [shown.evidence for shown in by_purpose(board.evidence)]
    made = [*over_time, *((card.of_evidence(one, board.labels, language, width=_NARROW), one.grade) for one in proofs)]
    return [_card(one, grade, language) for one, grade in made]


def _card(one: Card, grade: Grade, language: Language) -> dict[str, Any]:
    hidden = [language.say(say("+ {count} more in the table", count=one.hidden))] if one.hidden else []
    return {
        "title": one.title,
        "under": " · ".join(one.under),
        "grade": graded(grade, language),
        "svg": None if one.spec is None else draw.svg(one.spec, language, "light"),
        "alt": None if one.spec is None else one.spec["description"],
        "beside": [*one.beside, *hidden],
    }


def _figures(shown: Shown, board: Board, language: Language) -> dict[str, Any]:
    one = shown.evidence
    made, table = card.of_evidence(one, board.labels, language), of_shown(replace(shown, evidence=_few(one)), language)
    hidden = len(one.estimates) - len(_few(one).estimates)
    more = [language.say(say("+ {count} more in the table", count=hidden))] if hidden else []
    return {
        "title": made.title,
        "under": " · ".join((*made.under, one.engine, shown.id)),
        "estimand": upfirst(language.say(one.estimand)),
        "limits": [*(language.say(limit) for limit in one.limits), *more],
        "heads": [language.say(head) for head in table.heads],
        "rows": [[cell.text for cell in row] for row in table.rows],
        "figures": [cell.figure for cell in table.rows[0]] if table.rows else [],
    }


def _few(one: Evidence) -> Evidence:
    """The evidence as it is, or, where it estimates more than a page can hold, with the figures that lead it alone."""
    if len(one.estimates) <= _MANY:
        return one
    kept = {name: figure for name, figure in leading(one).items() if RELATIVE not in name}
    return replace(one, estimates=dict(ranked(kept)[:_MANY]))
