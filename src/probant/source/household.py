"""What a project says of all its files, whatever is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Household:
    """What the project says of all its files."""

    defaults: Mapping[str, str]
    """Contract column -> value where a file gives none, e.g. currency."""
    businesses: tuple[str, ...] = ()
    timezone: str | None = None
