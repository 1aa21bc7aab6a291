"""How much of the machine the store may take."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the engine; what does not fit into its memory goes to a folder beside the store."""

    memory: int = 1024 * MIB
    """Bytes that the engine may hold; Arrow batches on their way in come on top."""
    threads: int | None = None
    """Threads of the engine; None: as many as the machine has cores."""
    free: int = 512 * MIB
    """Bytes of disk that must stay free: below that no loading starts or goes on."""
