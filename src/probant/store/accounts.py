"""The account of every batch, in the transaction of its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from probant.store.statement import statement
from probant.store.watermark import Mark
from probant.vocabulary import Reason, Receipt
from probant.words import decode, encode, verbatim

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT = tuple(field.name for field in fields(Receipt) if field.name != "again")


def last(cursor: duckdb.DuckDBPyConnection) -> Mark:
    """The last batch in the store; the mark of nothing where there is none."""
    found = cursor.execute(statement("last")).fetchone()
    return Mark(int(found[0]), str(found[1])) if found else Mark()


def find(cursor: duckdb.DuckDBPyConnection, table: str, source: str, content: str) -> Receipt | None:
    """The receipt of that very batch; None where it was never loaded."""
    cursor.execute(statement("find_receipt"), {"table": table, "source": source, "content": content})
    return next(iter(_receipts(cursor)), None)


def every(cursor: duckdb.DuckDBPyConnection) -> tuple[Receipt, ...]:
    """All receipts, the first batch first."""
    return tuple(_receipts(cursor.execute(statement("receipts"))))


def enter(cursor: duckdb.DuckDBPyConnection, receipt: Receipt) -> None:
    """Write a receipt into the open transaction."""
    values = {name: getattr(receipt, name) for name in _KEPT}
    reasons = [{"words": encode(one.words), "rows": one.rows} for one in receipt.reasons]
    values["reasons"] = json.dumps(reasons, ensure_ascii=False)
    cursor.execute(statement("enter_receipt"), values)


def _receipts(cursor: duckdb.DuckDBPyConnection) -> Iterator[Receipt]:
    """The rows of a result; the instant comes in microseconds since 1970, in UTC."""
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        at = _EPOCH + timedelta(microseconds=values["at"])
        yield Receipt(**{**values, "at": at, "reasons": tuple(_reasons(json.loads(values["reasons"])))})


def _reasons(kept: Any) -> Iterator[Reason]:
    """Why rows were kept apart; stores made before sentences were kept hold their English text by number of rows."""
    if isinstance(kept, dict):
        yield from (Reason(verbatim(text), rows) for text, rows in kept.items())
    else:
        yield from (Reason(decode(one["words"]), one["rows"]) for one in kept)
