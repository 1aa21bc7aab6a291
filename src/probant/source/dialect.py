"""How a delimited file is written: its delimiter and header, decided by the header row."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from probant.errors import Ambiguous, Unreadable
from probant.source import headers
from probant.source.blocks import Text
from probant.words import say

DELIMITERS = (",", ";", "\t", "|")
_HEAD = 1 << 20
_TOP = 100
"""Lines among which the header stands."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Delimiter, header, and where the rows begin."""

    delimiter: str
    headers: tuple[str, ...]
    lines: int
    """Lines up to and with the header."""
    size: int
    """Bytes of UTF-8 up to and with the header."""
    line: float
    """Mean bytes of a line, as far as was looked."""


def dialect(text: Text, known: Collection[str], stated: str | None) -> Dialect:
    """Find the header under each delimiter; the one that finds most known names is it, then the one with most cells.

    Parameters
    ----------
    text
        The file.
    known
        Headers that the table or the settings ask for.
    stated
        The delimiter in the settings; it is not doubted.

    Raises
    ------
    Unreadable
        If the file is empty, or its header is longer than 1 MiB.
    Ambiguous
        If two delimiters find equally much.
    """
    head = text.head(_HEAD)
    if not head.strip():
        raise Unreadable(say("{file} is empty.", file=text.path.name), mend=say("export it again"))
    marked = head[4] if head[:4].casefold() == "sep=" and head[5:6] in ("\r", "\n") else None
    known_one = stated or marked
    options = (known_one,) if known_one else DELIMITERS
    wanted = {headers.key(name) for name in known}
    read = [_header(text, head, option, wanted, skip=1 if marked else 0) for option in options]
    scores = [(headers.count_known(one.headers, wanted), len(one.headers)) for one in read]
    best = [one for one, score in zip(read, scores, strict=True) if score == max(scores)]
    if len(best) > 1 and max(scores)[1] > 1:
        raise _undecided(text, best)
    return best[0]


def _header(text: Text, head: str, delimiter: str, wanted: Collection[str], *, skip: int) -> Dialect:
    lines = list(islice(io.StringIO(head, newline=""), _TOP))
    rows = _rows(lines[skip:], delimiter)
    place = headers.top([row for row, _ in rows], wanted)
    if place is None:
        raise Unreadable(
            say("{file} has no header that can be read.", file=text.path.name),
            mend=say("give it a first row that names its columns"),
        )
    row, last = rows[place]
    size = len("".join(lines[: skip + last]).encode())
    mean = len(head.encode()) / max(1, head.count("\n"))
    return Dialect(delimiter, row, skip + last, size, mean)


def _rows(lines: Iterable[str], delimiter: str) -> list[tuple[tuple[str, ...], int]]:
    """Cells of each row, tidied, and the number of its last line; up to what cannot be cut into cells."""
    found, rows = list[tuple[tuple[str, ...], int]](), csv.reader(lines, delimiter=delimiter)
    with suppress(csv.Error):
        for row in rows:
            found.append((tuple(headers.tidy(cell) for cell in row), rows.line_num))
    return found


def _undecided(text: Text, best: list[Dialect]) -> Ambiguous:
    return Ambiguous(
        say(
            "The cells of {file} could be parted by any of these: {seen}.",
            file=text.path.name,
            seen=tuple("tab" if one.delimiter == "\t" else one.delimiter for one in best),
        ),
        mend=say(
            'write the right one in probant.toml, under its [[source]]: delimiter = "{first}"', first=best[0].delimiter
        ),
    )
