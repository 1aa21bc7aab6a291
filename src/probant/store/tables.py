"""The contract tables as Ibis expressions, and their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.formats.pyarrow import PyArrowData

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Contract
from probant.store.connection import Link


class Tables(Mapping[str, ir.Table]):
    """All contract tables by name, as they are or as they were after batch `as_of`: the contract's columns alone.

    An expression takes milliseconds to make and few callers want all: each is made when it is asked for.
    """

    def __init__(self, link: Link, as_of: int | None) -> None:
        self._backend, self._as_of = link.backend, as_of
        self._made: dict[str, ir.Table] = {}

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self._made:
            self._made[name] = _visible(self._backend, CONTRACTS[name], self._as_of)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(CONTRACTS)

    def __len__(self) -> int:
        return len(CONTRACTS)


@cache
def _columns(name: str) -> ibis.Schema:
    return ibis.Schema.from_pyarrow(CONTRACTS[name].schema)


def _visible(backend: Backend, contract: Contract, as_of: int | None) -> ir.Table:
    columns = _columns(contract.name)
    stored = ibis.schema({**columns, "_batch": "int32", "_until": "int32"})
    table = ops.DatabaseTable(name=contract.name, schema=stored, source=backend).to_expr()
    if as_of is None:
        shown = table.filter(table._until.isnull())
    else:
        shown = table.filter(table._batch <= as_of, table._until.isnull() | (table._until > as_of))
    return shown.select(*columns)


def fetch(link: Link, expressions: Mapping[str, ir.Table]) -> dict[str, pa.Table]:
    """Results of all expressions, by name, as of one moment: a batch that comes in meanwhile shows in none."""
    cursor = link.cursor()
    try:
        for expression in expressions.values():
            for given in expression.op().find(ops.InMemoryTable):
                cursor.register(given.name, given.data.to_pyarrow(given.schema))
        cursor.execute("BEGIN")
        return {
            name: PyArrowData.convert_table(
                cursor.execute(link.backend.compile(expression)).to_arrow_table(), expression.schema()
            )
            for name, expression in expressions.items()
        }
    finally:
        cursor.close()
