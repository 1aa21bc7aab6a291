"""A text file as UTF-8 blocks that each end where a record ends."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from probant.errors import Unreadable
from probant.source.encoding import undecodable
from probant.words import say

LARGEST = 8 << 20
"""Bytes of the largest usual block; one whose quotes stay open may grow to four times that."""
_SMALLEST = 1 << 18
_TRIES = 10_000


@dataclass(frozen=True, slots=True)
class Text:
    """A text file: where, in which encoding, and how many bytes to skip for its mark."""

    path: Path
    encoding: str
    mark: int = 0

    def read(self, step: int) -> Iterator[tuple[bytes, int]]:
        """The file as UTF-8, about `step` bytes at once, each with the number of bytes read so far."""
        decoder = None if self.encoding == "utf-8" else codecs.getincrementaldecoder(self.encoding)()
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.mark)
            while data := file.read(step):
                yield (data if decoder is None else self._decoded(decoder, data)), file.tell()
            if decoder is not None:
                yield self._decoded(decoder, b"", final=True), file.tell()

    def _decoded(self, decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bytes:
        try:
            return decoder.decode(data, final).encode()
        except UnicodeError:
            raise undecodable(self.path, self.encoding) from None

    def head(self, limit: int) -> str:
        """The first characters, cut at `limit` bytes or a little later."""
        seen = b""
        for data, _ in self.read(1 << 16):
            seen += data
            if len(seen) >= limit:
                break
        return seen.decode(errors="ignore")


def step(line: float) -> int:
    """Bytes to read at once so that about 100,000 lines of that mean length make a block."""
    return int(min(max(line * 100_000, _SMALLEST), LARGEST))


def blocks(text: Text, size: int, *, skip: int = 0, quoted: bool = True) -> Iterator[tuple[bytes, int]]:
    """Cut a file after line ends that stand outside quotes; with each block, the bytes of the file read so far.

    Parameters
    ----------
    text
        The file.
    size
        Bytes of a block, about.
    skip
        Bytes of UTF-8 to leave out at the start (the header).
    quoted
        Whether a line end between double quotes belongs to the cell. Quotes are paired by
        counting; where no pair closes for four blocks they are taken as plain characters.

    Raises
    ------
    Unreadable
        If a line is longer than four blocks of the largest size.
    """
    rest = b""
    for fresh, read in text.read(size):
        gone = min(skip, len(fresh))
        data, skip = fresh[gone:] if gone else fresh, skip - gone
        # Where no quote is open from before, the fresh part alone shows where to cut: one copy less of each block.
        whole = b'"' not in rest or not quoted
        data = data if whole else rest + data
        cut = _cut(data, quoted=quoted, must=len(rest) >= 3 * size)
        if cut:
            yield b"".join((rest if whole else b"", memoryview(data)[:cut])), read
            rest = data[cut:]
        else:
            rest = rest + data if whole else data
        if len(rest) > LARGEST and b"\n" not in rest:
            raise _endless(text.path)
    if rest:
        yield rest, read


def _cut(data: bytes, *, quoted: bool, must: bool) -> int:
    """Length of the part of `data` that ends with its last line end outside quotes; 0 if there is none."""
    last = data.rfind(b"\n") + 1
    if not quoted or data.count(b'"', 0, last) % 2 == 0:
        return last
    stop = last
    for _ in range(_TRIES):
        # Up to the quote at `stop` the count is odd; between the two quotes before it, even.
        quote = data.rfind(b'"', 0, stop)
        stop = data.rfind(b'"', 0, max(quote, 0))
        cut = data.rfind(b"\n", stop + 1, quote) + 1
        if cut:
            return cut
        if stop <= 0:
            break
    return last if must else 0


def _endless(path: Path) -> Unreadable:
    return Unreadable(
        say("{file} has a line longer than {limit} bytes.", file=path.name, limit=LARGEST),
        mend=say("check that it is a table with one record on each line"),
    )
