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
    "agents.autonomy": "probant.evidence.agents.engine:Autonomy",
    "agents.compare": "probant.evidence.agents.engine:Compare",
    "agents.context": "probant.evidence.agents.engine:Context",
    "agents.cost": "probant.evidence.agents.engine:Cost",
    "agents.deviation": "probant.evidence.agents.engine:Deviation",
    "agents.efficiency": "probant.evidence.agents.engine:Efficiency",
    "agents.knowledge": "probant.evidence.agents.engine:Knowledge",
    "association.comovement": "probant.evidence.association.engine:Comovement",
    "claims.platform": "probant.evidence.claims.engine:PlatformClaims",
    "experiments.difference": "probant.evidence.experiments.engine:Difference",
    "foresight.skill": "probant.evidence.foresight.engine:ForecastSkill",
    "initiatives.priority": "probant.evidence.initiatives.engine:Priority",
    "initiatives.return": "probant.evidence.initiatives.engine:Return",
    "mmm": "probant.evidence.mmm.engine:Mix",
    "mmm.outcomes": "probant.evidence.mmm.engine:MixOfOutcomes",
    "reconciliation.overclaim": "probant.evidence.reconciliation.engine:Overclaim",
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
