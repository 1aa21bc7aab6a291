"""The store of a project: contract tables in one DuckDB file, and the account of how they came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType

import ibis.expr.types as ir
import pyarrow as pa

from probant.contract.batch import Batch, Reject
from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Contract
from probant.errors import Missing
from probant.store import accounts, digest, load, quarantine, tables, watermark
from probant.store.connection import FILE, Link, connect, lock_down
from probant.store.create import create
from probant.store.limits import Limits
from probant.store.migrate import migrate, require_known
from probant.store.statement import statement
from probant.vocabulary import Receipt, Tell, quiet
from probant.words import say


@dataclass
class Store(AbstractContextManager["Store"]):
    """An open store. Threads may share it; another process may not (`Busy`)."""

    folder: Path
    link: Link
    _loading: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, folder: Path, *, wait: float = 5.0, limits: Limits | None = None) -> Store:
        """The store of that project folder; an empty one is made where there is none.

        Parameters
        ----------
        folder : Path
            The project's folder, which is there.
        wait : float
            Seconds to wait for another process to let the store go.
        limits : Limits, optional
            Memory, threads and free disk; the usual ones where None.

        Raises
        ------
        Missing
            If there is no such folder.
        Busy
            If another process, or this one, holds the store.
        Lost
            If the store holds less than was acknowledged; it is left as it was found.
        Outdated
            If a newer version of the program made it.
        Unreadable
            If the engine cannot read the file.
        """
        limits = limits or Limits()
        _require_whole(folder)
        if not (folder / FILE).exists():
            create(folder, limits)
        raw = connect(folder / FILE, limits, wait=wait)
        try:
            held = accounts.last(raw) if require_known(raw) else watermark.Mark()
            behind = watermark.lag(folder, held)
            migrate(raw)
            if behind:
                watermark.write(folder, held)
            return cls(folder, Link(folder, limits, raw, lock_down(raw)))
        except BaseException:
            raw.close()
            raise

    def close(self) -> None:
        """Let the store go; other processes may open it then."""
        self.link.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(
        self,
        contract: Contract,
        source: str,
        content: str,
        batches: Iterable[Batch],
        *,
        at: datetime,
        tell: Tell = quiet,
    ) -> Receipt:
        """Load one batch: wholly or not at all, and once.

        Parameters
        ----------
        contract : Contract
            What the rows are; a table of the catalog.
        source, content : str
            Where they come from, and the SHA-256 of what is read. With the table they name the batch: one that
            was loaded before is not read, changes nothing, and returns its first receipt with `again` set.
        batches : iterable of Batch
            Read once, in a thread of its own, one ahead of the engine. What it raises is raised here, and nothing
            is kept.
        at : datetime
            When it is loaded, aware.
        tell : Tell
            Told when all rows are read; the iterable tells of its own progress.

        Returns
        -------
        Receipt
            The account, given when rows, account and high-water mark are on the disk.

        Raises
        ------
        DiskLow
            If less disk is free than the limits ask for.
        Unsaved
            If the engine could not keep the batch.
        """
        with self._loading:
            return load.load(self.link, load.Parcel(contract, source, content, at), batches, tell)

    def tables(self, as_of: int | None = None) -> Mapping[str, ir.Table]:
        """All contract tables by name: current rows, or those that were current after batch `as_of`."""
        return tables.Tables(self.link, as_of)

    def fetch(self, expressions: Mapping[str, ir.Table]) -> dict[str, pa.Table]:
        """Results of expressions over `tables`, all as of one moment. Threads may call it at the same time."""
        return tables.fetch(self.link, expressions)

    @property
    def last(self) -> int:
        """Number of the last batch; 0 before the first."""
        with self.link.cursor() as cursor:
            return accounts.last(cursor).batch

    def digest(self, tables: Iterable[str], as_of: int) -> str:
        """SHA-256 of the batches up to `as_of` that those tables are made of."""
        with self.link.cursor() as cursor:
            return digest.digest(cursor, tables, as_of)

    def receipts(self) -> tuple[Receipt, ...]:
        """The account of every batch, the first one first."""
        with self.link.cursor() as cursor:
            return accounts.every(cursor)

    def rejects(self, batch: int, *, most: int = 1_000) -> tuple[Reject, ...]:
        """The first `most` rows of a batch that were kept apart, by file and line."""
        with self.link.cursor() as cursor:
            return quarantine.rejects(cursor, batch, most)

    def counts(self) -> dict[str, int]:
        """Current rows of every contract table."""
        with self.link.cursor() as cursor:
            return {
                name: cursor.execute(statement("count", contract)).fetchall()[0][0]
                for name, contract in CONTRACTS.items()
            }


def _require_whole(folder: Path) -> None:
    """Raise Missing without a folder, Lost where a mark vouches for batches and the store is gone."""
    if not folder.is_dir():
        raise Missing(say("There is no folder {folder}.", folder=str(folder)), mend=say("make it, or correct the path"))
    mark = watermark.read(folder)
    if mark is not None and mark.batch and not (folder / FILE).exists():
        raise watermark.lost(mark, watermark.Mark())
