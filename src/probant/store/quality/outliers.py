"""Days whose money is far from that of the days around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import exp, log
from statistics import median

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import CENT, Row, grouped, one_currency
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME = "outliers"
FEWEST = 28
"""Days that a source needs."""
AROUND = 14
"""Days on either side that a day is held against."""
FAR, FACTOR = 8.0, 5.0
"""Robust standard deviations, and times the days around, from which a day is an outlier: both must be passed."""
Far = tuple[date, Decimal, Decimal]
"""Day, money on it, and what the days around it have."""
MUCH = 0.2
"""Share of the money from which evidence loses a grade."""


def judge(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Days far from the median of the days around, on the log scale."""
    if not subject.daily:
        return
    for (business, source), own in grouped(subject, rows).items():
        found = _outliers(own)
        if found:
            yield _flaw(subject, business, source, own, found)


def _flaw(subject: Subject, business: str, source: tuple[str, ...], rows: Sequence[Row], found: list[Far]) -> Flaw:
    touched = sum((abs(money - usual) for _, money, usual in found), Decimal())
    total = sum((row["money"] for row in rows if row["money"]), Decimal())
    much = total > 0 and touched / total >= Decimal(str(MUCH))
    day, seen, usual = max(found, key=lambda one: abs(one[1] - one[2]))
    currency = one_currency(rows)
    return Flaw(
        NAME,
        subject.table,
        business,
        source,
        severity=Severity.SERIOUS if much else Severity.WARNING,
        words=say(
            "Days far from those around them: {count}; the most on {day}: {seen:{currency}} instead of some "
            "{usual:{currency}}.",
            count=len(found),
            day=day,
            seen=seen,
            usual=usual,
            currency=currency,
        ),
        cure=say("look these days up at the source: a slip of the decimal mark, a total taken for a day, or a sale"),
        money=touched.quantize(CENT),
        currency=currency,
        lowers=int(much),
    )


def _outliers(rows: Sequence[Row]) -> list[Far]:
    if one_currency(rows) is None:
        return []
    days = sorted(
        (row["day"], Decimal(row["money"]) / row["span"]) for row in rows if row["money"] and row["money"] > 0
    )
    if len(days) < FEWEST:
        return []
    logs = [log(float(money)) for _, money in days]
    middle = [median(logs[max(0, at - AROUND) : at + AROUND + 1]) for at in range(len(logs))]
    left = [one - around for one, around in zip(logs, middle, strict=True)]
    spread = 1.4826 * median(map(abs, left))
    far = max(FAR * spread, log(FACTOR))
    return [
        (day, money.quantize(CENT), Decimal(str(exp(around))).quantize(CENT))
        for (day, money), gap, around in zip(days, left, middle, strict=True)
        if abs(gap) > far
    ]
