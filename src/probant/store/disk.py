"""Low disk stops a load before the engine fails."""

from __future__ import annotations

import shutil
from pathlib import Path

from probant.errors import DiskLow
from probant.words import say


def require_room(folder: Path, free: int) -> None:
    """Raise DiskLow where fewer than `free` bytes are left on the disk of `folder`."""
    left = shutil.disk_usage(folder).free
    if left < free:
        raise DiskLow(
            say(
                "{left} MB are free on the disk of {folder}, and loading keeps {free} MB free.",
                left=left // 10**6,
                free=free // 10**6,
                folder=str(folder),
            ),
            mend=say("free some disk, then load again: nothing of this batch was kept"),
        )
