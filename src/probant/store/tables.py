"""The contract tables as Ibis expressions, and their results."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.formats.pyarrow import PyArrowData

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Contract
from probant.store.connection import Link


def tables(link: Link, as_of: int | None) -> dict[str, ir.Table]:
    """All contract tables, as they are or as they were after batch `as_of`: the contract's columns alone."""
    return {name: _visible(link.backend, contract, as_of) for name, contract in CONTRACTS.items()}


def _visible(backend: Backend, contract: Contract, as_of: int | None) -> ir.Table:
    columns = ibis.Schema.from_pyarrow(contract.schema)
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
        cursor.execute("BEGIN")
        return {
            name: PyArrowData.convert_table(
                cursor.execute(link.backend.compile(expression)).to_arrow_table(), expression.schema()
            )
            for name, expression in expressions.items()
        }
    finally:
        cursor.close()
