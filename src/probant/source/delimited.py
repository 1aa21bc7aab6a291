"""CSV and TSV: blocks of bytes, parsed at once where they are clean and record by record where not."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv

from probant.contract.batch import Reject
from probant.source.blocks import Text, blocks, step
from probant.source.chunk import BLANKS, Chunk, Part, Piece
from probant.source.dialect import Dialect
from probant.source.flags import NO, YES
from probant.source.numerals import NOTHING
from probant.source.records import ragged, records

_LINE_END = ord("\n")


@dataclass(frozen=True)
class Delimited:
    """A text file whose cells a delimiter parts."""

    text: Text
    dialect: Dialect

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers, tidied, in the file's order."""
        return self.dialect.headers

    @property
    def first(self) -> int:
        """Line below the header."""
        return self.dialect.lines + 1

    @cached_property
    def _size(self) -> int:
        return max(1, self.text.path.stat().st_size)

    def pieces(self) -> Iterator[Piece]:
        """Blocks of about 100,000 lines."""
        for data, read in blocks(self.text, step(self.dialect.line), skip=self.dialect.size):
            yield Piece(data, min(1.0, read / self._size))

    def height(self, piece: Piece) -> int:
        """Lines of a block."""
        data: bytes = piece.data
        # A lone carriage return ends a line for every reader, and comes with none of the fast counts.
        if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
            return sum(1 for _ in io.StringIO(data.decode(), newline=""))
        return int(np.count_nonzero(np.frombuffer(data, np.uint8) == _LINE_END)) + (not data.endswith(b"\n"))

    def chunk(self, piece: Piece, wanted: Sequence[str], first: int) -> Chunk:
        """Cells of the wanted columns; rows with too few or too many cells are broken."""
        table = self.typed(piece, dict.fromkeys(wanted, pa.string()), ".")
        if table is not None:
            columns = {name: (Part(table[name].combine_chunks()),) for name in wanted}
            return Chunk(columns, np.arange(first, first + table.num_rows, dtype=np.int64))
        return self._by_record(piece.data, wanted, first)

    def typed(self, piece: Piece, types: Mapping[str, pa.DataType], decimal: str) -> pa.Table | None:
        """The columns of a clean block, as pyarrow parses them; None where it cannot, or line and row would differ."""
        data: bytes = piece.data
        if not types or self.dialect.delimiter == decimal or (b'"' in data and not self._pairs_up(data)):
            return None
        if any(pa.types.is_integer(kind) for kind in types.values()) and _hexadecimals(data):
            return None
        places = [self.headers.index(name) for name in types]
        try:
            table = pa.csv.read_csv(
                pa.BufferReader(data),
                read_options=pa.csv.ReadOptions(
                    column_names=self._numbered, use_threads=False, block_size=len(data) + 1
                ),
                parse_options=pa.csv.ParseOptions(delimiter=self.dialect.delimiter, ignore_empty_lines=False),
                convert_options=pa.csv.ConvertOptions(
                    check_utf8=False,
                    column_types={str(place): kind for place, kind in zip(places, types.values(), strict=True)},
                    include_columns=[str(place) for place in places],
                    null_values=NOTHING,
                    true_values=YES,
                    false_values=NO,
                    decimal_point=decimal,
                ),
            ).rename_columns(list(types))
        except pa.ArrowInvalid:
            return None
        return table if b'"' not in data or table.num_rows == self.height(piece) else None

    @cached_property
    def _numbered(self) -> list[str]:
        return [str(place) for place in range(len(self.headers))]

    def _pairs_up(self, data: bytes) -> bool:
        """Whether each quote plainly opens a cell or closes one, so that all readers agree."""
        apart = self.dialect.delimiter.encode()
        opens = data.count(apart + b'"') + data.count(b'\n"') + data.startswith(b'"')
        closes = data.count(b'"' + apart) + data.count(b'"\n') + data.count(b'"\r\n') + data.endswith(b'"')
        return opens == closes and data.count(b'"') == opens + closes and b'""' not in data

    def _by_record(self, data: bytes, wanted: Sequence[str], first: int) -> Chunk:
        places = [self.headers.index(name) for name in wanted]
        rows: list[list[str]] = []
        lines: list[int] = []
        broken: list[Reject] = []
        file = self.text.path.name
        for line, row in records(data.decode(), self.dialect.delimiter, file, first):
            if len(row) == len(self.headers):
                rows.append([row[place] for place in places])
                lines.append(line)
            elif any(cell.strip(BLANKS) for cell in row):
                broken.append(ragged(file, line, few=len(row) < len(self.headers)))
        columns = {
            name: (Part(pa.array([row[place] for row in rows], pa.string())),) for place, name in enumerate(wanted)
        }
        return Chunk(columns, np.array(lines, np.int64), tuple(broken))


def _hexadecimals(data: bytes) -> bool:
    """Whether there may be such numbers: pyarrow's parser of integers takes them, and nobody meant them."""
    return any(letter in data and b"0" + letter in data for letter in (b"x", b"X"))
