"""What readers call the further readings of a mix model: 'tv / 2025 H1', 'tv / change', 'tv / worth of leads'."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from probant.words import Words, say

SEPARATOR = " / "
CHANGE, BEST = "change", "best frequency"
_READINGS: Mapping[str, Words] = MappingProxyType(
    {
        CHANGE: say("{subject}: change of its effect from first to last half-year, over its mean"),
        BEST: say("{subject}: frequency at which an impression returns most"),
        "peak": say("{subject}: time after which the effect is largest"),
        "scale": say("{subject}: scale of the carryover (Weibull)"),
        "shape": say("{subject}: shape of the carryover (Weibull)"),
    }
)
_HALVES: Mapping[str, Words] = MappingProxyType(
    {
        "1": say("{subject}: return in the first half of {year}"),
        "2": say("{subject}: return in the second half of {year}"),
    }
)
_OUTCOMES: Mapping[str, Words] = MappingProxyType(
    {
        "revenue": say("revenue"),
        "new revenue": say("revenue of first orders"),
        "contribution margin": say("contribution margin"),
        "orders": say("orders"),
        "new customers": say("new customers"),
        "pipeline": say("pipeline"),
        "sessions": say("sessions"),
        "engaged sessions": say("engaged sessions"),
        "leads": say("leads"),
    }
)
_BETWEEN: Mapping[str, Words] = MappingProxyType(
    {
        "": say("{subject}: {outcome} for each unit of spend"),
        "worth of ": say("{subject}: worth of each of the {outcome} that it brought"),
        "through ": say("{subject}: return by way of the {outcome}"),
        "(worth of ": say("worth of each of the {outcome}"),
        "(delay of ": say("mean delay from the {outcome} to the outcome"),
    }
)
"""Of several outcomes; by what stands before the outcome's name."""
_HALF_YEAR = re.compile(r"(?P<year>\d{4}) H(?P<half>[12])")


def half_year(base: str) -> tuple[str, str] | None:
    """Year and half of '2025 H1'; None for another reading."""
    found = _HALF_YEAR.fullmatch(base)
    return None if found is None else (found["year"], found["half"])


def reading_of(subject: str, engine: str) -> Words | None:
    """What a further reading is called; None where it is not one of a mix model alone."""
    channel, _, base = subject.rpartition(SEPARATOR)
    if base in _READINGS:
        return Words(_READINGS[base].template, {"subject": channel})
    half = half_year(base)
    if half is not None:
        return Words(_HALVES[half[1]].template, {"subject": channel, "year": half[0]})
    return _of_outcomes(channel, base) if engine == "mmm.outcomes" else None


def _of_outcomes(channel: str, base: str) -> Words | None:
    for start, words in _BETWEEN.items():
        outcome = _OUTCOMES.get(base.removeprefix(start).removesuffix(")"))
        if base.startswith(start) and outcome is not None and bool(channel) != start.startswith("("):
            return Words(words.template, {"subject": channel, "outcome": outcome})
    return None
