"""The statements of this room: SQL files beside it. Names in them come from contracts, values are bound."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from probant.contract.definition import Contract


def statement(name: str, contract: Contract | None = None) -> str:
    """Text of `sql/NAME.sql`; with a contract, its table and columns stand in the braces."""
    text = _text(name)
    if contract is None:
        return text
    names = [quoted(column.name) for column in contract.columns]
    return text.format(
        table=quoted(contract.name),
        columns=", ".join(names),
        key=", ".join(quoted(name) for name in contract.key),
        earlier_key=", ".join(f"earlier.{quoted(name)}" for name in contract.key),
        near='earlier."day" BETWEEN $first AND $last' if "day" in contract.key else "true",
        equal=" AND ".join(f"newer.{name} IS NOT DISTINCT FROM earlier.{name}" for name in names),
    )


def quoted(name: str) -> str:
    """`name` as an identifier, whatever signs it holds."""
    return '"' + name.replace('"', '""') + '"'


@cache
def _text(name: str) -> str:
    return files("probant.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
