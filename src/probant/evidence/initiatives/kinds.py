"""What each kind of benefit needs: its factors, those that have a default, and how each is spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from probant.evidence.initiatives.declared import Factor


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of benefit."""

    needed: tuple[str, ...]
    """Factors without which it cannot be computed."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "time": Kind(("volume", "effect", "worth", "review")),
        "sales": Kind(("volume", "effect", "worth", "margin")),
        "saving": Kind(("effect",)),
        "content": Kind(("volume",)),
        "risk": Kind(("volume", "effect", "worth")),
        "cost": Kind(("volume", "effect", "worth")),
    }
)
FACTORS = ("volume", "effect", "worth", "exposure", "attribution", "realisation", "margin", "review", "decay")
"""In the order in which they are multiplied; review is taken off, decay is by month."""
SHARES = frozenset({"exposure", "attribution", "realisation", "margin", "decay"})
POSITIVE = frozenset({"volume", "worth", "review"})
BASES = ("evidence", "measured", "published", "self_reported", "assumed")
ASSUMED = frozenset({"published", "self_reported", "assumed"})
"""Bases that nothing of this project has shown."""
REALISATION = (4.0, 6.0)
"""Beta of the share of time saved that is used for something, where none is declared."""
_ONE = MappingProxyType({"decay": 0.0, "review": 0.0})


def default(name: str) -> Factor:
    """A factor that is not declared: 1, and 0 for decay and review."""
    return Factor(name, _ONE.get(name, 1.0))
