"""Rows on their way into the engine: counted, held against the contract, one batch in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from probant.contract.batch import Batch
from probant.contract.definition import Contract
from probant.errors import Inconsistent
from probant.store.ahead import ahead
from probant.store.disk import require_room
from probant.store.quarantine import Spool
from probant.words import say

_LOOK_AT_DISK = 64
"""Batches between two looks at the free disk."""


class Intake:
    """Reads batches once, for the engine, and remembers what went by.

    The engine pulls from threads of its own and reports an error of ours as one of its own; `failure` keeps
    the original.
    """

    def __init__(self, contract: Contract, batches: Iterable[Batch], folder: Path, free: int) -> None:
        self._contract, self._batches, self._folder, self._free = contract, batches, folder, free
        self.spool = Spool(folder)
        self.rows = 0
        self.refused = 0
        self.failure: BaseException | None = None
        self._schema = contract.schema.append(pa.field("_row", pa.int64()))

    def stream(self) -> object:
        """The rows as an Arrow stream, to be read once.

        The bare capsule: given a reader, the engine puts a scanner before it that reads ahead without bound.
        """
        reader = pa.RecordBatchReader.from_batches(self._schema, self._flow())
        return reader.__arrow_c_stream__()

    def _flow(self) -> Iterator[pa.RecordBatch]:
        try:
            for number, batch in enumerate(ahead(self._batches)):
                if number % _LOOK_AT_DISK == 0:
                    require_room(self._folder, self._free)
                self.spool.add(batch.rejects)
                self.refused += batch.refused
                yield self._checked(batch.rows)
                self.rows += batch.rows.num_rows
        except GeneratorExit:
            raise
        except BaseException as failure:
            self.failure = failure
            raise

    def _checked(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """`rows` in the contract's own schema, numbered. Raises Inconsistent for other columns, or a forbidden gap."""
        schema = self._contract.schema
        if rows.schema.names != schema.names or rows.schema.types != schema.types:
            raise Inconsistent(
                say(
                    "A batch for table {table} has columns {seen}, and not the table's own.",
                    table=self._contract.name,
                    seen=tuple(f"{field.name} {field.type}" for field in rows.schema),
                ),
                mend=say("this is a fault of ours: keep the file and report it"),
            )
        for column in self._contract.columns:
            if column.required and rows.column(column.name).null_count:
                raise Inconsistent(
                    say(
                        "Column {column} of table {table} is empty in a row, and may not be.",
                        column=column.name,
                        table=self._contract.name,
                    ),
                    mend=say("this is a fault of ours: keep the file and report it"),
                )
        numbers = pa.array(np.arange(self.rows + 1, self.rows + rows.num_rows + 1, dtype=np.int64))
        return pa.RecordBatch.from_arrays([*rows.columns, numbers], schema=self._schema)
