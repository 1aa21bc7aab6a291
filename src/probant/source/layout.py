"""Where the tables of an export stand: below a preamble, several in one file, in text or in a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from probant.errors import Unreadable
from probant.source import currencies, headers
from probant.source.blocks import Text
from probant.source.chunk import Table
from probant.source.delimited import Delimited
from probant.source.dialect import DELIMITERS, Dialect
from probant.source.encoding import Survey, encoding
from probant.source.parquet import parquet
from probant.source.preamble import Preamble, preamble
from probant.source.settings import SourceSettings
from probant.source.workbook import Workbook, workbook
from probant.words import say

WHOLE = 16 << 20
"""Bytes of text up to which a file is searched for a second table."""
_TOP = 60
"""Lines among which the first header stands."""
_FEWEST = 2
ENDS = 3
"""First columns of a table in which a label of totals may stand, whatever they hold; and the last one."""
_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_MARK = "sep="


@dataclass(frozen=True, slots=True)
class Place:
    """One table of a file."""

    table: Table
    headers: tuple[str, ...]
    line: int
    """Line of the header, from 1."""
    above: Preamble
    last: int | None = None
    """Last line of the table; None where it goes to the end of the file."""
    delimiter: str | None = None


@lru_cache(4096)
def name_key(header: str) -> str:
    """What the headers of one field have in common: case, kind of space and a currency in brackets do not count."""
    return headers.key(split_currency(repaired(header))[0])


def split_currency(header: str) -> tuple[str, str | None]:
    """A header without the currency in brackets at its end, and that currency: 'Cost (EUR)' is 'Cost' in EUR."""
    bare, opened, rest = header.rstrip().rpartition("(")
    code = rest[:-1]
    if opened and rest.endswith(")") and len(code) == 3 and code.isupper() and currencies.meant(code):
        return bare.rstrip(), code
    return header, None


def repaired(header: str) -> str:
    """A header that was encoded twice, 'dÃ©pensÃ©', as it was meant; any other as it is."""
    if "Ã" not in header and "â€" not in header:
        return header
    try:
        return header.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return header


def places(path: Path, seen: Survey, known: Collection[str], said: SourceSettings | None) -> tuple[Place, ...]:
    """Every table of a file whose header has names that are known; none where there is none.

    Parameters
    ----------
    path, seen
        The file, and what one pass over its bytes found.
    known
        Keys of all headers of all exports, see `name_key`.
    said
        What the project says of the file: encoding, delimiter, sheet.

    Raises
    ------
    Unreadable, Ambiguous, UnknownName
        If the file cannot be read, or several sheets could be meant.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start == _ZIP:
        return _in_workbook(path, known, said.sheet if said else None)
    if start == _PARQUET:
        return _in_parquet(path, known)
    return _in_text(Text(path, *encoding(path, seen, said.encoding if said else None)), known, said)


def _in_workbook(path: Path, known: Collection[str], sheet: str | None) -> tuple[Place, ...]:
    book = workbook(path, known, sheet)
    above: list[str] = []
    for number, row in enumerate(islice(book.sheet.iter_rows(), _TOP), 1):
        names = tuple(headers.tidy(str(cell)) for cell in row)
        if _is_header(names, known):
            table = Workbook(book.sheet, names, number + 1)
            return (Place(table, names, number, preamble(above)),)
        above.append(" ".join(name for name in names if name))
    return ()


def _in_parquet(path: Path, known: Collection[str]) -> tuple[Place, ...]:
    """What a warehouse or a connector wrote of an export: the names decide, nothing stands above or below them."""
    names = parquet(path, ()).headers
    if not _is_header(names, known):
        return ()
    filled = [name for name in names if name]
    # Labels of totals are looked for at both ends of a row, whatever stands there.
    wanted = {name for name in filled if name_key(name) in known} | {*filled[:ENDS], *filled[-1:]}
    return (Place(parquet(path, wanted), names, 0, Preamble()),)


def _in_text(text: Text, known: Collection[str], said: SourceSettings | None) -> tuple[Place, ...]:
    if not text.head(1).strip("\ufeff"):
        raise Unreadable(say("{file} is empty.", file=text.path.name), mend=say("export it again"))
    head = text.head(WHOLE if text.path.stat().st_size <= WHOLE else 1 << 20)
    lines = list(io.StringIO(head, newline=""))
    marked = lines[0].strip() if lines and lines[0].casefold().startswith(_MARK) else ""
    stated = said.delimiter if said and said.delimiter else marked[len(_MARK) :] or None
    # A tab between quotes is stripped with the line end: 'sep=' alone then means a tab.
    options = (stated,) if stated else ("\t",) if marked else DELIMITERS
    found: list[Place] = []
    above = 0
    for number, line in enumerate(lines, 1):
        could = _opens(lines[number - 2]) if found else number <= _TOP
        dialect = _header(line, options, known) if could else None
        if dialect is None:
            continue
        if found:
            above = _end(lines, number - 1)
            found[-1] = replace(found[-1], last=above)
        size = len("".join(lines[:number]).encode())  # Bytes of UTF-8, whatever the file is in.
        whole = replace(dialect, lines=number, size=size, line=len(head.encode()) / max(1, len(lines)))
        stands = preamble(lines[above + bool(marked and not above) : number - 1])
        found.append(Place(Delimited(text, whole), whole.headers, number, stands, delimiter=whole.delimiter))
    return tuple(found)


def _opens(line: str) -> bool:
    """Whether a header may stand below this line: it is blank or a comment."""
    bare = line.strip(' \t\r\n",;\ufeff')
    return not bare or is_comment(bare)


def is_comment(text: str) -> bool:
    """Whether a line is a comment: '# …' or '#---', and not the name of an order, '#1001'."""
    return text[:1] == "#" and text[1:2] in ("", " ", "-", "#", "\t", "\n", "\r")


def _end(lines: Sequence[str], header: int) -> int:
    """Number of the last line of the table above the header whose place in `lines` is given."""
    last = header
    while last and _opens(lines[last - 1]):
        last -= 1
    return last


def _header(line: str, options: Sequence[str], known: Collection[str]) -> Dialect | None:
    best: tuple[int, int] = (0, 0)
    made = None
    for delimiter in options:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        names = tuple(headers.tidy(cell) for cell in cells)
        score = (len(_known(names, known)), len(names))
        if _is_header(names, known) and score > best:
            best, made = score, Dialect(delimiter, names, 0, 0, 0.0)
    return made


def _known(names: Sequence[str], known: Collection[str]) -> set[str]:
    return {key for name in names if (key := name_key(name)) in known}


def _is_header(names: Sequence[str], known: Collection[str]) -> bool:
    """Whether it has two known names, or three where they are less than half of all."""
    count, named = len(_known(names, known)), sum(bool(name) for name in names)
    return count >= _FEWEST and (count > _FEWEST or 2 * count >= named)
