"""Rows fetched from elsewhere, laid down in a file of the project's own until they are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows that were fetched once, to be read like any other file; whoever asked for them deletes it."""

    path: Path
    rows: int
    origin: str
    """Where they came from, without any secret."""
    high: str | None = None
    """Highest value of the column by which rows are told to be new; None where there is none."""
