"""The first creation, which the engine does not survive being killed in: under another name, then renamed."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex

from probant.store.connection import FILE, connect
from probant.store.limits import Limits
from probant.store.migrate import migrate
from probant.store.watermark import settle

FRESH = f"{FILE}.*.new*"
"""Names of what a creation that was killed leaves behind, its log included."""


def create(folder: Path, limits: Limits) -> None:
    """Make an empty store in `folder`; where another process was faster, its store is the store."""
    fresh = folder / f"{FILE}.{token_hex(4)}.new"
    try:
        raw = connect(fresh, limits, wait=0)
        try:
            migrate(raw)
            raw.execute("CHECKPOINT")
        finally:
            raw.close()
        fresh.chmod(0o600)
        _bring_to_disk(fresh)
        _name(fresh, folder / FILE)
    finally:
        fresh.unlink(missing_ok=True)
    settle(folder)


def _name(fresh: Path, file: Path) -> None:
    """Give the store its name, never in the place of another; a hard link does both in one step."""
    try:
        file.hardlink_to(fresh)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not file.exists():
            fresh.rename(file)


def _bring_to_disk(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
