"""The ledger's file as lines: held by one writer, read from its end, grown by whole lines."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from probant.errors import DiskLow
from probant.ledger import durable
from probant.words import say

_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of the file."""

    last: bytes | None
    """The last whole line without its end of line; None in a file without any."""
    end: int
    """Bytes up to and with the last end of line."""
    torn: bytes
    """What follows it: a line whose writer was stopped, never acknowledged."""


@contextmanager
def held(file: Path) -> Iterator[int]:
    """The file's descriptor, this writer's alone until the block ends; made if it is not there.

    `flock` belongs to the opening and not to the process, so it keeps threads apart as well.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if is_new:
            durable.settle(file.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """Whole lines without their ends, and what follows the last end of line."""
    *whole, torn = data.split(b"\n")
    return whole, torn


def tail(descriptor: int, size: int | None = None) -> Tail:
    """The end of the file, or of its first `size` bytes, read backwards: the time does not grow with the file."""
    size = start = length(descriptor) if size is None else size
    read = b""
    while start and read.count(b"\n") < 2:
        start = max(0, start - _BLOCK)
        read = os.pread(descriptor, size - start - len(read), start) + read
    whole, torn = split(read)
    return Tail(whole[-1] if whole else None, size - len(torn), torn)


def between(descriptor: int, start: int, stop: int) -> list[bytes]:
    """Lines that fill the bytes from `start` up to, not including, `stop`; both are ends of lines."""
    read = bytearray()
    while len(read) < stop - start:
        read += os.pread(descriptor, stop - start - len(read), start + len(read))
    return split(bytes(read))[0]


def length(descriptor: int) -> int:
    """Bytes in the file."""
    return os.fstat(descriptor).st_size


def add(descriptor: int, end: int, line: bytes) -> None:
    """Write `line` and its end at `end`, and bring it to the disk; all of it, or the file is as before.

    Raises
    ------
    DiskLow
        If the disk or the quota is full.
    """
    text = line + b"\n"
    try:
        written = 0
        while written < len(text):
            written += os.pwrite(descriptor, text[written:], end + written)
        os.fsync(descriptor)
    except OSError as error:
        os.ftruncate(descriptor, end)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskLow(
                say("The disk is full: the ledger could not grow."), mend=say("free some disk space and try again")
            ) from error
        raise


def cut(descriptor: int, end: int) -> None:
    """Take away what follows `end`, on the disk too."""
    os.ftruncate(descriptor, end)
    os.fsync(descriptor)
