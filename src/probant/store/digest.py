"""What the data were, in 64 letters: the batches that tables are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

import duckdb

from probant.store.statement import statement


def digest(cursor: duckdb.DuckDBPyConnection, tables: Iterable[str], as_of: int) -> str:
    """SHA-256 over the tables' names and, of each batch up to `as_of`, its number and the digest of its content.

    Canonical JSON: tables and batches in order, no spaces, UTF-8.
    """
    history: dict[str, list[tuple[int, str]]] = {name: [] for name in sorted(set(tables))}
    for table, batch, content in cursor.execute(statement("history")).fetchall():
        if table in history and batch <= as_of:
            history[table].append((batch, content))
    return sha256(json.dumps(list(history.items()), separators=(",", ":")).encode()).hexdigest()
