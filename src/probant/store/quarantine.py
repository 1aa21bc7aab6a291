"""Rows kept apart: reason, file and line of each, so that it can be found and loaded again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile

import duckdb
import pyarrow as pa

from probant.contract.batch import Reject
from probant.store.statement import statement
from probant.vocabulary import Reason
from probant.words import Words, decode, encode, say

_SCHEMA = pa.schema([("file", pa.string()), ("line", pa.int64()), ("column", pa.string()), ("reason", pa.string())])
_IN_MEMORY = 8 << 20
_KINDS = 50


class Spool:
    """Rejects of one batch on their way in: in memory while they are few, in a file that has no name beyond that."""

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115  closed by `close`
        self._writer = pa.ipc.new_stream(self._file, _SCHEMA)
        self.count = 0
        self._kinds: Counter[str] = Counter()
        """By the sentence as it stands in the store."""

    def add(self, rejects: Sequence[Reject]) -> None:
        """Put rejects aside, in the order in which they come."""
        if not rejects:
            return
        texts = [as_text(one.reason) for one in rejects]
        columns = [
            [one.file for one in rejects],
            [one.line for one in rejects],
            [one.column for one in rejects],
            texts,
        ]
        arrays = [pa.array(values, kind) for values, kind in zip(columns, _SCHEMA.types, strict=True)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))
        self.count += len(rejects)
        self._kinds.update(texts)
        self._keep_few_kinds()

    def keep(self, cursor: duckdb.DuckDBPyConnection, batch: int) -> None:
        """Write them into the open transaction."""
        self._writer.close()
        if self.count:
            self._file.seek(0)
            cursor.register("incoming", pa.ipc.open_stream(self._file).__arrow_c_stream__())
            cursor.execute(statement("keep_rejects"), {"batch": batch})
            cursor.unregister("incoming")

    def reasons(self) -> tuple[Reason, ...]:
        """Why rows were put aside, the most frequent first."""
        return tuple(Reason(decode(json.loads(text)), rows) for text, rows in self._kinds.most_common())

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _keep_few_kinds(self) -> None:
        """Reasons may name a value, and values are without bound: the rarest are counted as one."""
        others = as_text(say("other reasons"))
        for reason, count in self._kinds.most_common()[_KINDS:]:
            if reason != others:
                del self._kinds[reason]
                self._kinds[others] += count


def as_text(reason: Words) -> str:
    """A sentence as it stands in the store."""
    return json.dumps(encode(reason), ensure_ascii=False)


def rejects(cursor: duckdb.DuckDBPyConnection, batch: int, most: int) -> tuple[Reject, ...]:
    """The first `most` rejects of a batch, by file and line."""
    rows = cursor.execute(statement("rejects"), {"batch": batch, "most": most}).fetchall()
    return tuple(Reject(file, line, column, decode(json.loads(reason))) for file, line, column, reason in rows)
