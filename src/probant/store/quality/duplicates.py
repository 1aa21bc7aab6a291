"""The same event, or the same source, twice under different names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, grouped, one_currency, positive
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

EVENTS, SERIES = "duplicates", "doubled_source"
LITTLE, MUCH = 0.001, 0.02
"""Shares of the events from which it is said, and from which evidence loses a grade."""
FEWEST, ALIKE = 14, 0.9
"""Days that two sources must share, and the share of them on which they must agree to the last digit."""


def judge_events(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Events that agree in all that should tell them apart."""
    for row in rows:
        share = row["extra"] / row["rows"]
        if share < LITTLE:
            continue
        yield Flaw(
            EVENTS,
            subject.table,
            row["business"],
            (),
            severity=Severity.SERIOUS if share >= MUCH else Severity.WARNING,
            words=say(
                "{extra} of {rows} rows equal another one in {columns}, under another identifier.",
                extra=row["extra"],
                rows=row["rows"],
                columns=subject.twin,
            ),
            cure=say("see whether two systems report the same events; load one of them, or give both one identifier"),
            money=positive(row["money"]),
            currency=row["currency"],
            lowers=int(share >= MUCH),
        )


def judge_series(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Sources of one business whose money agrees to the last digit, day by day."""
    if not subject.reported or subject.money is None:
        return
    by_source = {key: _by_day(own) for key, own in grouped(subject, rows).items()}
    for (one, a), (other, b) in combinations(by_source.items(), 2):
        if one[0] != other[0] or not _alike(a, b):
            continue
        yield Flaw(
            SERIES,
            subject.table,
            one[0],
            one[1],
            severity=Severity.SERIOUS,
            words=say("Its money equals that of {other}, day by day: one of them is counted twice.", other=other[1]),
            cure=say("find out under which name it belongs, and take the other out of the export or of probant.toml"),
            money=positive(min(sum(a.values(), Decimal()), sum(b.values(), Decimal()))),
            currency=one_currency(grouped(subject, rows)[one]),
            lowers=1,
        )


def _by_day(rows: Sequence[Row]) -> dict[object, Decimal]:
    return {(row["day"], row["currency"]): row["money"] for row in rows if row["money"]}


def _alike(a: dict[object, Decimal], b: dict[object, Decimal]) -> bool:
    shared = a.keys() & b.keys()
    if len(shared) < FEWEST or len(shared) < ALIKE * max(len(a), len(b)):
        return False
    return sum(a[day] == b[day] for day in shared) >= ALIKE * len(shared) and len({a[day] for day in shared}) > 1
