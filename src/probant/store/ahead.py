"""What is loaded is made in a thread of its own, one batch ahead: the engine writes one while the next is read."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor

from probant.contract.batch import Batch


def ahead(batches: Iterable[Batch]) -> Generator[Batch, None, None]:
    """The batches in their order. What their making raises is raised here, after those that came before it."""
    source = iter(batches)
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, source, None)
        while (batch := coming.result()) is not None:
            coming = maker.submit(next, source, None)
            yield batch
