"""What every format is read into before anything is understood: columns of text, and where each row stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probant.contract.batch import Reject

Lines = npt.NDArray[np.int64]

BLANKS = (
    "".join(
        chr(code)
        for code in (
            *range(0x09, 0x0E),
            0x20,
            0x85,
            0xA0,
            0x1680,
            *range(0x2000, 0x200C),
            0x2028,
            0x2029,
            0x202F,
            0x205F,
        )
    )
    + "\u2060\u3000\ufeff"
)
"""Characters that may stand around a cell and mean nothing: spaces of every width, tabs, marks of byte order."""


class Plain(str):
    """A cell that a program wrote as a typed value: point for the decimals, ISO for dates; no evidence is needed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Cells of one column; a column that mixes typed values and text comes in two parts."""

    cells: pa.Array
    """(N,) text, or values of another type; NULL where the cell is empty or stands in the other part."""
    plain: bool = False
    """Whether text was typed values before, see `Plain`."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file."""

    columns: Mapping[str, tuple[Part, ...]]
    """By header; the headers asked for, no others."""
    lines: Lines
    """(N,) line of each row, as `Reject.line` counts."""
    broken: tuple[Reject, ...] = ()
    """Rows that could not be cut into cells."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the file that is worked on at once."""

    data: Any
    """As the format needs it: bytes, rows, a record batch."""
    done: float
    """Share of the file that is read when this piece is, in (0, 1]."""


class Table(Protocol):
    """A file of one format. `pieces` is cheap and goes in order; `chunk` and `typed` run in threads."""

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers, tidied, in the file's order."""
        ...

    @property
    def first(self) -> int:
        """Line on which the first piece begins."""
        ...

    def pieces(self) -> Iterator[Piece]:
        """The file from its first row to its last, cut the same way each time."""
        ...

    def height(self, piece: Piece) -> int:
        """Lines that a piece covers."""
        ...

    def chunk(self, piece: Piece, wanted: Sequence[str], first: int) -> Chunk:
        """The wanted columns of a piece as text; its first line is number `first`."""
        ...

    def typed(self, piece: Piece, types: Mapping[str, pa.DataType], decimal: str) -> pa.Table | None:
        """The columns of a piece parsed at once as these types; None where that fails or is not offered."""
        ...


def parts(cells: Sequence[str | None]) -> tuple[Part, ...]:
    """Cells of one column as one part, or as two where some are `Plain` and some are not."""
    typed = [cell if isinstance(cell, Plain) else None for cell in cells]
    loose = [None if isinstance(cell, Plain) else cell for cell in cells]
    kinds = ((typed, True), (loose, False))
    kept = tuple(Part(pa.array(kind, pa.string()), plain) for kind, plain in kinds if any(c is not None for c in kind))
    return kept or (Part(pa.nulls(len(cells), pa.string())),)
