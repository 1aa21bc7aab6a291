"""The same words and figures for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from probant.decision.answer import Answer, Board, Shown
from probant.errors import ProbantError
from probant.report.gauge import gauge
from probant.report.language import Language
from probant.report.marks import QUESTIONS, SIGNS, VERDICTS, grade_mark, method, trend_tone
from probant.report.table import of_evidence
from probant.report.views import Stamp
from probant.vocabulary import Evidence, Grade, Indicator, Receipt
from probant.words import Words, say, verbatim

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table
    from rich.text import Text

TONES: Mapping[str, str] = {"good": "green", "info": "cyan", "warn": "yellow", "bad": "red", "plain": "bright_black"}
_BAR = 40
"""Characters of a drawn scale."""


def decision(board: Board, language: Language) -> Group:
    """The whole decision page: answers, indicators, evidence, what would prove more, credits."""
    from rich.console import Group

    stamp = Stamp.of(board)
    parts: list[RenderableType] = [_about(stamp, language)]
    parts += [answer(one, language) for one in board.answers]
    for found, head in ((board.lag, say("Lag indicators")), (board.lead, say("Lead indicators"))):
        if found:
            parts += ["", indicators(found, language, title=head)]
    if board.evidence:
        parts += ["", listing(board.evidence, language)]
    lines = [say("Note: {notice}", notice=notice) for notice in board.notices]
    lines += [say("Data and licences:"), *board.credits] if board.credits else []
    parts += ["", *(_plain(line, language, "bright_black") for line in (*stamp.notes, *lines))]
    return Group(*parts)


def answer(one: Answer, language: Language) -> Group:
    """One answer: question, verdict, figure, scale, sentence, and what would prove more."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    mark = VERDICTS[one.verdict]
    head = Text()
    head.append(language.say(QUESTIONS[one.purpose]), style="bold")
    state = Text()
    state.append(f"{SIGNS[mark.shape]} {language.say(mark.word)}", style=f"bold {TONES[mark.tone]}")
    state.append("  ").append(language.say(one.headline), style="bold")
    state.append("  ").append_text(_grade(one.grade, language))
    body: list[RenderableType] = [state, *_scale(one, language), Text(language.say(one.sentence))]
    body += [_plain(reason, language, "bright_black") for reason in one.reasons]
    body += [Text("→ ").append(language.say(step)) for step in one.would_prove]
    return Group("", head, Padding(Group(*body), (0, 0, 0, 2)))


def indicators(found: Sequence[Indicator], language: Language, *, title: Words | None = None) -> Table:
    """Metrics with their change and grade."""
    heads = (say("Metric"), say("Value"), say("Change"), say("Interval"), say("Grade"))
    table, none = _table(heads, language, title, figures=(1, 2, 3)), language.say(say("none"))
    for one in found:
        tone = TONES[trend_tone(one.change, one.better)]
        around = one.interval
        ends = " – ".join(language.figure(x, one.unit) for x in (around.low, around.high)) if around else none
        table.add_row(
            _cell(language.say(one.label)),
            _cell(language.quantity(one.value, one.unit, compact=True), "bold"),
            _cell(language.change(one.change), tone),
            _cell(ends),
            _grade(one.grade, language, short=True),
        )
    return table


def listing(shown: Sequence[Shown], language: Language) -> Table:
    """All evidence, one line each."""
    heads = (say("Evidence"), say("What is estimated"), say("Engine"), say("Grade"))
    table = _table(heads, language, say("Evidence"))
    for one in shown:
        table.add_row(
            _cell(one.id, "bold"),
            _cell(language.say(one.evidence.estimand)),
            _cell(one.evidence.engine),
            _grade(one.evidence.grade, language),
        )
    return table


