"""A table of a database or warehouse: through Ibis, in batches, only the columns that are wanted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pyarrow.compute as pc
import pyarrow.parquet as pq

from probant.contract.definition import Contract
from probant.errors import Missing, ProbantError, UnknownName, Unreadable
from probant.source import headers
from probant.source.fetched import Fetched
from probant.source.plan import known, plan
from probant.source.settings import FROM_ENVIRONMENT, SourceSettings
from probant.vocabulary import Tell
from probant.words import say

if TYPE_CHECKING:
    import ibis.expr.types as ir

BATCH = 100_000
"""Rows that are fetched at once."""
_DECIMAL = "decimal(38, 9)"
"""Numbers of a type without bounds become this: exact to a billionth."""


def fetch_table(
    settings: SourceSettings,
    contract: Contract,
    folder: Path,
    *,
    defaults: Mapping[str, str],
    since: str | None,
    tell: Tell,
) -> Fetched:
    """Copy the wanted columns of one relation into a file in `folder`.

    Parameters
    ----------
    settings
        Its `database` and `relation`, and what becomes of the columns; whether they fit is known before a row is read.
    contract, defaults
        As in `read`.
    since
        Rows whose `newer_by` is below this are left where they are; None: all rows.

    Raises
    ------
    Missing
        If an environment variable or a driver is not there.
    UnknownName, NoColumn
        If there is no such relation, or a column that is needed is not in it.
    Unreadable
        If the database cannot be reached or read, with the driver's own reason and no secret.
    """
    url, secrets = _url(str(settings.database))
    with _reasons(settings, secrets), _table(url, settings) as table:
        plan(Path(settings.label), contract, tuple(map(headers.tidy, table.columns)), settings, defaults)
        wanted = {headers.key(name) for name in (*known(contract, settings), settings.newer_by) if name}
        rows = _new(table, settings, since)
        rows = rows.select([name for name in table.columns if headers.key(headers.tidy(name)) in wanted])
        rows = rows.select([made for name in rows.columns if (made := _plain(rows[name])) is not None])
        path = folder / settings.label.replace("/", "_")
        count, high = _lay_down(rows, path, settings, tell)
    return Fetched(path, count, _origin(url, settings), high)


def _url(written: str) -> tuple[str, tuple[str, ...]]:
    """The URL with what the environment bears, and these secrets."""
    names = FROM_ENVIRONMENT.findall(written)
    for name in names:
        if not os.environ.get(name):
            raise Missing(
                say("The environment variable {name} is not set.", name=name),
                mend=say("set it before you load: it bears what must not stand in probant.toml"),
            )
    url = FROM_ENVIRONMENT.sub(lambda found: os.environ[found[1]], written)
    return url, tuple(filter(None, (*(os.environ[name] for name in names), url, urlsplit(url).password)))


@contextmanager
def _reasons(settings: SourceSettings, secrets: tuple[str, ...]) -> Iterator[None]:
    """Errors of drivers, each of its own class, as one of ours."""
    try:
        yield
    except ProbantError:
        raise
    except ImportError as error:
        raise Missing(
            say("The driver for {source} is not installed: {reason}", source=settings.label, reason=str(error)),
            mend=say(
                "install it, e.g. `pip install 'probant[postgres]'`, for other engines `pip install "
                "'ibis-framework[NAME]'`"
            ),
        ) from error
    except Exception as error:  # noqa: BLE001 - every driver has errors of its own
        reason = str(error).strip() or type(error).__name__
        for secret in sorted(secrets, key=len, reverse=True):
            reason = reason.replace(secret, "…")
        raise Unreadable(
            say("{source} cannot be read: {reason}", source=settings.label, reason=reason.splitlines()[0]),
            mend=say("check `database` and `relation` in probant.toml, and that the database can be reached from here"),
        ) from None


def _connected(url: str) -> Any:
    """A backend of Ibis; the driver is imported here, and only here."""
    if urlsplit(url).scheme in ("postgres", "postgresql"):
        from probant.source.postgres import connect

        return connect(url)
    import ibis

    return ibis.connect(url)


@contextmanager
def _table(url: str, settings: SourceSettings) -> Iterator[ir.Table]:
    """The relation, while its database is connected."""
    backend = _connected(url)
    try:
        *place, name = str(settings.relation).split(".")
        inside: Any = tuple(place) if len(place) > 1 else place[0] if place else None
        if name not in (names := backend.list_tables(database=inside)):
            raise UnknownName(say("table or view of the database"), name, names)
        table = backend.table(name, database=inside)
        if settings.newer_by is not None and settings.newer_by not in table.columns:
            raise UnknownName(say("column of {file}", file=settings.label), settings.newer_by, table.columns)
        yield table
    finally:
        backend.disconnect()


def _new(table: ir.Table, settings: SourceSettings, since: str | None) -> ir.Table:
    """Rows that may be new, in the order in which they came to be; one that bears no value may always be."""
    import ibis

    if settings.newer_by is None:
        return table
    by = table[settings.newer_by]
    if since is not None:
        table = table.filter((by >= ibis.literal(since).cast(by.type())) | by.isnull())
    return table.order_by(settings.newer_by)


def _plain(column: ir.Column) -> ir.Column | None:
    """The column in a type that a table of ours can take; None for bytes."""
    kind = column.type()
    if kind.is_binary():
        return None
    if kind.is_decimal():
        bounded = kind.precision is not None and kind.scale is not None
        return column if bounded else column.cast(_DECIMAL).name(column.get_name())
    if kind.is_string() or kind.is_boolean() or kind.is_numeric() or kind.is_date() or kind.is_timestamp():
        return column
    return column.cast("string").name(column.get_name())


def _lay_down(rows: ir.Table, path: Path, settings: SourceSettings, tell: Tell) -> tuple[int, str | None]:
    """Write the rows as Parquet, batch by batch; how many, and the highest value of `newer_by`."""
    count, high = 0, None
    schema = rows.schema().to_pyarrow()
    larger: Callable[[Any, Any], Any] = lambda one, other: other if one is None else max(one, other)  # noqa: E731
    with pq.ParquetWriter(path, schema) as out:
        for batch in rows.to_pyarrow_batches(chunk_size=BATCH):
            out.write_batch(batch.cast(schema))
            count += batch.num_rows
            if settings.newer_by is not None and (most := pc.max(batch.column(settings.newer_by)).as_py()) is not None:
                high = larger(high, most)
            tell(0.5, say("fetching {source}: {count} rows", source=settings.label, count=count))
    return count, None if high is None else _written(high)


def _written(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _origin(url: str, settings: SourceSettings) -> str:
    """Where the rows came from: engine, host, database and relation, without user or secret."""
    parts = urlsplit(url)
    place = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{urlunsplit((parts.scheme, place + port, parts.path, '', ''))}#{settings.relation}"
