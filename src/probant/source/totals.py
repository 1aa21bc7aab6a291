"""Rows of totals against the sum of the rows: what does not agree is never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import sqrt

import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Batch, Reject
from probant.contract.definition import Column
from probant.errors import Inconsistent
from probant.source.cells import Form, understood
from probant.source.chunk import Chunk, Part
from probant.source.convert import Converter
from probant.source.plan import Field
from probant.source.sifted import Aside
from probant.words import Words, say

_SPREAD = 6 / sqrt(12)
"""Six standard deviations of what rounding one row to its last decimal takes or adds, in units of that decimal."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of a stretch of the file add up to in one column."""

    total: Decimal = Decimal(0)
    rows: int = 0
    unread: int = 0
    """Cells that are no number."""

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.total + other.total, self.rows + other.rows, self.unread + other.unread)


@dataclass(frozen=True, slots=True)
class Counting(Converter):
    """A converter that also adds up the columns of which the file has totals, whatever becomes of the rows."""

    measures: tuple[Field, ...] = ()
    sums: dict[int, Mapping[Field, Sum]] = field(default_factory=dict)
    """By the first line of a stretch; filled in threads, each its own."""

    def batches(self, chunk: Chunk) -> Iterator[Batch]:
        """As `Converter.batches`."""
        if len(chunk.lines):
            self.sums[int(chunk.lines[0])] = {one: self._sum(one, chunk) for one in self.measures}
        # Zero-argument super() does not survive the rebuilding of a class with slots.
        yield from Converter.batches(self, chunk)

    def _sum(self, one: Field, chunk: Chunk) -> Sum:
        read = understood(chunk.columns[one[1]], self.plan.contract.by_name[one[0]], self.forms[one])
        unread = [row for row in read.faults if not read.values[row].is_valid]
        total = pc.sum(read.values).as_py() or 0
        return Sum(Decimal(total), len(read.values), len(unread))

    @property
    def whole(self) -> Mapping[Field, Sum]:
        """Sums over the whole file."""
        return {one: sum((part[one] for part in self.sums.values()), Sum()) for one in self.measures}


def check(counted: Counting, aside: Sequence[Aside]) -> tuple[Reject, ...]:
    """Compare every row of totals with the sum of the rows.

    Returns
    -------
    tuple of Reject
        Rows of totals that could not be compared, that bear more than the rows, or that are subtotals.

    Raises
    ------
    Inconsistent
        If the totals of the rows themselves are not their sum.
    """
    found = []
    for row in sorted(aside, key=lambda one: one.line):
        if row.covers == "part":
            why = say("“{label}” was taken for a subtotal and left out.", label=row.label)
            found.append(Reject(counted.file, row.line, None, why))
        elif row.covers:
            found += [reject for one, held in counted.whole.items() if (reject := _compare(counted, row, one, held))]
    return tuple(found)


def _compare(counted: Counting, row: Aside, one: Field, held: Sum) -> Reject | None:
    """A reject where the total says less than nothing is wrong; None where it agrees or is not given."""
    parts = row.cells.get(one[1])
    if parts is None:
        return None
    column, form = counted.plan.contract.by_name[one[0]], counted.forms[one]
    read = understood(parts, column, form)
    stated = read.values[0].as_py()
    if stated is None:
        return Reject(counted.file, row.line, one[0], read.faults[0]) if read.faults else None
    gap = Decimal(stated) - held.total
    if abs(gap) <= _tolerance(parts, column, form, held.rows):
        return None
    if held.unread or (row.covers == "more" and gap > 0):
        return Reject(counted.file, row.line, one[0], _gap(row, one, stated, held))
    raise Inconsistent(
        say("{file}, line {line}: {gap}", file=counted.file, line=str(row.line), gap=_gap(row, one, stated, held)),
        mend=say("export it again: rows are missing, doubled, or were changed"),
    )


def _gap(row: Aside, one: Field, stated: object, held: Sum) -> Words:
    return say(
        "“{label}” says {stated} in column “{column}”, and the {count} rows add up to {total}.",
        label=row.label or "–",
        stated=str(stated),
        column=one[1],
        count=held.rows,
        total=str(held.total),
    )


def _tolerance(parts: Sequence[Part], column: Column, form: Form, rows: int) -> Decimal:
    """How far a total may be from the sum of rows that were each rounded to cents; 0 for counts, never rounded."""
    if pa.types.is_integer(column.type):
        return Decimal(0)
    text = next(str(part.cells[0].as_py()) for part in parts if part.cells[0].is_valid)
    decimals = sum(letter.isdigit() for letter in text.rpartition(form.decimal)[2]) if form.decimal in text else 0
    unit = _CENT if any(part.plain for part in parts) else Decimal(1).scaleb(-min(decimals, 2))
    return unit / 2 + _CENT * Decimal(_SPREAD * sqrt(rows))
