"""A file's pieces, worked on in threads a few ahead of the reader, and where each of them begins."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from probant.source.chunk import Piece, Table

WORKERS = 2
"""Threads that parse while one reads on; pyarrow lets go of the interpreter while it parses."""

Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece, and where it stands."""

    number: int
    """Pieces before it."""
    line: int
    """Line on which it begins."""
    piece: Piece


def placed(table: Table, since: Placed | None = None) -> Iterator[Placed]:
    """All pieces in order, or those from `since` on."""
    number, line = (since.number, since.line) if since else (0, table.first)
    for piece in islice(table.pieces(), number, None):
        yield Placed(number, line, piece)
        number, line = number + 1, line + table.height(piece)


def ahead(work: Callable[[Placed], Out], pieces: Iterator[Placed]) -> Generator[tuple[Placed, Out], None, None]:
    """Do the work on the pieces in threads, a few ahead of the reader, and hand the results on in order.

    The next piece is read in a thread too, for some formats have to be unpacked.
    """
    with ThreadPoolExecutor(1) as unpacking, ThreadPoolExecutor(WORKERS) as pool:
        waiting: deque[tuple[Placed, Future[Out]]] = deque()
        coming = unpacking.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = unpacking.submit(next, pieces, None)
            waiting.append((piece, pool.submit(work, piece)))
            if len(waiting) > WORKERS:
                first, result = waiting.popleft()
                yield first, result.result()
        for first, result in waiting:
            yield first, result.result()
