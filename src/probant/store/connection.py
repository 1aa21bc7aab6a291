"""The one connection to the engine: opened with a retry, locked down, opened anew where it broke."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis
from ibis.backends.duckdb import Backend

from probant.errors import Busy, Unreadable
from probant.store.limits import Limits
from probant.words import say

FILE = "store.duckdb"
SPILL = "store.spill"
_RETRY = 0.05


@dataclass(slots=True)
class Link:
    """An open store: cursors to work with, and the backend that writes Ibis expressions as SQL."""

    folder: Path
    limits: Limits
    raw: duckdb.DuckDBPyConnection
    backend: Backend

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same store: one for each call, so that threads do not meet."""
        return self.raw.cursor()

    def renew(self) -> None:
        """Close and open again: after a fatal error the engine refuses all work until then."""
        self.raw.close()
        self.raw = connect(self.folder / FILE, self.limits, wait=0)
        self.backend = lock_down(self.raw)

    def close(self) -> None:
        """Let the file go."""
        self.raw.close()


def connect(file: Path, limits: Limits, *, wait: float) -> duckdb.DuckDBPyConnection:
    """Open the engine's file, trying again for `wait` seconds while another process holds it.

    What it finds is not tidied up before it was looked at: a WAL stays as it is when this connection
    closes, until `lock_down`. Raises Busy where the file stays held, Unreadable where the engine cannot read it.
    """
    until = time.monotonic() + wait
    while True:
        try:
            raw = duckdb.connect(file, config=_settings(file, limits))
            break
        except duckdb.ConnectionException:
            raise busy(file, os.getpid()) from None
        except duckdb.Error as error:
            if "Could not set lock" not in str(error):
                raise _unreadable(file, error) from error
            if time.monotonic() >= until:
                raise busy(file, _holder(str(error))) from None
        time.sleep(_RETRY)
    _refuse_second(raw, file)
    raw.execute("PRAGMA disable_checkpoint_on_shutdown")
    return raw


def lock_down(raw: duckdb.DuckDBPyConnection) -> Backend:
    """Settings that hold from here on: UTC, no files but the store's own, and no further change of settings."""
    backend = ibis.duckdb.from_connection(raw)
    for setting in (
        "SET GLOBAL TimeZone = 'UTC'",
        "SET GLOBAL python_enable_replacements = false",
        "PRAGMA enable_checkpoint_on_shutdown",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        raw.execute(setting)
    return backend


def busy(file: Path, pid: int | None) -> Busy:
    """The error for a store that is held by process `pid`, where that is known."""
    mend = say("wait until it has finished, or stop it; while `probant serve` runs, commands go through it")
    if pid is None:
        return Busy(say("Another process holds {file}.", file=str(file)), mend=mend)
    return Busy(say("Process {pid} holds {file}.", pid=str(pid), file=str(file)), mend=mend)


def _settings(file: Path, limits: Limits) -> dict[str, str | bool | int | float | list[str]]:
    chosen: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{limits.memory}B",
        "temp_directory": str(file.parent / SPILL),
        # A scan of new rows may be written by all threads at once; rows carry their number, queries their order.
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    return chosen if limits.threads is None else {**chosen, "threads": limits.threads}


def _refuse_second(raw: duckdb.DuckDBPyConnection, file: Path) -> None:
    """A second connection of this process shares the first one's engine, locked settings and all: not ours to open."""
    locked = raw.execute("FROM duckdb_settings() WHERE name = 'lock_configuration' AND value = 'true'").fetchone()
    if locked is not None:
        raw.close()
        raise busy(file, os.getpid())


def _holder(message: str) -> int | None:
    found = re.search(r"PID (\d+)", message)
    return int(found[1]) if found else None


def _unreadable(file: Path, error: duckdb.Error) -> Unreadable:
    return Unreadable(
        say("{file} cannot be opened: {reason}", file=str(file), reason=str(error).splitlines()[0]),
        mend=say("restore the project folder from a backup; keep the files that are there, with their .wal"),
    )
