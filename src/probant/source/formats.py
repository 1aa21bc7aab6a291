"""Which format a file has: its first bytes decide, then its ending."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from probant.errors import Missing, Unreadable
from probant.source import headers
from probant.source.blocks import Text
from probant.source.chunk import Table
from probant.source.delimited import Delimited
from probant.source.dialect import dialect
from probant.source.encoding import Survey, encoding
from probant.source.json_lines import json_lines
from probant.source.parquet import parquet
from probant.source.settings import SourceSettings
from probant.source.workbook import workbook
from probant.words import Words, say

ENDINGS = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
"""Endings of the files that can be read."""

_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"
_OTHERS = (
    (b"\x1f\x8b", say("it is compressed by gzip; unpack it first")),
    (b"BZh", say("it is compressed by bzip2; unpack it first")),
    (b"\xfd7zXZ", say("it is compressed by xz; unpack it first")),
    (b"\x28\xb5\x2f\xfd", say("it is compressed by zstd; unpack it first")),
    (b"\xd0\xcf\x11\xe0", say("it is an old or a protected workbook; save it as XLSX without a password")),
    (b"%PDF", say("it is a PDF; export the table itself, as CSV or XLSX")),
)


def check_file(path: Path) -> None:
    """Refuse what is not a file with something in it.

    Raises
    ------
    Missing
        If nothing is there.
    Unreadable
        If it is a folder, a device, may not be read, or is empty.
    """
    if not path.exists():
        raise Missing(say("There is no file {file}.", file=str(path)), mend=say("check its name and folder"))
    if not path.is_file():
        raise Unreadable(
            say("{file} is not a file.", file=path.name), mend=say("name the files in it, or a pattern like *.csv")
        )
    if path.stat().st_size == 0:
        raise Unreadable(say("{file} is empty.", file=path.name), mend=say("export it again"))


def opened(path: Path, seen: Survey, known: Collection[str], settings: SourceSettings) -> Table:
    """The file as a table of its format.

    Raises
    ------
    Unreadable
        If it is of no format that is known, or not what it says it is.
    """
    with path.open("rb") as file:
        start = file.read(8)
    for mark, mend in _OTHERS:
        if start.startswith(mark):
            raise Unreadable(say("{file} is not a table that can be read.", file=path.name), mend=mend)
    ending = path.suffix.casefold()
    if start.startswith(_PARQUET):
        return parquet(path, known)
    if start.startswith(_ZIP):
        return workbook(path, known, settings.sheet)
    if ending in (".parquet", ".xlsx", ".xlsm"):
        raise Unreadable(_not_what_it_says(path), mend=say("export it again"))
    text = Text(path, *encoding(path, seen, settings.encoding))
    if ending in (".jsonl", ".ndjson", ".json"):
        return json_lines(text)
    table = Delimited(text, dialect(text, known, settings.delimiter))
    headers.check(table.headers, path)
    return table


def _not_what_it_says(path: Path) -> Words:
    return say("{file} is not what its name says: it does not begin like such a file.", file=path.name)
