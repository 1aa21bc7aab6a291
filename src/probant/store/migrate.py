"""The schema: numbered migrations for the accounts, and one table a contract, grown when the contract grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import DAY, FLAG, INSTANT, NUMBER, SMALL, TEXT, Column, Contract
from probant.errors import Inconsistent, Outdated
from probant.store.statement import quoted, statement
from probant.words import say

MIGRATIONS = ("001_accounts",)
"""Each is `sql/NAME.sql`, run once and never changed afterwards; their number is the schema's version."""

_TYPES = {
    DAY: "DATE",
    INSTANT: "TIMESTAMP WITH TIME ZONE",
    TEXT: "VARCHAR",
    pa.int64(): "BIGINT",
    SMALL: "SMALLINT",
    NUMBER: "DOUBLE",
    FLAG: "BOOLEAN",
}
_OURS = {"_batch": "INTEGER", "_until": "INTEGER", "_row": "BIGINT"}
"""Number of the batch that brought the row, of the one that replaced it (NULL while it is current), and of the row
among those of its batch that could be read, from 1 up."""


def version(cursor: duckdb.DuckDBPyConnection) -> int:
    """Version of the store's schema; 0 where there is none yet."""
    if "_about" not in _columns(cursor):
        return 0
    found = cursor.execute(statement("version")).fetchone()
    return int(found[0]) if found else 0


def require_known(cursor: duckdb.DuckDBPyConnection) -> int:
    """Version of the store's schema; Outdated where a newer version of the program has made it."""
    found = version(cursor)
    if found > len(MIGRATIONS):
        raise Outdated(
            say(
                "The store has schema {found}; this version of the program knows schemas up to {known}.",
                found=found,
                known=len(MIGRATIONS),
            ),
            mend=say("update probant, then try again: nothing was changed"),
        )
    return found


def migrate(cursor: duckdb.DuckDBPyConnection, contracts: Iterable[Contract] = tuple(CONTRACTS.values())) -> None:
    """Bring the schema up to date in one transaction; nothing is done where it is."""
    cursor.execute("BEGIN")
    try:
        pending = MIGRATIONS[version(cursor) :]
        for name in pending:
            cursor.execute(statement(name))
        if pending:
            cursor.execute(statement("set_version"), {"version": str(len(MIGRATIONS))})
        there = _columns(cursor)
        for contract in contracts:
            _fit(cursor, contract, there.get(contract.name))
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def _fit(cursor: duckdb.DuckDBPyConnection, contract: Contract, there: Mapping[str, str] | None) -> None:
    """Make the contract's table, or add the columns that it lacks."""
    if there is None:
        columns = [_definition(column) for column in contract.columns]
        columns += [f"{name} {kind}" for name, kind in _OURS.items()]
        cursor.execute(f"CREATE TABLE {quoted(contract.name)} ({', '.join(columns)})")
        return
    for name in _OURS.keys() - there.keys():
        cursor.execute(f"ALTER TABLE {quoted(contract.name)} ADD COLUMN {name} {_OURS[name]}")
    for column in contract.columns:
        if column.name not in there:
            _grow(cursor, contract, column)
        elif there[column.name] != kind_of(column.type):
            raise _unfit(contract, column)


def _grow(cursor: duckdb.DuckDBPyConnection, contract: Contract, column: Column) -> None:
    """Add a column; rows that are there get its default, or are 'not known'."""
    table, name = quoted(contract.name), quoted(column.name)
    default = "" if column.default is None else f" DEFAULT {_literal(column.default)}"
    cursor.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind_of(column.type)}{default}")
    if default:
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")
    if column.required:
        try:
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL")
        except duckdb.ConstraintException:
            raise _unfit(contract, column) from None


def kind_of(arrow: pa.DataType) -> str:
    """The engine's name of an Arrow type that contracts use."""
    if pa.types.is_decimal(arrow):
        return f"DECIMAL({arrow.precision},{arrow.scale})"
    return _TYPES[arrow]


def _definition(column: Column) -> str:
    return f"{quoted(column.name)} {kind_of(column.type)}{' NOT NULL' if column.required else ''}"


def _literal(value: str | int | bool) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Columns and their types, by table. Without a bound value: binding one imports pandas where it is there."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.execute(statement("columns")).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _unfit(contract: Contract, column: Column) -> Inconsistent:
    return Inconsistent(
        say(
            "Rows of table {table} do not fit its column {column} as this version of the program has it.",
            table=contract.name,
            column=column.name,
        ),
        mend=say("go back to the version that you had, and report this: it is a fault of ours"),
    )
