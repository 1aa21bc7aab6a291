"""Sources that have not delivered for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, grouped, one_currency, over
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME = "freshness"
LATE, VERY_LATE = 7, 35
"""Days after which a source is late, and very late."""


def judge(subject: Subject, rows: Sequence[Row], scope: Scope) -> Iterator[Flaw]:
    """Days since the last one that a table covers; and sources that stay behind the others of their business.

    A source that ended long before the others has ended, and is not late. It lowers no grade: how old evidence is,
    is judged when a decision rests on it.
    """
    if scope.today is None:
        return
    for (business, _), whole in grouped(subject, rows, source=False).items():
        newest = max(map(_after, whole))
        if (flaw := _late(subject, (business, ()), whole, scope.today)) is not None:
            yield flaw
        for place, own in grouped(subject, whole).items():
            behind = newest - max(map(_after, own))
            if place[1] and timedelta() < behind <= timedelta(days=VERY_LATE):
                flaw = _late(subject, (business, place[1]), own, newest)
                if flaw is not None:
                    yield flaw


def _late(subject: Subject, place: tuple[str, tuple[str, ...]], rows: Sequence[Row], until: date) -> Flaw | None:
    """A flaw where the last day lies longer before `until` than the rows' own length allows."""
    after = max(map(_after, rows))
    late, allowed = (until - after).days, LATE + max(row["span"] for row in rows) - 1
    if late <= allowed:
        return None
    return Flaw(
        NAME,
        subject.table,
        *place,
        severity=Severity.SERIOUS if late > VERY_LATE + allowed else Severity.WARNING,
        words=say("The last day is {last}; since then {days} days.", last=after - timedelta(days=1), days=late),
        cure=say("export what came since and load it; see whether the export still runs"),
        money=over(rows, late) if late <= VERY_LATE else None,
        currency=one_currency(rows),
    )


def _after(row: Row) -> date:
    after: date = row["day"] + timedelta(days=row["span"])
    return after
