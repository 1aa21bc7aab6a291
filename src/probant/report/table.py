"""The same numbers as a table: for readers who cannot see a chart, and for their own sheets."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from probant.report import imprint
from probant.report.courses import Course
from probant.report.language import Language, label, precision
from probant.report.leading import leading, others, ranked
from probant.report.titles import called
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Evidence, Indicator
from probant.words import Words, say, verbatim

Raw = float | int | Decimal | date | str | None
MARK = "\ufeff"
"""By which a sheet knows that the file is UTF-8."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure or text: as a reader sees it, and as a sheet wants it."""

    text: str
    raw: Raw
    figure: bool = False
    """Whether it is a number, or stands for one that is not known."""
    unit: str = ""
    """Of the number; '' where it has none."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, in rows."""

    title: Words
    heads: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]


def of_evidence(evidence: Evidence, language: Language) -> Table:
    """One row a subject, the leading ones by size, then those in other units, then those without and why."""
    order = (*ranked(leading(evidence)), *ranked(others(evidence)))
    known = [_estimated(subject, estimate, evidence, language) for subject, estimate in order]
    unknown = [_unestimated(subject, why, evidence, language) for subject, why in sorted(evidence.unknown.items())]
    beside = language.beside(order[0][1].unit) if order else ""
    estimate = say("Estimate ({unit})", unit=beside) if beside else say("Estimate")
    heads = (say("Subject"), estimate, say("From"), say("To"), say("Level"), say("Sample"), say("Note"))
    return without_empty(Table(evidence.estimand, heads, (*known, *unknown)))


def of_indicator(indicator: Indicator, language: Language) -> Table:
    """One row a bucket."""
    beside = language.beside(indicator.unit)
    return Table(
        title=indicator.label,
        heads=(say("From day"), say("Value ({unit})", unit=beside) if beside else say("Value")),
        rows=tuple(
            (Cell(language.date(day), day), _figure(value, indicator.unit, language)) for day, value in indicator.series
        ),
    )


def of_course(course: Course, language: Language) -> Table:
    """One row a week, one column a metric."""
    columns = [dict(one.series) for one in course.indicators]
    days = sorted({day for column in columns for day in column})
    return Table(
        title=course.title,
        heads=(say("From day"), *(_headed(one, language) for one in course.indicators)),
        rows=tuple(
            (
                Cell(language.date(day), day),
                *(
                    _figure(column.get(day), one.unit, language)
                    for column, one in zip(columns, course.indicators, strict=True)
                ),
            )
            for day in days
        ),
    )


def _headed(one: Indicator, language: Language) -> Words:
    beside = language.beside(one.unit)
    return say("{label} ({unit})", label=one.label, unit=beside) if beside else one.label


def to_csv(table: Table, stamp: Stamp, language: Language) -> str:
    """The table as a sheet of the reader's language opens it: heads in the first line, then one row a line.

    Unit, business, period, filters, date of the data, version and grade stand in columns of their own, in every
    row: they stay where they belong when rows are sorted, filtered or copied, and any program reads the file.
    Columns part by ';' where the decimal sign is a comma; no thousands, dates are ISO 8601; what is not known is
    empty. A text that a sheet would take for a formula is led by an apostrophe.
    """
    out = io.StringIO()
    about = _about(stamp, language)
    comma = language.numerals.decimal == ","
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    nothing = (Cell("", None),) * len(table.heads)
    writer.writerow([_safe(language.say(head)) for head in (*table.heads, say("Unit"), *(head for head, _ in about))])
    for row in table.rows or (nothing,):
        unit = next((cell.unit for cell in row if cell.unit), "")
        writer.writerow([_plain(raw, comma) for raw in (*(cell.raw for cell in row), unit, *(raw for _, raw in about))])
    return MARK + out.getvalue()


def _about(stamp: Stamp, language: Language) -> tuple[tuple[Words, Raw], ...]:
    """Head and value of what every row carries."""
    period = stamp.period
    business = language.say(called(stamp.business, stamp.labels)) if stamp.business else None
    return (
        (say("Project"), language.say(verbatim(stamp.project))),
        (say("Business"), business),
        (say("First day"), period.start if period else None),
        (say("Last day"), period.end - timedelta(days=1) if period else None),
        (say("Filters"), imprint.filters(stamp, language)),
        (say("Data up to"), stamp.data_until),
        (say("Version"), imprint.version(stamp)),
        (say("Grade of proof"), imprint.grades(stamp, language)),
    )


def _estimated(subject: str, estimate: Estimate, evidence: Evidence, language: Language) -> tuple[Cell, ...]:
    around, unit = estimate.interval, estimate.unit
    size = evidence.sample.get(subject)
    ends = (None, None) if around is None else (around.low, around.high)
    like = precision(estimate)
    name = label(subject, language, evidence.engine)
    level = None if around is None else around.level
    return (
        Cell(name, subject),
        _figure(estimate.value, unit, language, like=like),
        *(_figure(end, unit, language, like=like) for end in ends),
        Cell("" if level is None else language.percent(level), level, figure=True),
        _figure(size, "", language),
        Cell("", ""),
    )


def _unestimated(subject: str, why: Words, evidence: Evidence, language: Language) -> tuple[Cell, ...]:
    nothing = _figure(None, "", language)
    reason = language.say(why)
    size = _figure(evidence.sample.get(subject), "", language)
    name = label(subject, language, evidence.engine)
    return (Cell(name, subject), nothing, nothing, nothing, nothing, size, Cell(reason, reason))


def _figure(value: float | int | None, unit: str, language: Language, *, like: float | None = None) -> Cell:
    return Cell(language.figure(value, unit, like=like), value, figure=True, unit=unit)


def without_empty(table: Table) -> Table:
    """Without the columns that hold nothing in any row; subject and estimate always stand."""
    kept = [
        place
        for place in range(len(table.heads))
        if place < 2 or any(row[place].raw not in (None, "") for row in table.rows)
    ]
    return Table(
        title=table.title,
        heads=tuple(table.heads[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def _plain(raw: Raw, comma: bool) -> str:
    if raw is None:
        return ""
    if isinstance(raw, str):
        return _safe(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    return str(raw).replace(".", ",") if comma else str(raw)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
