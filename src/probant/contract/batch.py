"""What a source hands on: rows that keep the contract, and those that do not, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from probant.words import Words


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that broke the contract. Its cells are not kept: `file` and `line` find it again."""

    file: str
    line: int
    """Line of the file, from 1 up, the header counted; row number for files without lines."""
    column: str | None
    reason: Words


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows in the contract's schema, the rows left out, and how many were refused at the door."""

    rows: pa.RecordBatch
    rejects: tuple[Reject, ...] = ()
    refused: int = 0
    """Rows of people without consent, set by `privacy`."""

    @property
    def received(self) -> int:
        """Rows that came in, whatever became of them."""
        return int(self.rows.num_rows) + len(self.rejects) + self.refused
