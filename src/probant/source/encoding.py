"""Digest and encoding of a file, from all its bytes in one pass."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from probant.errors import Unreadable
from probant.words import say

STEP = 4 << 20
"""Bytes read at once."""
_LARGE = 16 << 20
"""Bytes from which on a survey is remembered: it takes longer than the clock of a file system takes to tick, so that
who writes the file anew after it changes its stamp."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_NOT_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1a")
_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the bytes found."""

    digest: str
    """SHA-256 of all bytes, hexadecimal."""
    utf8: bool
    """Whether all of it is valid UTF-8."""


def survey(path: Path) -> Survey:
    """Hash a file and see whether it is valid UTF-8, in one pass; a large one that is as it was is not read again.

    To sort a folder and to load from it asks for the same file's survey several times.
    """
    now = path.stat()
    if now.st_size < _LARGE:
        return _surveyed(path)
    return _remembered(path, (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))


@lru_cache(maxsize=64)
def _remembered(path: Path, stamp: tuple[int, ...]) -> Survey:  # noqa: ARG001 - another stamp is another file
    return _surveyed(path)


def _surveyed(path: Path) -> Survey:
    digest, decoder, valid = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as file:
        while data := file.read(STEP):
            digest.update(data)
            valid = valid and _continues(decoder, data)
    return Survey(digest.hexdigest(), valid and _continues(decoder, b"", final=True))


def _continues(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    # Plain ASCII after a whole character is by far the usual case, and needs no decoding.
    if data.isascii() and not final and decoder.getstate()[0] == b"":
        return True
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def encoding(path: Path, seen: Survey, stated: str | None) -> tuple[str, int]:
    """Encoding of a text file, and the length of the mark of byte order that it begins with.

    A mark decides; else valid UTF-8 is UTF-8; else cp1252, if no byte is undefined in it and no
    sequence speaks for UTF-8. What the user stated goes before all of that.

    Raises
    ------
    Unreadable
        If the file is binary, UTF-16 or UTF-32 without (or with) a mark that is supported, or mixed.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    name, mark = _stated(head, stated) if stated else _marked(path, head) or _unmarked(path, head, seen)
    if name == "utf-8" and not seen.utf8:
        raise undecodable(path, name)
    return name, mark


def _marked(path: Path, head: bytes) -> tuple[str, int] | None:
    if any(head.startswith(mark) for mark in _WIDE_MARKS):
        raise _unknown(path)
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), None)


def _unmarked(path: Path, head: bytes, seen: Survey) -> tuple[str, int]:
    _refuse_binary(path, head)
    if seen.utf8:
        return "utf-8", 0
    _refuse_mixed(path)
    return "cp1252", 0


def _stated(head: bytes, stated: str) -> tuple[str, int]:
    for mark, name in _MARKS:
        if head.startswith(mark) and stated in (name, "utf-8-sig", "utf-16"):
            return name, len(mark)
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(stated, stated), 0


def _refuse_binary(path: Path, head: bytes) -> None:
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[first::2].count(0)
        if zeros > 0.4 * len(head[first::2]) and head[1 - first :: 2].count(0) < 0.1 * zeros:
            raise Unreadable(
                say("{file} looks like UTF-16, but has no mark that says so.", file=path.name),
                mend=say('write in probant.toml, under its [[source]]: encoding = "{name}"', name=name),
            )
    if len(head) - len(head.translate(None, _CONTROLS)) > 0.01 * len(head):
        raise Unreadable(
            say("{file} is not a text file: it holds binary data.", file=path.name),
            mend=say("export it again as CSV, TSV, JSON Lines, Parquet or XLSX"),
        )


def _refuse_mixed(path: Path) -> None:
    tail = b""
    with path.open("rb") as file:
        while data := file.read(STEP):
            window = tail + data
            if len(data) != len(data.translate(None, _NOT_CP1252)) or _SEQUENCE.search(window):
                raise _unknown(path)
            tail = window[-3:]


def _unknown(path: Path) -> Unreadable:
    return Unreadable(
        say("The encoding of {file} is neither UTF-8, UTF-16 with a mark, nor cp1252 throughout.", file=path.name),
        mend=say(
            'save it as UTF-8, or write its encoding in probant.toml, under its [[source]]: encoding = "{name}"',
            name="latin-1",
        ),
    )


def undecodable(path: Path, name: str) -> Unreadable:
    """The error for a file that is not in the encoding that its settings or its mark say."""
    return Unreadable(
        say("{file} is not valid {encoding}.", file=path.name, encoding=name),
        mend=say('correct it in probant.toml, under its [[source]]: encoding = "utf-8"'),
    )
