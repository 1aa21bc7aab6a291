"""A durable queue of rows beside the engine: what it acknowledged is on disk, and waits there to be loaded.

The engine is at its best with thousands of rows at once, and whoever sends spans must not wait for them.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import pyarrow as pa

from probant.contract.catalog import CONTRACTS
from probant.errors import Busy
from probant.words import say

FOLDER = "store.queue"
CAPACITY = 512 << 20
"""Bytes that may wait; beyond, nothing more is taken until some were loaded."""
_FRAME = struct.Struct("<IIH")
"""Length and checksum of a record, and length of its table's name."""


@dataclass
class Queue:
    """Appends records to a file, many at once with one flush to disk, and hands closed files on."""

    folder: Path
    capacity: int = CAPACITY
    durable: bool = True
    """Whether what was put outlives a crash; False where it comes from a file that can be read again."""
    _waiting: list[tuple[bytes, Future[None]]] = field(default_factory=list)
    _listing: Lock = field(default_factory=Lock)
    _writing: Lock = field(default_factory=Lock)

    @classmethod
    def beside(cls, project: Path, capacity: int = CAPACITY, *, durable: bool = True) -> Queue:
        """The queue of the project in that folder."""
        folder = project / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        queue = cls(folder, capacity, durable)
        # A file whose end a crash cut off is not appended to: what came after the cut would not be found.
        queue.close_segment()
        return queue

    def put(self, rows: list[tuple[str, pa.RecordBatch]]) -> None:
        """Keep rows of some tables; when this returns they are in the file, all of them in one record each.

        Where the queue is durable, they are on the disk too.

        Raises
        ------
        Busy
            If too much waits already; nothing was kept then.
        """
        if self.size() > self.capacity:
            raise full()
        data = b"".join(_framed(table, batch) for table, batch in rows)
        done: Future[None] = Future()
        with self._listing:
            self._waiting.append((data, done))
        # Whoever gets here first writes for all who wait by then: one flush serves them all.
        with self._writing:
            if not done.done():
                self._write()
        done.result()

    def size(self) -> int:
        """Bytes that wait."""
        return sum(file.stat().st_size for file in self._files())

    def close_segment(self) -> list[Path]:
        """Files that nothing more is appended to, the oldest first."""
        with self._writing:
            files = self._files()
            if files and files[-1].stat().st_size:
                self._begin(_number(files[-1]) + 1)
            return [file for file in files if file.stat().st_size]

    def _begin(self, number: int) -> Path:
        """An empty file, of which the folder knows even after a crash."""
        file = self.folder / f"{number:012d}.rows"
        file.touch(mode=0o600)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return file

    def _write(self) -> None:
        with self._listing:
            batch, self._waiting = self._waiting, []
        try:
            descriptor = os.open(self._current(), os.O_WRONLY | os.O_APPEND)
            try:
                _append(descriptor, b"".join(data for data, _ in batch), flush=self.durable)
            finally:
                os.close(descriptor)
        except OSError as error:
            for _, done in batch:
                done.set_exception(error)
            return
        for _, done in batch:
            done.set_result(None)

    def _current(self) -> Path:
        files = self._files()
        return files[-1] if files else self._begin(0)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.rows"))


def _append(descriptor: int, data: bytes, *, flush: bool) -> None:
    """Write all of it, to the disk itself where `flush` says so, or leave the file as it was."""
    before = os.fstat(descriptor).st_size
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        if flush:
            os.fdatasync(descriptor)
    except OSError:
        os.ftruncate(descriptor, before)
        raise


def read(file: Path) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Records of a file in the order in which they came; what a crash cut off was acknowledged to nobody."""
    data = file.read_bytes()
    place = 0
    while place + _FRAME.size <= len(data):
        length, checksum, name = _FRAME.unpack_from(data, place)
        start, end = place + _FRAME.size, place + _FRAME.size + name + length
        if end > len(data) or zlib.crc32(memoryview(data)[start:end]) != checksum:
            return
        table = data[start : start + name].decode()
        with pa.ipc.open_stream(pa.BufferReader(data[start + name : end])) as stream:
            for batch in stream:
                yield table, batch
        place = end


def _framed(table: str, batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, CONTRACTS[table].schema) as stream:
        stream.write_batch(batch)
    name = table.encode()
    held: bytes = sink.getvalue().to_pybytes()
    frame: bytes = _FRAME.pack(len(held), zlib.crc32(name + held), len(name))
    return frame + name + held


def _number(file: Path) -> int:
    return int(file.stem)


def full() -> Busy:
    """The error for a queue that holds as much as it may."""
    return Busy(
        say("More waits to be loaded than the queue may hold."),
        mend=say("send it again in a moment; if that does not help, see `probant doctor`"),
    )
