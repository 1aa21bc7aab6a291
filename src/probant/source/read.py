"""From a file to batches of one contract: survey, plan, proof, then the rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from probant.contract.batch import Batch, Reject
from probant.contract.definition import Contract
from probant.errors import Inconsistent, Unreadable
from probant.source.convert import Converter
from probant.source.encoding import survey
from probant.source.formats import check_file, opened
from probant.source.onward import Rows
from probant.source.plan import known, plan
from probant.source.proof import settled
from probant.source.settings import SourceSettings
from probant.vocabulary import Tell, quiet
from probant.words import say

HOPELESS = 100_000
"""Bad rows after which a file without a single good one is given up."""
_NONE: Mapping[str, str] = MappingProxyType({})
_LOOKED = 0.5
"""Share of the work that is done when the file has been looked through."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file whose meaning is settled; its rows come when they are asked for."""

    path: Path
    content: str
    """SHA-256 over the bytes of the file, the settings that bear on its rows, and the name of the table."""
    ignored: tuple[str, ...]
    """Headers of the file that the table has no use for."""
    _rows: Rows = field(repr=False)
    _stamp: tuple[int, int] = field(repr=False)
    _tell: Tell = field(repr=False)

    def batches(self) -> Iterator[Batch]:
        """All rows in order, about 100,000 at once, in the types of the contract's schema; bad ones as rejects.

        Raises
        ------
        Ambiguous
            If rows further down contradict what the first ones proved, or leave open what they mean.
        Inconsistent
            If it holds two currencies, or has changed since it was surveyed.
        Unreadable
            If all its rows are blank, or the first 100,000 are all bad.
        """
        good = bad = 0
        for placed, made in self._rows.batches():
            yield from made
            good += sum(batch.rows.num_rows for batch in made)
            bad += sum(len(batch.rejects) for batch in made)
            if not good and bad >= HOPELESS:
                raise _hopeless(self.path, bad, next(batch.rejects[0] for batch in made if batch.rejects))
            self._tell(_LOOKED + (1 - _LOOKED) * placed.piece.done, say("reading {file}", file=self.path.name))
        if _stamp(self.path) != self._stamp:
            raise _changed(self.path)
        if not good and not bad:
            raise _no_rows(self.path)


def read(
    path: Path,
    contract: Contract,
    settings: SourceSettings | None = None,
    *,
    defaults: Mapping[str, str] = _NONE,
    tell: Tell = quiet,
) -> Reading:
    """Settle what a file means as rows of a contract; no row is kept.

    Where the first rows of a large file settle it, the others are held against that as they are read, and an
    error that they give is raised then.

    Parameters
    ----------
    path
        A CSV, TSV, JSON Lines, Parquet or XLSX file.
    contract
        The table that its rows belong to.
    settings
        What the project says of it; without, headers are the contract's own column names.
    defaults
        Contract column -> value where the file has no such column: the project's business, currency.
    tell
        Told how far the work is, the reading of the batches included.

    Raises
    ------
    Missing, Unreadable
        If there is no such file, or it cannot be read.
    UnknownName
        If the settings name what is not there, or a column that the table needs is not in the file.
    Ambiguous
        If the file leaves open what its dates or numbers mean; the error says what line settles it.
    Inconsistent
        If it holds two currencies.
    """
    check_file(path)
    settings = settings or SourceSettings(file=path.name, table=contract.name)
    try:
        stamp, seen = _stamp(path), survey(path)
    except OSError as error:
        raise Unreadable(
            say("{file} may not be read: {why}.", file=path.name, why=os.strerror(error.errno or 0)),
            mend=say("check its permissions"),
        ) from error
    table = opened(path, seen, known(contract, settings), settings)
    made = plan(path, contract, table.headers, settings, defaults)
    proof = settled(table, made, settings, path.name, lambda done, doing: tell(_LOOKED * done, doing))
    if not proof.pieces:
        raise _no_rows(path)
    content = _content(seen.digest, settings, contract, path.stem if settings.row_id else "")
    rows = Rows(table, Converter(made, proof.forms, path.name, path.stem), proof, settings)
    return Reading(path, content, made.ignored, rows, stamp, tell)


def _content(digest: str, settings: SourceSettings, contract: Contract, stem: str) -> str:
    return hashlib.sha256("\n".join((digest, settings.canonical, contract.name, stem)).encode()).hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    now = path.stat()
    return now.st_size, now.st_mtime_ns


def _no_rows(path: Path) -> Unreadable:
    return Unreadable(say("{file} has a header and no rows.", file=path.name), mend=say("export it again"))


def _hopeless(path: Path, count: int, first: Reject) -> Unreadable:
    return Unreadable(
        say(
            "None of the first {count} rows of {file} can be loaded. Line {line}, column “{column}”: {reason}",
            count=count,
            file=path.name,
            line=str(first.line),
            column=first.column or "–",
            reason=first.reason,
        ),
        mend=say("check that it is the right file for this table, and its [[source]] in probant.toml"),
    )


def _changed(path: Path) -> Inconsistent:
    return Inconsistent(say("{file} was changed while it was read.", file=path.name), mend=say("load it again"))
