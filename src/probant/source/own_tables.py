"""Which of our own tables a file is, by the names of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Contract
from probant.contract.dimensions import CURRENCY
from probant.source import headers
from probant.source.chunk import Table
from probant.source.encoding import survey
from probant.source.everyday import everyday_names
from probant.source.formats import opened
from probant.source.parquet import Parquet, parquet
from probant.source.settings import SourceSettings

_ALL = frozenset(column.name for contract in CONTRACTS.values() for column in contract.columns)


def table_of(path: Path) -> Table:
    """A file as a table of which every column can be read, whatever it is called.

    Raises
    ------
    Unreadable, Ambiguous
        If the file cannot be read, or its cells could be parted in two ways.
    """
    table = opened(path, survey(path), _ALL | everyday_names(), SourceSettings(file=path.name, table=""))
    # A Parquet file opens with the columns that are known alone.
    return parquet(path, table.headers) if isinstance(table, Parquet) else table


def tables_of(seen: Sequence[str]) -> tuple[Contract, ...]:
    """Contracts whose every required column a file has, of which it is most; several where that is open.

    A currency may be missing: the project names its own.
    """
    keys = {headers.key(header) for header in seen if header}
    fitting = [one for one in CONTRACTS.values() if _needed(one) <= keys]
    shares = {one.name: len(keys & set(one.by_name)) for one in fitting}
    most = max(shares.values(), default=0)
    return tuple(one for one in fitting if shares[one.name] == most)


def _needed(contract: Contract) -> set[str]:
    wanted = {column.name for column in contract.columns if column.required and column.default is None}
    return wanted - {CURRENCY.name}
