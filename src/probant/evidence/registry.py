"""Which engines there are, by name and path; the import waits until one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any

from probant.errors import DuplicateEngine, UnknownName
from probant.evidence.protocol import Engine
from probant.words import say

BUILT_IN = {
    "association.comovement": "probant.evidence.association.engine:Comovement",
    "claims.platform": "probant.evidence.claims.engine:PlatformClaims",
    "experiments.difference": "probant.evidence.experiments.engine:Difference",
}


@cache
def paths() -> Mapping[str, str]:
    """Engine names and where their classes live; nothing heavy is imported here."""
    found = dict(BUILT_IN)
    for point in entry_points(group="probant.engines"):
        if point.name in found:
            raise DuplicateEngine(
                say("The engine name “{name}” is taken by {path}.", name=point.name, path=found[point.name]),
                mend=say("rename the engine at {path}", path=point.value),
            )
        found[point.name] = point.value
    return MappingProxyType(found)


def engine(name: str) -> Engine[Any]:
    """The engine of that name, imported now and not before."""
    if name not in paths():
        raise UnknownName(say("engine"), name, paths())
    built: Engine[Any] = resolve_name(paths()[name])()
    return built
