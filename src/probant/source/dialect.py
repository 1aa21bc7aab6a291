"""How a delimited file is written: its delimiter and header, decided by the header row."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from probant.errors import Ambiguous, Unreadable
from probant.source import headers
from probant.source.blocks import Text
from probant.words import say

DELIMITERS = (",", ";", "\t", "|")
_HEAD = 1 << 20
_BLANK_LINES = 100


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
    """Read the header under each delimiter; the one that finds most known names is it, then the one with most cells.

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
    read = [_header(text, head, option, skip=1 if marked else 0) for option in options]
    wanted = {headers.key(name) for name in known}
    scores = [(sum(headers.key(name) in wanted for name in one.headers), len(one.headers)) for one in read]
    best = [one for one, score in zip(read, scores, strict=True) if score == max(scores)]
    if len(best) > 1 and max(scores)[1] > 1:
        raise _undecided(text, best)
    return best[0]


def _header(text: Text, head: str, delimiter: str, *, skip: int) -> Dialect:
    lines = list(islice(io.StringIO(head, newline=""), _BLANK_LINES))
    rows = csv.reader(lines[skip:], delimiter=delimiter)
    try:
        row = next(row for row in rows if any(headers.tidy(cell) for cell in row))
    except (csv.Error, StopIteration):
        raise Unreadable(
            say("{file} has no header that can be read.", file=text.path.name),
            mend=say("give it a first row that names its columns"),
        ) from None
    above = skip + rows.line_num
    size = len("".join(lines[:above]).encode())
    mean = len(head.encode()) / max(1, head.count("\n"))
    return Dialect(delimiter, tuple(headers.tidy(cell) for cell in row), above, size, mean)


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
