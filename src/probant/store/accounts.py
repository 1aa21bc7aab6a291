"""The account of every batch, in the transaction of its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC
from typing import Any

import duckdb

from probant.store.statement import statement
from probant.store.watermark import Mark
from probant.vocabulary import Receipt

_KEPT = tuple(field.name for field in fields(Receipt) if field.name != "again")


def last(cursor: duckdb.DuckDBPyConnection) -> Mark:
    """The last batch in the store; the mark of nothing where there is none."""
    found = cursor.execute(statement("last")).fetchone()
    return Mark(int(found[0]), str(found[1])) if found else Mark()


def find(cursor: duckdb.DuckDBPyConnection, table: str, source: str, content: str) -> Receipt | None:
    """The receipt of that very batch; None where it was never loaded."""
    rows = _rows(cursor, "find_receipt", {"table": table, "source": source, "content": content})
    return _receipt(rows[0]) if rows else None


def every(cursor: duckdb.DuckDBPyConnection) -> tuple[Receipt, ...]:
    """All receipts, the first batch first."""
    return tuple(_receipt(row) for row in _rows(cursor, "receipts", {}))


def enter(cursor: duckdb.DuckDBPyConnection, receipt: Receipt) -> None:
    """Write a receipt into the open transaction."""
    values = {name: getattr(receipt, name) for name in _KEPT}
    values["reasons"] = json.dumps(dict(receipt.reasons), ensure_ascii=False)
    cursor.execute(statement("enter_receipt"), values)


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cursor.execute(statement(name), dict(values)).to_arrow_table().to_pylist()
    return rows


def _receipt(row: Mapping[str, Any]) -> Receipt:
    return Receipt(**{**row, "at": row["at"].astimezone(UTC), "reasons": json.loads(row["reasons"])})
