"""Chunks of a file to batches of the contract: the rows that keep it, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Batch, Reject
from probant.source.cells import Cells, Form, understood
from probant.source.chunk import Chunk, Lines, Part, Piece, Table
from probant.source.plan import Field, Fixed, FromFile, Plan, Slot
from probant.words import Words, say

Mask = npt.NDArray[np.bool_]
_WHOLE = pa.decimal128(19, 0)
"""Counts are parsed as this: unlike an integer parser it takes 12.0 for 12, and no hexadecimals."""


@dataclass(frozen=True, slots=True)
class Converter:
    """Makes batches of chunks, once it is known how each column is to be read."""

    plan: Plan
    forms: Mapping[Field, Form]
    file: str
    """Name of the file, for rejects."""
    stem: str
    """Its name without ending, for row numbers."""

    def read(self, table: Table, piece: Piece, first: int) -> Chunk:
        """A piece as typed columns if it parses at once, else as text."""
        parsed = table.typed(piece, *self.kinds)
        if parsed is None:
            return table.chunk(piece, self.plan.headers, first)
        return as_chunk(parsed, first)

    def batches(self, chunk: Chunk) -> Iterator[Batch]:
        """One batch for each row that the plan makes of a row; rows whose cells are all blank make none."""
        by_name = self.plan.contract.by_name
        cells = {
            field: understood(chunk.columns[field[1]], by_name[field[0]], self.forms[field])
            for field in self.plan.fields
        }
        kept = ~_blank(cells, len(chunk.lines))
        broken = chunk.broken
        for shape in self.plan.shapes:
            yield self._shaped(shape, cells, chunk.lines, kept, broken)
            broken = ()

    def _shaped(
        self,
        shape: Mapping[str, Slot],
        cells: Mapping[Field, Cells],
        lines: Lines,
        kept: Mask,
        broken: tuple[Reject, ...],
    ) -> Batch:
        names = self.plan.contract.schema.names
        used = {name: cells[name, slot.header] for name in names if isinstance(slot := shape[name], FromFile)}
        if self.plan.drop_empty:
            kept = kept & ~_empty(used[self.plan.drop_empty])
        faults = self._faults(used)
        rows = sorted(row for row in faults if kept[row])
        rejects = tuple(Reject(self.file, int(lines[row]), *faults[row]) for row in rows)
        kept = kept.copy()
        kept[rows] = False
        arrays = [used[name].values if name in used else self._made(shape[name], lines) for name in names]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self.plan.contract.schema)
        return Batch(
            batch if kept.all() else batch.filter(pa.array(kept)), tuple(sorted((*broken, *rejects), key=_line))
        )

    def _faults(self, used: Mapping[str, Cells]) -> dict[int, tuple[str, Words]]:
        """Row -> the first column, in the contract's order, whose cell breaks it, and how."""
        faults: dict[int, tuple[str, Words]] = {}
        for name, one in used.items():
            found = dict(one.faults)
            if self.plan.contract.by_name[name].required and one.values.null_count:
                why = say("The cell is empty, and this column needs a value.")
                found = dict.fromkeys(np.flatnonzero(_empty(one)).tolist(), why) | found
            for row, reason in found.items():
                faults.setdefault(row, (name, reason))
        return faults

    def _made(self, slot: Slot, lines: Lines) -> pa.Array:
        if isinstance(slot, Fixed):
            return pa.repeat(slot.value, len(lines))
        numbers = pa.array(lines).cast(pa.string())
        return pc.binary_join_element_wise(pa.scalar(self.stem), numbers, pa.scalar(":"))

    @property
    def kinds(self) -> tuple[dict[str, pa.DataType], str]:
        """Per header, the type by which it may be parsed at once, and the decimal mark of them all."""
        by_name = self.plan.contract.by_name
        marks = {self.forms[field].decimal for field in self.plan.fields if _is_number(by_name[field[0]].type)}
        mark = marks.pop() if len(marks) == 1 else "."
        kinds: dict[str, pa.DataType] = {}
        for field in self.plan.fields:
            kind = _kind(by_name[field[0]].type, self.forms[field], torn=bool(marks))
            kinds[field[1]] = kind if kinds.get(field[1], kind) == kind else pa.string()
        return kinds, mark


def as_chunk(parsed: pa.Table, first: int) -> Chunk:
    """A chunk of columns that are parsed already, one row a line."""
    columns = {name: (Part(parsed[name].combine_chunks()),) for name in parsed.column_names}
    return Chunk(columns, np.arange(first, first + parsed.num_rows, dtype=np.int64))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _kind(kind: pa.DataType, form: Form, *, torn: bool) -> pa.DataType:
    if _is_number(kind):
        whole = _WHOLE if pa.types.is_integer(kind) else kind
        return pa.string() if torn else whole
    if pa.types.is_date(kind):
        return kind if form.order is None else pa.string()
    return pa.string() if pa.types.is_timestamp(kind) else kind


def _empty(cells: Cells) -> Mask:
    """Rows whose cell is blank; one that is faulty is not."""
    blank: Mask = pc.is_null(cells.values).to_numpy(zero_copy_only=False).copy()
    blank[list(cells.faults)] = False
    return blank


def _blank(cells: Mapping[Field, Cells], rows: int) -> Mask:
    blank = np.ones(rows, bool)
    for one in cells.values():
        if not blank.any():
            break
        blank &= _empty(one) if one.values.null_count else False
    return blank if cells else np.zeros(rows, bool)


def _line(reject: Reject) -> int:
    return reject.line
