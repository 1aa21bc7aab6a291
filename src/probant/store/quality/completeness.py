"""Cells that are empty and are missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis.expr.types as ir

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, place, positive
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME = "completeness"
LITTLE, MUCH = 0.01, 0.2
"""Shares of empty cells from which it is said, and from which it is a warning."""


def measures(subject: Subject, table: ir.Table, _: Scope) -> dict[str, ir.Value]:
    """Rows without each column that matters, and the money in them."""
    return {
        name: value
        for column in subject.matters
        for name, value in (
            (f"empty_{column}", table.count(where=table[column].isnull())),
            (f"empty_money_{column}", table.money.sum(where=table[column].isnull())),
        )
    }


def judge(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """A column that is empty in a share of the rows; those that a source never fills are only noted, together."""
    for row in rows:
        shares = {column: row[f"empty_{column}"] / row["rows"] for column in subject.matters}
        never = tuple(column for column, share in shares.items() if share == 1)
        if never:
            yield _never(subject, row, never)
        for column, share in shares.items():
            if LITTLE <= share < 1:
                yield _partly(subject, row, column, share)


def _never(subject: Subject, row: Row, columns: tuple[str, ...]) -> Flaw:
    return Flaw(
        NAME,
        subject.table,
        *place(subject, row),
        severity=Severity.NOTE,
        words=say("It never fills {columns}.", columns=columns),
        cure=say("add the column to the export if the source has it; what is empty counts as not known"),
        money=positive(row["money"]),
        currency=row["currency"],
    )


def _partly(subject: Subject, row: Row, column: str, share: float) -> Flaw:
    much = share >= MUCH
    return Flaw(
        NAME,
        subject.table,
        *place(subject, row),
        severity=Severity.WARNING if much else Severity.NOTE,
        words=say("“{column}” is empty in {share:share} of the rows.", column=column, share=share),
        cure=say("see why the source leaves “{column}” empty there; what is empty counts as not known", column=column),
        money=positive(row[f"empty_money_{column}"]),
        currency=row["currency"],
        lowers=int(much and column == subject.money),
    )
