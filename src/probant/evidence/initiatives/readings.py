"""Early signs: what the indicator says so far against the threshold that was written before."""

from __future__ import annotations

from probant.evidence.initiatives import gates
from probant.evidence.initiatives.declared import Initiative
from probant.words import Words, say


def sign(initiative: Initiative) -> float | None:
    """P(indicator beyond its threshold), in [0, 1]; None where that is not known."""
    return gates.beyond(initiative.register, initiative.readings)


def unknown(initiative: Initiative) -> Words:
    """Why there is no early sign."""
    register = initiative.register
    if register["indicator"] is None or register["threshold"] is None:
        return say("It has no indicator with a threshold to be set against.")
    last = gates.latest(initiative.readings, register["indicator"])
    if last is None:
        return say("No reading of “{indicator}” yet.", indicator=register["indicator"])
    return say("The last reading of “{indicator}” states no range.", indicator=register["indicator"])
