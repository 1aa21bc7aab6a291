"""Days without rows, between the first and the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import exp

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import DAY, Row, covered, grouped, one_currency, over
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import Words, say

NAME = "gaps"
MUCH = 0.1
"""Share of the days from which evidence loses a grade."""
PAUSE = 14
"""Days without a row from which a source that others go on beside is said to pause."""
CHANCE = 0.001
"""Probability below which days without an event are no chance."""


def judge(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Days that no source of a business covers; then sources that pause while others go on."""
    for (business, _), whole in grouped(subject, rows, source=False).items():
        held = covered(whole)
        runs = _runs(held)
        missing = runs if subject.reported else [run for run in runs if _improbable(run, whole, held)]
        if missing:
            yield _missing(subject, business, whole, missing, len(held))
        if subject.reported and subject.by:
            for (_, source), own in grouped(subject, whole).items():
                alone = [run for run in _runs(covered(own)) if _beside(run, held) >= PAUSE]
                if alone:
                    yield _pause(subject, business, source, own, max(alone, key=_length))


def _missing(subject: Subject, business: str, rows: Sequence[Row], runs: list[tuple[date, date]], held: int) -> Flaw:
    days = sum(map(_length, runs))
    share = days / (days + held)
    return Flaw(
        NAME,
        subject.table,
        business,
        (),
        severity=Severity.SERIOUS if share >= MUCH else Severity.WARNING,
        words=say("Days without any row: {days} ({spans}).", days=days, spans=_spans(runs)),
        cure=say("export these days again and load them; if nothing happened on them, load rows of 0"),
        money=over(rows, days),
        currency=one_currency(rows),
        lowers=int(share >= MUCH),
    )


def _pause(
    subject: Subject, business: str, source: tuple[str, ...], rows: Sequence[Row], run: tuple[date, date]
) -> Flaw:
    return Flaw(
        NAME,
        subject.table,
        business,
        source,
        severity=Severity.NOTE,
        words=say("It has no row from {first} to {last}, while others go on.", first=run[0], last=run[1]),
        cure=say("if it was paused, nothing is to be done; if not, export these days again"),
        money=over(rows, _length(run)),
        currency=one_currency(rows),
    )


def _runs(held: set[date]) -> list[tuple[date, date]]:
    """First and last day of each gap."""
    ordered = sorted(held)
    return [(a + DAY, b - DAY) for a, b in pairwise(ordered) if b - a > DAY]


def _beside(run: tuple[date, date], held: set[date]) -> int:
    """Days of a gap on which others have rows."""
    return sum(run[0] + DAY * step in held for step in range(_length(run)))


def _length(run: tuple[date, date]) -> int:
    return (run[1] - run[0]).days + 1


def _improbable(run: tuple[date, date], rows: Sequence[Row], held: set[date]) -> bool:
    """Whether events that come by chance, as often as these, would hardly leave such a gap anywhere."""
    days = (max(held) - min(held)).days + 1
    a_day = sum(row["rows"] for row in rows) / days
    return days * exp(-a_day * _length(run)) < CHANCE


def _spans(runs: list[tuple[date, date]]) -> tuple[Words, ...]:
    """The first three gaps."""
    shown = [say("{first} to {last}", first=a, last=b) if a < b else say("{day}", day=a) for a, b in runs[:3]]
    return (*shown, *([say("and {more} more", more=len(runs) - 3)] if len(runs) > 3 else []))
