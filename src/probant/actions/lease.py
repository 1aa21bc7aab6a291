"""Who serves the project: the note that `probant serve` leaves in the folder while it runs."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

PLACE = ".probant"
FILE = "serve.json"


@dataclass(frozen=True, slots=True)
class Lease:
    """Where the serving process listens, and the token that only the project folder holds."""

    pid: int
    port: int
    token: str

    @property
    def url(self) -> str:
        """Address on this machine alone."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def leave_lease(folder: Path, port: int) -> Iterator[Lease]:
    """Leave the note while the server runs; readable by the folder's owner only."""
    lease = Lease(os.getpid(), port, secrets.token_urlsafe(32))
    place = folder / PLACE
    place.mkdir(mode=0o700, exist_ok=True)
    path = place / FILE
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(lease), file)
    fresh.replace(path)
    try:
        yield lease
    finally:
        path.unlink(missing_ok=True)


def find_lease(folder: Path) -> Lease | None:
    """The note of a process that still lives; None where nobody serves."""
    try:
        lease = Lease(**json.loads((folder / PLACE / FILE).read_text(encoding="utf-8")))
        os.kill(lease.pid, 0)
        # A pid may be another process's by now: whoever serves listens.
        with socket.create_connection(("127.0.0.1", lease.port), timeout=2):
            return lease
    except (OSError, ValueError, TypeError):
        return None
