"""A stretch of an export on its way to rows of a contract: which rows are out, which are at fault, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Reject
from probant.contract.definition import Contract
from probant.source.recipe import LINE
from probant.words import Words, say

Mask = npt.NDArray[np.bool_]
EMPTY = say("The cell is empty, and this column needs a value.")


@dataclass
class Account:
    """What became of rows that are neither loaded nor rejected, and what nobody has explained yet."""

    passed: Counter[str] = field(default_factory=Counter)
    """Why rows were left out -> how many."""
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Column and text of the file that stands for nothing that is known -> rows."""


@dataclass
class Frame:
    """Columns of N rows, as they are filled step by step."""

    columns: dict[str, pa.Array]
    """(N,) each, by column of the contract or ingredient."""
    account: Account
    out: Mask
    """(N,) rows that are left out on purpose."""
    faults: dict[int, tuple[str, Words]] = field(default_factory=dict)
    """Row -> the first column that is at fault, and how."""

    @property
    def kept(self) -> Mask:
        """(N,) rows that are neither left out nor at fault."""
        kept = ~self.out
        kept[list(self.faults)] = False
        return kept

    def leave(self, rows: Mask, why: str) -> None:
        """Leave rows out that are not out yet, and count them."""
        more = rows & ~self.out
        if more.any():
            self.account.passed[why] += int(more.sum())
            self.out = self.out | more

    def fault(self, rows: Mask, name: str, why: Words) -> None:
        """Hold a fault against rows that are not left out."""
        self.blame(dict.fromkeys(np.flatnonzero(rows).tolist(), (name, why)))

    def blame(self, found: Mapping[int, tuple[str, Words]]) -> None:
        """Hold faults against rows that are not left out; the first one stands."""
        for row, why in found.items():
            if not self.out[row]:
                self.faults.setdefault(row, why)

    def require(self, contract: Contract) -> None:
        """Hold it against rows where they lack what the contract needs."""
        for column in contract.columns:
            cells = self.columns[column.name]
            if column.required and cells.null_count:
                self.fault(mask(pc.is_null(cells)), column.name, EMPTY)

    def rows(self, contract: Contract) -> pa.RecordBatch:
        """The rows that are kept."""
        kept, names = pa.array(self.kept), contract.schema.names
        return pa.RecordBatch.from_arrays([self.columns[name].filter(kept) for name in names], schema=contract.schema)

    def rejects(self, file: str) -> tuple[Reject, ...]:
        """The rows at fault, by line."""
        lines = self.columns[LINE]
        return tuple(
            Reject(file, int(lines[row].as_py().rpartition(":")[2]), *self.faults[row]) for row in sorted(self.faults)
        )


def mask(found: pa.Array) -> Mask:
    """(N,) where it is true; where it is not known it is not."""
    made: Mask = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    return made
