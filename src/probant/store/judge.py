"""What each new row is: new, a repetition, a new version of a row that is there, or a contradiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from probant.contract.definition import Contract
from probant.store.quarantine import as_text
from probant.store.statement import statement
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many rows of a batch are not simply new."""

    duplicate: int
    contradicted: int
    replaced: int


def contradiction(contract: Contract) -> Words:
    """Why two rows of one batch that contradict one another are kept apart."""
    return say(
        "Rows of one file have the same {key} and different values; the line counts readable rows, from 1.",
        key=contract.key,
    )


def judge(cursor: duckdb.DuckDBPyConnection, contract: Contract, batch: int, source: str, *, compare: bool) -> Verdicts:
    """Sort out the rows of `batch`, which stand in their table, within the open transaction.

    Rows equal in all columns to a current row, or to an earlier one of the batch, are taken out. Rows of the
    batch that share a key and differ are kept apart. A current row of an earlier batch with the key of a row
    that stays is superseded. `compare` is False where no earlier batch has rows in the table.
    """
    values = {"batch": batch}
    surplus = _number(cursor, statement("surplus", contract), values)
    if not surplus and not compare:
        return Verdicts(0, 0, 0)
    cursor.execute(statement("removed"))
    cursor.execute(statement("digests", contract), values)
    if surplus:
        cursor.execute(statement("within", contract), values)
        cursor.execute(statement("prune"))
    replaced = _compare(cursor, contract, batch) if compare else 0
    duplicate, contradicted = cursor.execute(statement("tally")).fetchall()[0]
    if contradicted:
        reason = as_text(contradiction(contract))
        cursor.execute(statement("set_apart", contract), {**values, "file": source, "reason": reason})
    if duplicate or contradicted:
        cursor.execute(statement("remove", contract))
    return Verdicts(duplicate, contradicted, replaced)


def _compare(cursor: duckdb.DuckDBPyConnection, contract: Contract, batch: int) -> int:
    """Hold the batch against the current rows; the number of those that it supersedes."""
    values = {"batch": batch}
    reach = _reach(cursor, contract, batch)
    if not _number(cursor, statement("candidates", contract), {**values, **reach}):
        return 0
    cursor.execute(statement("meet", contract), values)
    cursor.execute(statement("repeated"))
    return _number(cursor, statement("supersede", contract), values)


def _reach(cursor: duckdb.DuckDBPyConnection, contract: Contract, batch: int) -> dict[str, date]:
    """First and last day of the batch: where the day is part of the key, only rows between them can meet it."""
    if "day" not in contract.key:
        return {}
    first, last = cursor.execute(statement("extent", contract), {"batch": batch}).fetchall()[0]
    return {"first": first, "last": last}


def _number(cursor: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, object] | None = None) -> int:
    """What a statement counts, or how many rows it wrote."""
    return int(cursor.execute(text, dict(values or {})).fetchall()[0][0])
