"""Rows that cover more than a week: nobody knows which day they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis.expr.types as ir

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, place, positive
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME = "day_breakdown"
WEEK = 7
MUCH = 0.1
"""Share of the business's money, or rows where there is none, from which evidence loses a grade."""


def measures(subject: Subject, table: ir.Table, _: Scope) -> dict[str, ir.Value]:
    """Rows of more than a week, and their money."""
    if "span_days" not in subject.columns:
        return {}
    long = table.span > WEEK
    return {"long_rows": table.count(where=long), "long_money": table.money.sum(where=long)}


def judge(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Sources that report by month or longer."""
    for row in rows:
        if not row.get("long_rows"):
            continue
        whole = [one for one in rows if (one["business"], one["currency"]) == (row["business"], row["currency"])]
        total = sum(one["money"] or 0 for one in whole)
        share = float(row["long_money"] / total) if total and row["long_money"] else row["long_rows"] / row["rows"]
        much = share >= MUCH
        yield Flaw(
            NAME,
            subject.table,
            *place(subject, row),
            severity=Severity.SERIOUS if much else Severity.WARNING,
            words=say(
                "{rows} rows cover more than a week: what works by week cannot use them, or must spread them.",
                rows=row["long_rows"],
            ),
            cure=say("export it again with a breakdown by day"),
            money=positive(row["long_money"]),
            currency=row["currency"],
            lowers=int(much),
        )
