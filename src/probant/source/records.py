"""Delimited text record by record: slower than pyarrow, and able to say which line is at fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from probant.contract.batch import Reject
from probant.errors import Unreadable
from probant.words import say

_END = "\x1e\x1fend\x1f\x1e"


class OpenQuote(Unreadable):
    """A quote that is open where the records end."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(
            say("{file}: a quote that opens in line {line} is not closed.", file=file, line=str(line)),
            mend=say("close it, or double it if it belongs to the text"),
        )
        self.file, self.line = file, line

    def below(self, lines: int) -> OpenQuote:
        """The same, that many lines further down."""
        return OpenQuote(self.file, self.line + lines)


def records(text: str, delimiter: str, file: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each record; a record of several lines bears the number of the first.

    Parameters
    ----------
    text
        Whole records.
    delimiter
        What parts cells; double quotes hold cells together.
    file
        Name of the file, for the error.
    first
        Number of the first line.

    Raises
    ------
    OpenQuote
        If a quote is open at the end, or a cell is longer than the csv module allows.
    """
    # A mark after the last line comes back as a record of its own, unless a quote is open there.
    lines = io.StringIO(text + ("" if text.endswith(("\n", "\r")) else "\n") + _END, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    line = first
    while True:
        begun, line = line, first + reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            raise OpenQuote(file, begun) from None
        except csv.Error:
            raise OpenQuote(file, line) from None
        if row == [_END]:
            return
        yield line, row


def ragged(file: str, line: int, *, few: bool) -> Reject:
    """The account of a row that has not as many cells as the header."""
    short, long = say("The row has fewer cells than the header."), say("The row has more cells than the header.")
    return Reject(file, line, None, short if few else long)
