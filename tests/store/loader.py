"""A process that loads batches until it is killed; run as a script.

It reads commands from its input, one JSON object a line, forks a process of its own for each, and says how that
ended. A fork of a process that has imported all and opened nothing starts in a millisecond, so that kills fall
into the loading and not into the imports. A command names the `folder`, the file for `acks`, how many `batches`,
and optionally a `crash`: a place at which the process kills itself.
"""

import json
import os
import signal
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa

from probant.contract.batch import Batch
from probant.contract.spend import SPEND
from probant.store import create, load, watermark
from probant.store.open import Store

SIZES = (1, 20_000, 700, 3_000)
PIECE = 2_000


def rows_of(number):
    """How many rows the batch with that number has."""
    return SIZES[number % len(SIZES)]


def amount_of(number):
    """Money in that batch."""
    return rows_of(number) * (number + 1)


def batches_of(number):
    size = rows_of(number)
    for start in range(0, size, PIECE):
        count = min(PIECE, size - start)
        columns = {
            "day": pa.repeat(pa.scalar(date(2026, 1, 1)), count),
            "span_days": pa.repeat(pa.scalar(1, pa.int16()), count),
            "campaign": pa.array(np.arange(start, start + count)).cast(pa.string()),
            "channel": pa.repeat(f"batch {number}", count),
            "currency": pa.repeat("EUR", count),
            "amount": pa.repeat(pa.scalar(Decimal(number + 1), pa.decimal128(18, 4)), count),
            "impressions": pa.nulls(count, pa.int64()),
            "clicks": pa.nulls(count, pa.int64()),
            "reach": pa.nulls(count, pa.int64()),
        }
        arrays = [columns.get(name, pa.repeat("x", count)) for name in SPEND.schema.names]
        yield Batch(pa.RecordBatch.from_arrays(arrays, schema=SPEND.schema))


def work(folder, acks, batches, crash=None):
    """Load all batches in order and write the number of each to `acks` once it is acknowledged."""
    if crash:
        CRASHES[crash]()
    out = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Store.open(Path(folder)) as store:
        for number in range(batches):
            at = datetime(2026, 3, 1, tzinfo=UTC)
            receipt = store.load(SPEND, f"{number}.csv", f"sha {number}", batches_of(number), at=at)
            os.write(out, f"{receipt.batch}\n".encode())
        if crash == "open":
            _die()


def _die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def _before(module, name):
    setattr(module, name, _die)


def _after(module, name):
    original = getattr(module, name)

    def run(*arguments):
        original(*arguments)
        _die()

    setattr(module, name, run)


CRASHES = {
    "before the first schema": lambda: _before(create, "migrate"),
    "after the first schema": lambda: _after(create, "migrate"),
    "before the store has its name": lambda: _before(create, "_name"),
    "after the store has its name": lambda: _after(create, "_name"),
    "before commit": lambda: _before(load, "commit"),
    "after commit": lambda: _after(load, "commit"),
    "before the mark has its name": lambda: _before(watermark.Path, "replace"),
    "after the mark": lambda: _after(watermark, "write"),
    "open": lambda: None,
}


def main():
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                work(**json.loads(line))
                os._exit(0)
            except BaseException as error:  # noqa: BLE001  whatever it is, the test must see it
                sys.stderr.write(f"{error!r}\n")
                os._exit(1)
        _say(pid)
        _say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _say(number):
    os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main()
