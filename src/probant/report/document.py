"""The decision page as PDF: set by Typst, tagged for screen readers, fit for the archive."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from probant.decision.answer import Answer, Board, Shown
from probant.report import draw
from probant.report.charts.choice import chart
from probant.report.charts.sparkline import sparkline
from probant.report.gauge import Gauge, gauge
from probant.report.language import Language
from probant.report.marks import GRADES, QUESTIONS, VERDICTS, grade_mark, trend_tone
from probant.report.table import of_evidence
from probant.report.theme import TOKENS
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Grade, Indicator
from probant.words import Words, say

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("ua-1", "a-2a")
"""PDF/UA-1 for readers who cannot see, PDF/A-2a for the archive: level a holds all that level b asks, and tags."""
_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_EPOCH = 0
"""Time of creation written into the file: none of ours, so that the same board gives the same bytes."""


def pdf(board: Board, language: Language, *, filters: tuple[Words, ...] = ()) -> bytes:
    """The report as PDF/UA-1 and PDF/A-2; each page carries period, filters, date of the data, version and grade."""
    import typst

    return typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(content(board, language, filters), ensure_ascii=False)},
        pdf_standards=list(STANDARDS),
        timestamp=_EPOCH,
    )


@cache
def _fonts() -> typst.Fonts:
    import fontpkg_inter
    import typst

    folder = str(Path(fontpkg_inter.ROOT) / "files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def content(board: Board, language: Language, filters: tuple[Words, ...]) -> dict[str, Any]:
    """All words, figures and pictures of the report, as the template wants them: plain JSON values."""
    stamp = Stamp.of(board, filters)
    return {
        "language": language.tag if len(language.tag) == 2 else "en",
        "colours": {name: light for name, (light, _) in TOKENS.items()},
        "words": _words(language),
        "project": board.project,
        "running": _running(stamp, board, language),
        "answers": [_answer(one, language) for one in board.answers],
        "lag": [_tile(one, language) for one in board.lag],
        "lead": [_tile(one, language) for one in board.lead],
        "evidence": [_evidence(one, board, language) for one in board.evidence],
        "notices": [language.say(one) for one in (*board.notices, *stamp.notes)],
        "credits": [language.say(one) for one in board.credits],
        "grades": [f"{letter} {language.say(mark.word)}" for letter, mark in GRADES.items()],
    }


def _words(language: Language) -> dict[str, str]:
    texts = {
        "title": say("Decision report"),
        "answers": say("Three answers"),
        "lag": say("Lag indicators"),
        "lag_hint": say("what has already happened, with the change against the period before"),
        "lead": say("Lead indicators"),
        "lead_hint": say("what announces the next quarter, with the change against the period before"),
        "evidence": say("Evidence"),
        "prove": say("What would prove it"),
        "question": say("Question"),
        "today": say("Today"),
        "notes": say("Notes"),
        "grades": say("Grades of proof:"),
        "credits": say("Data and licences:"),
        "page": say("page"),
    }
    return {name: language.say(words) for name, words in texts.items()}


def _running(stamp: Stamp, board: Board, language: Language) -> list[str]:
    """What each page carries; the grade is that of the weakest answer, since a page shows them all."""
    filters = language.say(say("none")) if not stamp.filters else ", ".join(map(language.say, stamp.filters))
    grades = sorted({one.grade for one in board.answers if one.grade})
    until = say("Data up to {day}", day=stamp.data_until)
    lines = [
        say("Period: {period}", period=language.period(stamp.period) if stamp.period else say("all data")),
        say("Filters: {filters}", filters=filters),
        until if stamp.data_until else say("No data yet"),
        say("Version {version}", version=stamp.version),
        say("Grades shown: {grades}", grades=", ".join(grades)) if grades else say("No evidence"),
    ]
    return [language.say(line) for line in lines]


def _answer(one: Answer, language: Language) -> dict[str, Any]:
    mark = VERDICTS[one.verdict]
    drawn = gauge(one.estimate, one.line)
    return {
        "question": language.say(QUESTIONS[one.purpose]),
        "verdict": {"word": language.say(mark.word), "tone": mark.tone, "shape": mark.shape},
        "grade": _grade(one.grade, language),
        "headline": _upfirst(language.say(one.headline)),
        "gauge": None if drawn is None else _positions(drawn),
        "interval": _interval(one.estimate, language),
        "sentence": language.say(one.sentence),
        "reasons": [language.say(reason) for reason in one.reasons],
        "steps": [language.say(step) for step in one.would_prove],
    }


def _interval(estimate: Estimate | None, language: Language) -> str:
    if estimate is None:
        return language.say(say("nothing measured yet"))
    if estimate.interval is None:
        return language.say(say("no interval is stated"))
    level = language.percent(estimate.interval.level)
    return language.say(say("{level} interval: {interval}", level=level, interval=language.interval(estimate)))


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
        "grade": _grade(one.grade, language),
        "svg": None if spec is None else draw.svg(spec, language, "light"),
        "alt": None if spec is None else spec["description"],
    }


def _evidence(shown: Shown, board: Board, language: Language) -> dict[str, Any]:
    one = shown.evidence
    spec = chart(one, language)
    table = of_evidence(one, language)
    business = board.labels.get(one.business)
    under = [language.say(business) if business else one.business]
    under += [language.period(one.period)] if one.period else []
    return {
        "id": shown.id,
        "engine": one.engine,
        "title": _upfirst(language.say(one.estimand)),
        "under": " · ".join(under),
        "grade": _grade(one.grade, language),
        "limits": [language.say(limit) for limit in one.limits],
        "svg": None if spec is None else draw.svg(spec, language, "light"),
        "alt": None if spec is None else spec["description"],
        "heads": [language.say(head) for head in table.heads],
        "rows": [[cell.text for cell in row] for row in table.rows],
        "figures": [cell.figure for cell in table.rows[0]] if table.rows else [],
    }


def _grade(grade: Grade | None, language: Language) -> dict[str, str]:
    mark = grade_mark(grade)
    return {"letter": mark.shape, "word": language.say(mark.word), "tone": mark.tone}


def _upfirst(text: str) -> str:
    return text[:1].upper() + text[1:]
