"""JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from probant.contract.batch import Reject
from probant.errors import Unreadable
from probant.source import headers
from probant.source.blocks import Text, blocks
from probant.source.chunk import Chunk, Piece, Plain, parts
from probant.words import Words, say

_STEP = 2 << 20
"""Bytes of a block; the objects made of it take about ten times as much."""
_DECODER = json.JSONDecoder(parse_int=Plain, parse_float=Plain, parse_constant=Plain)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A text file with an object on each line; numbers keep the digits with which they were written."""

    text: Text
    headers: tuple[str, ...]
    """Every name that any object uses, in order of appearance."""
    first: int = 1

    def pieces(self) -> Iterator[Piece]:
        """Blocks of whole lines."""
        yield from _pieces(self.text)

    def height(self, piece: Piece) -> int:
        """Lines of a block."""
        return len(_lines(piece))

    def chunk(self, piece: Piece, wanted: Sequence[str], first: int) -> Chunk:
        """Cells of the wanted names; a line that holds no object is broken."""
        rows: list[list[str | None]] = []
        lines: list[int] = []
        broken: list[Reject] = []
        for line, data in enumerate(_lines(piece), first):
            if not data.strip():
                continue
            cells = _row(_parsed(data), wanted)
            if isinstance(cells, Words):
                broken.append(Reject(self.text.path.name, line, None, cells))
            else:
                rows.append(cells)
                lines.append(line)
        columns = {name: parts([row[place] for row in rows]) for place, name in enumerate(wanted)}
        return Chunk(columns, np.array(lines, np.int64), tuple(broken))

    def typed(self, piece: Piece, types: Mapping[str, pa.DataType], decimal: str) -> None:
        """Not offered."""


def json_lines(text: Text) -> JsonLines:
    """Find all names that the objects use.

    Raises
    ------
    Unreadable
        If no line holds an object, or they use more names than a table may have columns.
    """
    names: dict[str, None] = {}
    for piece in _pieces(text):
        for data in _lines(piece):
            found = _parsed(data) if data.strip() else None
            names.update(dict.fromkeys(found) if isinstance(found, dict) else {})
            headers.check(tuple(names), text.path) if len(names) > headers.MOST else None
    if not names:
        raise Unreadable(
            say("{file} holds no line with a JSON object.", file=text.path.name),
            mend=say("write one object on each line, like {example}", example='{"day": "2026-01-31", "amount": 12.5}'),
        )
    return JsonLines(text, tuple(names))


def _pieces(text: Text) -> Iterator[Piece]:
    size = max(1, text.path.stat().st_size)
    for data, read in blocks(text, _STEP, quoted=False):
        yield Piece(data, min(1.0, read / size))


def _lines(piece: Piece) -> list[str]:
    data: bytes = piece.data
    return data.decode().removesuffix("\n").split("\n")


def _parsed(line: str) -> Any:
    """What a line holds; None where it is no JSON, or nested deeper than Python can follow."""
    try:
        return _DECODER.decode(line)
    except (ValueError, RecursionError):
        return None


def _row(found: Any, wanted: Sequence[str]) -> list[str | None] | Words:
    if not isinstance(found, dict):
        return say("The line is not a JSON object.")
    try:
        return [_cell(found.get(name)) for name in wanted]
    except TypeError:
        return say("A cell holds a list or an object.")
    except UnicodeEncodeError:
        return say("The text holds characters that do not exist.")


def _cell(value: Any) -> str | None:
    if isinstance(value, bool):
        return Plain(str(value).lower())
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    if not value.isascii():
        value.encode()  # Half a surrogate pair is legal JSON and no text.
    return value
