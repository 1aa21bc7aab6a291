"""A request of OTLP, whatever its form, as rows of the contract's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from probant.contract.batch import Batch, Reject
from probant.contract.catalog import contract
from probant.contract.definition import Column
from probant.errors import Unreadable
from probant.source.otlp import json_form, protobuf
from probant.source.otlp.context import context
from probant.source.otlp.conventions import conventions
from probant.source.otlp.rows import Made, rows
from probant.source.otlp.span import Sent
from probant.words import say

PROTOBUF, JSON = "application/x-protobuf", "application/json"
_NONE: Mapping[str, frozenset[str]] = MappingProxyType({})
TRACES, LOGS = "traces", "logs"

_READERS: Mapping[tuple[str, str], Callable[[bytes], Sent]] = {
    (TRACES, PROTOBUF): protobuf.traces,
    (TRACES, JSON): json_form.traces,
    (LOGS, PROTOBUF): protobuf.logs,
    (LOGS, JSON): json_form.logs,
}


def understood(body: bytes, signal: str, form: str, wanted: Mapping[str, frozenset[str]] | None = _NONE) -> Made:
    """Rows of one request by table, and what was left out of it.

    Parameters
    ----------
    body : bytes
        Of the request, unpacked.
    signal : str
        'traces' or 'logs'.
    form : str
        Its media type, `PROTOBUF` or `JSON`.
    wanted : mapping of str to frozenset of str, or None
        Task -> values that are to be looked for in what stood before the agent, besides those it wrote. None:
        nothing is looked for.

    Raises
    ------
    Unreadable
        If the form is neither, or the bytes are not a request of OTLP.
    """
    if (signal, form) not in _READERS:
        raise Unreadable(
            say("OTLP does not come as {form}.", form=form or "–"),
            mend=say("set Content-Type to {forms}", forms=(PROTOBUF, JSON)),
        )
    sent, known = _READERS[signal, form](body), conventions()
    made = rows(sent, known)
    if wanted is None:
        return made
    seen = context(sent.spans, known, wanted)
    return Made({**made.rows, "agent_context": [*made.rows.get("agent_context", []), *seen]}, made.notes)


def batch(table: str, found: Sequence[Mapping[str, Any]], source: str) -> Batch:
    """Rows of one table in the contract's schema; those that lack what the table needs are rejects.

    Rows count from 1 in the order of `found`.
    """
    of = contract(table)
    needed = [one.name for one in of.columns if one.required and one.default is None]
    lacking = {number: _lacking(row, needed) for number, row in enumerate(found, start=1)}
    kept = [row for number, row in enumerate(found, start=1) if not lacking[number]]
    rejects = [
        Reject(source, number, name, say("The cell is empty, and this column needs a value."))
        for number, name in lacking.items()
        if name
    ]
    columns = [pa.array([_filled(row.get(one.name), one) for row in kept], one.type) for one in of.columns]
    return Batch(pa.RecordBatch.from_arrays(columns, schema=of.schema), tuple(rejects))


def _lacking(row: Mapping[str, Any], needed: Sequence[str]) -> str | None:
    return next((name for name in needed if row.get(name) is None), None)


def _filled(value: Any, column: Column) -> Any:
    return column.default if value is None else value
