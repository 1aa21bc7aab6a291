"""Pages as HTML: the nouns laid out by templates, in one language, for one face."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from probant.decision.answer import Board, Shown
from probant.errors import ProbantError
from probant.report import card as cards
from probant.report import draw, marks
from probant.report.assets import policy_in_one, style_in_one
from probant.report.card import Card
from probant.report.charts.choice import chart
from probant.report.charts.series import series
from probant.report.charts.sparkline import sparkline
from probant.report.charts.style import Spec
from probant.report.chrome import Chrome
from probant.report.courses import Course, courses
from probant.report.gauge import gauge
from probant.report.imprint import imprint
from probant.report.language import LOCALES, NOTHING, Language, precision, upfirst
from probant.report.table import Table, of_course, of_evidence, of_indicator
from probant.report.titles import called, title
from probant.report.truth import beside, summary
from probant.report.vanity import trusted
from probant.report.views import DataView, LedgerView, Stamp, by_purpose
from probant.vocabulary import Evidence, Indicator
from probant.words import Words, say, verbatim

WIDE = 760
"""Pixels of a chart that has a page of its own."""


def decision_page(board: Board, language: Language, *, chrome: Chrome, filters: tuple[Words, ...] = ()) -> str:
    """The three answers, the indicators, the evidence and what would prove more; `filters` say what was left out."""
    shown = {"courses": courses(board), "evidence": by_purpose(board.evidence), "trust": trusted(board, language)}
    return laid_out("decision", language, chrome, Stamp.of(board, filters), board=board, **shown)


def metrics_page(indicators: Sequence[Indicator], language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """Every metric over time, lag then lead."""
    graded = replace(stamp, grades=tuple(one.grade for one in indicators))
    return laid_out("metrics", language, chrome, graded, indicators=indicators)


def evidence_page(shown: Sequence[Shown], language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """All evidence at hand, one card each."""
    graded = replace(stamp, grades=tuple(one.evidence.grade for one in shown))
    return laid_out("evidence", language, chrome, graded, shown=shown)


def proof_page(shown: Shown, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """One piece of evidence: question, method, data, checks, limits, provenance."""
    return laid_out("proof", language, chrome, stamp.about(shown.evidence), shown=shown)


def data_page(view: DataView, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """The account of each batch, what was kept apart, what the tables mean."""
    return laid_out("data", language, chrome, replace(stamp, grades=()), view=view)


def ledger_page(view: LedgerView, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """Who did what, when, and whether the chain holds."""
    return laid_out("ledger", language, chrome, replace(stamp, grades=()), view=view)


def error_page(error: ProbantError, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """What was seen, and what to do about it."""
    return laid_out("error", language, chrome, replace(stamp, grades=()), error=error)


def laid_out(name: str, language: Language, chrome: Chrome, stamp: Stamp, **content: object) -> str:
    """The template of that name, filled with nouns."""
    template = _environment(language.tag).get_template(f"{name}.html.j2")
    return template.render(chrome=chrome, stamp=stamp, address=chrome.address, **content)


@cache
def _environment(tag: str) -> Environment:
    """Templates of one language; every text in them goes through `say`."""
    language = Language.of(tag)
    environment = Environment(
        loader=PackageLoader("probant.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        language=language,
        others=[other for other in LOCALES if other != tag],
        say=lambda template, **facts: language.say(Words(template, facts)),
        marks=marks,
        gauge=gauge,
        beside=lambda shown: beside(shown, language),
        truths_in_short=summary,
        imprint=lambda stamp: imprint(stamp, language),
        precision=precision,
        policy=policy_in_one,
        style=lambda: Markup(style_in_one()),  # noqa: S704 - our own file
        card=lambda noun, labels: _card(noun, labels, language),
        drawn=lambda spec: _drawn(spec, language),
        chart=lambda evidence, **options: _drawn(chart(evidence, language, **options), language),
        called=called,
        title=title,
        wide=WIDE,
        course=lambda indicator: _drawn(_course(indicator, language), language),
        sparkline=lambda indicator: _drawn(sparkline(indicator, language), language),
        table_of=lambda noun: _table(noun, language),
    )
    environment.filters.update(
        words=language.say,
        own=lambda text: language.say(verbatim(text)),
        upfirst=upfirst,
        figure=lambda value, unit, **options: _figure(language.figure(value, unit, **options), language),
        fields=_fields,
        value=lambda value: _value(value, language),
    )
    return environment


def _course(indicator: Indicator, language: Language) -> Spec | None:
    """The chart over time; none where nothing was observed: an empty frame would say that there is something to see."""
    observed = any(value is not None for _, value in indicator.series)
    return series(indicator, language) if observed else None


def _drawn(spec: Spec | None, language: Language) -> Markup:
    """Vega escapes the texts of a chart, and the description is escaped when it is drawn."""
    return Markup("") if spec is None else Markup(draw.svg(spec, language))  # noqa: S704


def _card(noun: Evidence | Course, labels: Mapping[str, Words], language: Language) -> Card:
    if isinstance(noun, Course):
        return cards.of_course(noun, labels, language)
    return cards.of_evidence(noun, labels, language)


def _table(noun: Evidence | Indicator | Course, language: Language) -> Table:
    if isinstance(noun, Course):
        return of_course(noun, language)
    return of_evidence(noun, language) if isinstance(noun, Evidence) else of_indicator(noun, language)


def _figure(text: str, language: Language) -> Markup:
    """A figure; what is not known is a dash to the eye and words to the ear."""
    if text != NOTHING:
        return escape(text)
    told = '<span aria-hidden="true">{}</span><span class="unseen">{}</span>'
    return Markup(told).format(NOTHING, language.say(say("not known")))  # noqa: S704 - format escapes


def _fields(canonical: str) -> dict[str, Any]:
    """The fields of a question that is kept as canonical JSON, without those that were left open or stand elsewhere."""
    found = json.loads(canonical)
    elsewhere = {"business", "note"}
    return {name: value for name, value in found.items() if value not in (None, [], {}, "") and name not in elsewhere}


def _value(value: Any, language: Language) -> str:
    """A value of a question as a reader writes it; a text of ours in her language, a name as it is typed."""
    if isinstance(value, str):
        return language.say(verbatim(value))
    if isinstance(value, list):
        return ", ".join(_value(one, language) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(one, language)}" for name, one in value.items())
    return language.say(say("{value}", value=value))
