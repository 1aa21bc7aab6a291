"""The rows of an export without its totals and footers, which are kept apart: none is dropped unseen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Reject
from probant.source import days, headers
from probant.source.chunk import BLANKS, Chunk, Part, Piece, Table
from probant.source.layout import ENDS, is_comment
from probant.source.platforms import Export, Total

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no data: totals, or a line below the table."""

    line: int
    label: str
    covers: str
    """As `Total.covers`; '' for a footer."""
    cells: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    """By header; one row each."""


@dataclass(frozen=True)
class Sifted:
    """A table of which rows of totals, footers, and what stands below its last line are set aside."""

    table: Table
    headers: tuple[str, ...]
    """Headers that are read; the others are not even offered."""
    all_headers: tuple[str, ...]
    export: Export
    day: str | None
    """Header of the days: a row that has one is no total."""
    dimensions: tuple[str, ...]
    """Headers that are all empty on a row of totals; none where empty cells say nothing."""
    delimiter: str | None
    last: int | None
    proving: bool = False
    """Whether only evidence is wanted: numbers of totals are as good evidence as any."""
    aside: dict[int, Aside] = field(default_factory=dict, compare=False)
    """What was set aside so far, by line: filled as chunks are made."""

    @property
    def first(self) -> int:
        """Line on which the first piece begins."""
        return self.table.first

    def pieces(self) -> Iterator[Piece]:
        """The table's pieces, up to its last line."""
        line = self.first
        for piece in self.table.pieces():
            height = self.table.height(piece) if self.last is not None else 0
            if self.last is not None and line + height > self.last + 1:
                if line <= self.last:
                    yield _cut(piece, self.last - line + 1)
                return
            yield piece
            line += height

    def height(self, piece: Piece) -> int:
        """Lines that a piece covers."""
        return self.table.height(piece)

    def typed(self, piece: Piece, types: Mapping[str, pa.DataType], decimal: str) -> pa.Table | None:
        """Offered for evidence alone: what is a total shows only in the text."""
        return self.table.typed(piece, types, decimal) if self.proving else None

    def chunk(self, piece: Piece, wanted: Sequence[str], first: int) -> Chunk:
        """The wanted columns of the rows that are data."""
        names = tuple(dict.fromkeys((*wanted, *self._labels, *self.dimensions, *((self.day,) if self.day else ()))))
        chunk = self.table.chunk(piece, names, first)
        chunk = Chunk(chunk.columns, chunk.lines, self._broken(piece, chunk.broken, first))
        out = self._set_aside(chunk)
        kept = {name: chunk.columns[name] for name in wanted}
        if not out.any():
            return Chunk(kept, chunk.lines, chunk.broken)
        mask = pa.array(~out)
        columns = {name: tuple(Part(p.cells.filter(mask), p.plain) for p in parts) for name, parts in kept.items()}
        return Chunk(columns, chunk.lines[~out], chunk.broken)

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        named = [name for name in self.all_headers if name]
        return tuple(dict.fromkeys((*named[:ENDS], *named[-1:])))

    def _set_aside(self, chunk: Chunk) -> Mask:
        """Rows that are totals or footers; each is remembered."""
        labels = {name: _text(chunk.columns[name]) for name in self._labels}
        out = np.zeros(len(chunk.lines), bool)
        kinds = [*self.export.totals, *(Total(pattern=one, covers="part") for one in self.export.footers)]
        pattern = "|".join(f"(?:{kind.pattern})" for kind in kinds)
        for cells in labels.values() if pattern else ():
            out |= _mask(pc.match_substring_regex(cells, f"(?i)^(?:{pattern})$"))
        if self.dimensions:
            out |= np.all([_mask(pc.is_null(self._said(chunk, name))) for name in self.dimensions], axis=0)
        if self.day and out.any():
            days_ = _text(chunk.columns[self.day])
            for row in np.flatnonzero(out):
                out[row] = days.written(days_[int(row)].as_py() or "") is None
        for row in np.flatnonzero(out):
            self._remember(chunk, int(row), [text for cells in labels.values() if (text := cells[int(row)].as_py())])
        return out

    def _said(self, chunk: Chunk, name: str) -> pa.Array:
        """Cells of a column; NULL where they say 'not known' in the way of this platform."""
        cells = _text(chunk.columns[name])
        nothing = pc.is_in(cells, value_set=pa.array(self.export.nothing, pa.string()))
        return pc.if_else(nothing, pa.scalar(None, pa.string()), cells)

    def _remember(self, chunk: Chunk, row: int, texts: Sequence[str]) -> None:
        line = int(chunk.lines[row])
        cells = {
            name: tuple(Part(p.cells.slice(row, 1), p.plain) for p in parts) for name, parts in chunk.columns.items()
        }
        label, covers = next(
            ((text, kind) for text in texts if (kind := self.export.covers(text)) is not None), ("", "rows")
        )
        if any(pc.count(p.cells).as_py() for parts in cells.values() for p in parts):
            self.aside[line] = Aside(line, label, covers, cells)

    def _broken(self, piece: Piece, broken: tuple[Reject, ...], first: int) -> tuple[Reject, ...]:
        """Broken rows that are neither totals nor footers; those are shorter than the header in some exports."""
        if not broken or self.delimiter is None:
            return broken
        lines = piece.data.decode().split("\n")
        kept = []
        for reject in broken:
            cells = next(csv.reader([lines[reject.line - first]], delimiter=self.delimiter), [])
            texts = [headers.tidy(cell) for cell in cells if cell.strip(BLANKS)]
            # Analytics writes its label behind the last column, the others into the first.
            ends = (texts[0], texts[-1]) if texts else ()
            label = next((text for text in ends if self.export.covers(text) is not None or is_comment(text)), None)
            if label is None:
                kept.append(reject)
            else:
                self.aside[reject.line] = self._short(reject.line, label, cells)
        return tuple(kept)

    def _short(self, line: int, label: str, cells: Sequence[str]) -> Aside:
        by_header = {
            name: (Part(pa.array([cell], pa.string())),) for name, cell in zip(self.all_headers, cells, strict=False)
        }
        return Aside(
            line, label, self.export.covers(label) or "", {n: c for n, c in by_header.items() if n in self.headers}
        )


def _text(parts: tuple[Part, ...]) -> pa.Array:
    """Cells of one column as tidy text; NULL where they are empty."""
    cells = pc.coalesce(*(part.cells.cast(pa.string()) for part in parts))
    tidy = pc.utf8_trim(pc.replace_substring_regex(cells, f"[{BLANKS}]+", " "), " ")
    return pc.if_else(pc.equal(tidy, ""), pa.scalar(None, pa.string()), tidy)


def _mask(found: pa.Array) -> Mask:
    mask: Mask = pc.fill_null(found, False).to_numpy(zero_copy_only=False)
    return mask


def _cut(piece: Piece, lines: int) -> Piece:
    if isinstance(piece.data, bytes):
        kept = "".join(islice(io.StringIO(piece.data.decode(), newline=""), lines)).encode()
        return Piece(kept, piece.done)
    return Piece(piece.data[:lines], piece.done)
