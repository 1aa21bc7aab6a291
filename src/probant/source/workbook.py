"""XLSX: one sheet of a workbook, opened only once it is known how much it unpacks to."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from probant.errors import Ambiguous, UnknownName, Unreadable
from probant.source import headers
from probant.source.chunk import Chunk, Piece, Plain, parts
from probant.words import say

UNPACKED = 128 << 20
"""Bytes that a workbook may unpack to."""
CELLS = 4_000_000
"""Cells that a sheet may hold, and the area that it may span: each takes 32 bytes in the parser, empty or not."""
_STEP = 20_000
_TOP = 100
_PLACE = re.compile(rb'r="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows of one sheet."""

    sheet: CalamineSheet
    headers: tuple[str, ...]
    first: int
    """Row below the header."""

    def pieces(self) -> Iterator[Piece]:
        """Runs of rows."""
        rows, total = islice(self.sheet.iter_rows(), self.first - 1, None), max(1, self.sheet.total_height)
        read = self.first - 1
        while run := list(islice(rows, _STEP)):
            read += len(run)
            yield Piece(run, min(1.0, read / total))

    def height(self, piece: Piece) -> int:
        """Rows of a run."""
        return len(piece.data)

    def chunk(self, piece: Piece, wanted: Sequence[str], first: int) -> Chunk:
        """Cells of the wanted columns."""
        rows: list[list[Any]] = piece.data
        places = [self.headers.index(name) for name in wanted]
        columns = {name: parts([_cell(row[place]) for row in rows]) for name, place in zip(wanted, places, strict=True)}
        return Chunk(columns, np.arange(first, first + len(rows), dtype=np.int64))

    def typed(self, piece: Piece, types: Mapping[str, pa.DataType], decimal: str) -> None:
        """Not offered."""


def workbook(path: Path, known: Collection[str], stated: str | None) -> Workbook:
    """Open the sheet that is stated, or else the only one whose header has a name that is known.

    Raises
    ------
    Unreadable
        If the file is no workbook, is protected, unpacks to too much, or has no sheet with a header.
    UnknownName
        If the stated sheet is not there.
    Ambiguous
        If several sheets would do.
    """
    _check_size(path)
    try:
        book = CalamineWorkbook.from_path(path)
        if stated is not None and stated not in book.sheet_names:
            raise UnknownName(say("sheet of {file}", file=path.name), stated, book.sheet_names)
        names = [stated] if stated is not None else book.sheet_names
        wanted = {headers.key(name) for name in known}
        sheets = [_sheet(book.get_sheet_by_name(name), wanted) for name in names]
    except (CalamineError, OSError) as error:
        raise _damaged(path) from error
    found = [sheet for sheet in sheets if sheet is not None]
    if len(found) > 1:
        found = [sheet for sheet in found if headers.count_known(sheet.headers, wanted)] or found
    if not found:
        raise Unreadable(say("{file} is empty.", file=path.name), mend=say("export it again"))
    if len(found) > 1:
        raise _several(path, found)
    headers.check(found[0].headers, path)
    return found[0]


def _sheet(sheet: CalamineSheet, known: Collection[str]) -> Workbook | None:
    rows = [tuple(headers.tidy(str(cell)) for cell in row) for row in islice(sheet.iter_rows(), _TOP)]
    place = headers.top(rows, known)
    return None if place is None else Workbook(sheet, rows[place], place + 2)


def _several(path: Path, found: list[Workbook]) -> Ambiguous:
    names = tuple(one.sheet.name for one in found)
    return Ambiguous(
        say("{file} has several sheets that could be meant: {names}.", file=path.name, names=names),
        mend=say('write the right one in probant.toml, under its [[source]]: sheet = "{first}"', first=names[0]),
    )


def _cell(value: Any) -> str | None:
    if value == "":
        return None
    if isinstance(value, bool):
        return Plain(str(value).lower())
    if isinstance(value, float):
        return Plain(int(value) if value.is_integer() else repr(value))
    if isinstance(value, date):  # A datetime is one too.
        return Plain(value.isoformat())
    return value if isinstance(value, str) else Plain(value)


def _check_size(path: Path) -> None:
    """Refuse what would fill the memory: the parser lays out the whole area between the first and the last cell."""
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.infolist()
            unpacked = sum(part.file_size for part in inside)
            cells = sum(_size(packed, part) for part in inside) if unpacked <= UNPACKED else 0
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise _damaged(path) from error
    if unpacked > UNPACKED or cells > CELLS:
        raise _too_large(path)


def _size(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Cells that a part of the workbook holds or spans, whichever is more; 0 for one that is no sheet.

    Every part is read to its end: that is what proves the size that the directory gives.
    """
    cells, tail, right, bottom = 0, b"", 0, 0
    with packed.open(part) as stream:
        while data := stream.read(1 << 20):
            if "sheet" in part.filename:
                places = set(_PLACE.findall(tail + data))
                right = max([right, *(_column(letters) for letters, _ in places)])
                bottom = max([bottom, *(int(number) for _, number in places)])
            cells += data.count(b"/c>") + data.count(b":c>")
            tail = data[-16:]
    return max(cells, right * bottom)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_large(path: Path) -> Unreadable:
    return Unreadable(
        say(
            "{file} is too large for a workbook: it unpacks to more than {bytes} bytes, or spans "
            "more than {cells} cells.",
            file=path.name,
            bytes=UNPACKED,
            cells=CELLS,
        ),
        mend=say("save the sheet as CSV; CSV may be of any size"),
    )


def _damaged(path: Path) -> Unreadable:
    return Unreadable(
        say("{file} cannot be read as a workbook: it is damaged, or protected by a password.", file=path.name),
        mend=say("open it and save it again as XLSX, without a password, or as CSV"),
    )