def evidence(shown: Shown, language: Language) -> Group:
    """One piece of evidence: method, table, checks, limits, provenance."""
    from rich.console import Group
    from rich.text import Text

    one = shown.evidence
    content = of_evidence(one, language)
    figures = tuple(place for place, cell in enumerate(content.rows[0] if content.rows else ()) if cell.figure)
    table = _table(content.heads, language, None, figures=figures)
    for row in content.rows:
        table.add_row(*(_cell(cell.text) for cell in row))
    head = Text(f"{shown.id}  ", style="bold").append(language.say(one.estimand)).append("  ")
    parts: list[RenderableType] = [head.append_text(_grade(one.grade, language))]
    parts += [_plain(method(one.engine), language, "bright_black"), table, *_checks(one, language)]
    parts += [_plain(say("Limit: {limit}", limit=limit), language) for limit in one.limits]
    origin = one.provenance
    if origin is not None:
        words = say("Data {digest}, seed {seed}, version {version}.", digest=origin.data[:12], seed=str(origin.seed),
                    version=origin.version)  # fmt: skip
        parts.append(_plain(words, language, "bright_black"))
    return Group(*parts)


def receipts(found: Sequence[Receipt], language: Language) -> Table:
    """The account of each batch: received = loaded + quarantined + duplicate + refused."""
    heads = (say("Batch"), say("Source"), say("Table"), say("Received"), say("Loaded"), say("Quarantined"),
             say("Duplicate"), say("Refused"), say("Note"))  # fmt: skip
    table = _table(heads, language, None, figures=(0, 3, 4, 5, 6, 7))
    for one in found:
        counts = (one.received, one.loaded, one.quarantined, one.duplicate, one.refused)
        notes = [language.say(say("came again, nothing changed"))] if one.again else []
        notes += [f"{language.say(why.words)} ({language.quantity(why.rows, '')})" for why in one.reasons]
        written = (language.quantity(count, "") for count in counts)
        table.add_row(*map(_cell, (str(one.batch), one.source, one.table, *written, "; ".join(notes))))
    return table


def error(found: ProbantError, language: Language) -> Text:
    """What was seen and what mends it, on a line each."""
    from rich.text import Text

    text = Text(language.say(found.what), style="red")
    return text.append("\n→ ", style="bold").append(language.say(found.mend), style="default")


def _about(stamp: Stamp, language: Language) -> Text:
    text = _plain(verbatim(stamp.project), language, "bold")
    if stamp.data_until:
        text.append("  ").append(language.say(say("Data up to {day}", day=stamp.data_until)), style="bright_black")
    text.append("  ").append(language.say(say("{rows} rows", rows=stamp.rows)), style="bright_black")
    return text


def _scale(one: Answer, language: Language) -> list[RenderableType]:
    """The interval drawn to scale against the line, and said in figures."""
    from rich.text import Text

    drawn, estimate = gauge(one.estimate, one.line), one.estimate
    if drawn is None or estimate is None or drawn.low is None or drawn.high is None or estimate.interval is None:
        return []
    low, high, point = (round(place / 100 * (_BAR - 1)) for place in (drawn.low, drawn.high, drawn.value))
    signs = ["━" if low <= place <= high else "─" for place in range(_BAR)]
    if drawn.line is not None:
        signs[round(drawn.line / 100 * (_BAR - 1))] = "│"
    signs[point] = "●"
    level = language.say(say("{level} interval", level=language.percent(estimate.interval.level)))
    return [
        Text("".join(signs), style="cyan").append(
            f"  {language.interval(estimate, signed=one.line == 0)}  ({level})", style="default"
        )
    ]


def _checks(one: Evidence, language: Language) -> list[Text]:
    from rich.text import Text

    signs = {True: ("✓", "green"), False: ("✕", "red"), None: ("○", "bright_black")}
    return [
        Text(f"{signs[check.passed][0]} ", style=signs[check.passed][1]).append(language.say(check.words), "default")
        for check in one.checks
    ]


def _grade(grade: Grade | None, language: Language, *, short: bool = False) -> Text:
    from rich.text import Text

    mark = grade_mark(grade)
    return Text(mark.shape if short else f"{mark.shape} · {language.say(mark.word)}", style=TONES[mark.tone])


def _table(heads: Sequence[Words], language: Language, title: Words | None, *, figures: Sequence[int] = ()) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=None if title is None else _plain(title, language, "bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for place, head in enumerate(heads):
        table.add_column(_plain(head, language), justify="right" if place in figures else "left")
    return table


def _cell(text: str, style: str = "") -> Text:
    """Texts of data are texts, never rich's markup."""
    from rich.text import Text

    return Text(text, style=style)


def _plain(words: Words, language: Language, style: str = "") -> Text:
    return _cell(language.say(words), style)
