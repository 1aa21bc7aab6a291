"""Plain values as TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any


def tables(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as `[[name]]`; what a row holds as a list of mappings stands below it as `[[name.key]]`."""
    return "\n".join(_table(name, row) for row in rows)


def _table(name: str, row: Mapping[str, Any]) -> str:
    parts = {key: value for key, value in row.items() if _is_tables(value)}
    lines = [f"{key} = {_value(value)}" for key, value in row.items() if key not in parts]
    below = [_table(f"{name}.{key}", one) for key, every in parts.items() for one in every]
    return "\n".join([f"[[{name}]]", *lines, "", *below])


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    # A JSON text or number is one of TOML, too.
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
