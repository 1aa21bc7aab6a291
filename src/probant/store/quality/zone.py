"""Days that cannot be the day of their instant in the project's time zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis.expr.types as ir

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, place, positive
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME = "time_zone"
LITTLE, MUCH = 0.01, 0.1
"""Shares of the rows from which it is said, and from which it is serious."""
DAY = 86_400


def measures(subject: Subject, table: ir.Table, scope: Scope) -> dict[str, ir.Value]:
    """Rows whose instant lies outside their day, whatever offset the zone has in the year."""
    if not {"at", "day"} <= subject.columns:
        return {}
    smallest, largest = scope.offsets()
    # Counted in seconds: engines differ in the day of an instant in a zone.
    after = table["at"].epoch_seconds().cast("int64") - table.day.cast("timestamp").epoch_seconds().cast("int64")
    outside = (after < -largest) | (after >= DAY - smallest)
    return {"outside": table.count(where=outside), "outside_money": table.money.sum(where=outside)}


def judge(subject: Subject, rows: Sequence[Row], scope: Scope) -> Iterator[Flaw]:
    """Sources whose days are those of another zone. It lowers no grade: a day's shift moves no week by much."""
    for row in rows:
        share = row.get("outside", 0) / row["rows"]
        if share < LITTLE:
            continue
        yield Flaw(
            NAME,
            subject.table,
            *place(subject, row),
            severity=Severity.SERIOUS if share >= MUCH else Severity.WARNING,
            words=say(
                "In {share:share} of the rows the day is not that of the instant in {zone}.",
                share=share,
                zone=scope.timezone,
            ),
            cure=say("name the source's zone in probant.toml (timezone under its [[source]]) and load it again"),
            money=positive(row["outside_money"]),
            currency=row["currency"],
        )
