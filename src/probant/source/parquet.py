"""Parquet: columns that have types already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from probant.errors import Unreadable
from probant.source import headers
from probant.source.cells import LONGEST
from probant.source.chunk import Chunk, Part, Piece
from probant.words import say

_STEP = 100_000
_PAGES = 256 << 20
"""Bytes that one column of a row group may unpack to."""
_ROWS_PER_BYTE = 10_000
"""More rows than that for each byte of the file is no table, but a trap."""

_AS_TEXT = (
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_boolean,
    pa.types.is_date,
    pa.types.is_timestamp,
    pa.types.is_null,
)
_BROKEN = (pa.ArrowException, OSError, KeyError, ValueError, OverflowError)
"""All that pyarrow raises over a damaged file."""


@dataclass(frozen=True, slots=True)
class Parquet:
    """A Parquet file; of its columns, those that the table or the settings know."""

    path: Path
    headers: tuple[str, ...]
    """Tidied, in the file's order."""
    names: Mapping[str, str]
    """Header -> name of the column as the file writes it, for the columns that are known."""
    texts: tuple[str, ...]
    """Of those columns, the ones of text, as the file writes them."""
    first: int = 1

    def pieces(self) -> Iterator[Piece]:
        """Record batches. Text comes as dictionaries, so that one long cell said a million times stays one cell."""
        wanted = list(dict.fromkeys(self.names.values()))
        read = 0
        try:
            with pq.ParquetFile(self.path, read_dictionary=list(self.texts)) as file:
                for batch in file.iter_batches(_STEP, columns=wanted, use_threads=False):
                    read += batch.num_rows
                    yield Piece(batch, min(1.0, read / max(1, file.metadata.num_rows)))
        except _BROKEN as error:
            raise _damaged(self.path) from error

    def height(self, piece: Piece) -> int:
        """Rows of a batch."""
        return int(piece.data.num_rows)

    def chunk(self, piece: Piece, wanted: Sequence[str], first: int) -> Chunk:
        """Cells of the wanted columns, in the file's types."""
        batch: pa.RecordBatch = piece.data
        columns = {name: (self._part(name, batch.column(self.names[name])),) for name in wanted}
        return Chunk(columns, np.arange(first, first + batch.num_rows, dtype=np.int64))

    def typed(self, piece: Piece, types: Mapping[str, pa.DataType], decimal: str) -> None:
        """Not needed: the columns have types."""

    def _part(self, name: str, cells: pa.Array) -> Part:
        kind = cells.type.value_type if pa.types.is_dictionary(cells.type) else cells.type
        if not _is_text(kind) and not any(test(kind) for test in _AS_TEXT):
            raise Unreadable(
                say(
                    "{file}, column “{column}” holds {kind}, not single values.",
                    file=self.path.name,
                    column=name,
                    kind=str(kind),
                ),
                mend=say("write its parts as columns of their own, or leave it out"),
            )
        if pa.types.is_dictionary(cells.type):
            self._check_length(name, cells.dictionary)
            cells = cells.dictionary_decode()
        loose = _is_text(kind)
        return Part(cells.cast(pa.string()) if loose or pa.types.is_null(kind) else cells, plain=not loose)

    def _check_length(self, name: str, texts: pa.Array) -> None:
        longest = pc.max(pc.binary_length(texts)).as_py() if not pa.types.is_null(texts.type) else None
        if longest is not None and longest > 10 * LONGEST:
            raise Unreadable(
                say(
                    "{file}, column “{column}” has a text of {size} bytes.",
                    file=self.path.name,
                    column=name,
                    size=longest,
                ),
                mend=say("leave it out: no column of a table takes a text of that length"),
            )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def parquet(path: Path, known: Collection[str]) -> Parquet:
    """Open a Parquet file and check what it would unpack to, before it is.

    Raises
    ------
    Unreadable
        If it is damaged, has no rows or too many columns, or would fill the memory.
    """
    try:
        with pq.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.metadata
    except _BROKEN as error:
        raise _damaged(path) from error
    _check_size(path, metadata)
    names = schema.names
    seen = tuple(headers.tidy(name) for name in names)
    headers.check(seen, path)
    wanted = {headers.key(name) for name in known}
    known_ones = {one: name for one, name in zip(seen, names, strict=True) if headers.key(one) in wanted}
    texts = tuple(one.name for one in schema if one.name in known_ones.values() and _is_text(one.type))
    return Parquet(path, seen, known_ones, texts)


def _check_size(path: Path, metadata: pq.FileMetaData) -> None:
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    largest = max((g.column(c).total_uncompressed_size for g in groups for c in range(g.num_columns)), default=0)
    if largest > _PAGES or metadata.num_rows > _ROWS_PER_BYTE * path.stat().st_size:
        raise Unreadable(
            say("{file} would unpack to far more than its size tells.", file=path.name),
            mend=say("write it again with smaller row groups"),
        )


def _damaged(path: Path) -> Unreadable:
    return Unreadable(
        say("{file} cannot be read as Parquet: it is damaged or cut short.", file=path.name),
        mend=say("export it again"),
    )
