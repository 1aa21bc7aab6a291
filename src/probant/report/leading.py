"""Which estimates a chart shows: those of one unit that lead, and of these not too many."""

from __future__ import annotations

from collections.abc import Mapping

from probant.report.names import RELATIVE
from probant.vocabulary import Estimate, Evidence


def leading(evidence: Evidence) -> dict[str, Estimate]:
    """Estimates in the unit of the first one that is no further reading of a subject: one axis can hold them.

    Further readings ('channel / marginal') stand beside, though they may share the unit, unless there is nothing else.
    """
    estimates = evidence.estimates
    plain = {name: one for name, one in estimates.items() if RELATIVE not in name} or estimates
    first = next(iter(plain), None)
    return {} if first is None else {name: one for name, one in plain.items() if one.unit == plain[first].unit}


def others(evidence: Evidence) -> dict[str, Estimate]:
    """The estimates that stand beside the leading ones: those in their unit first, for these compare; then by size."""
    held = leading(evidence)
    rest = {name: one for name, one in evidence.estimates.items() if name not in held}
    units = {one.unit for one in held.values()}
    return dict(sorted(rest.items(), key=lambda item: (item[1].unit not in units, -abs(item[1].value))))


def furthest(estimates: Mapping[str, Estimate], line: float | None, most: int | None) -> dict[str, Estimate]:
    """The `most` of them that lie furthest from the line, on either side: the worst is not left out for the best."""
    kept = sorted(estimates, key=lambda name: -abs(estimates[name].value - (line or 0.0)))[:most]
    return {name: one for name, one in estimates.items() if name in kept}


def ranked(estimates: Mapping[str, Estimate]) -> list[tuple[str, Estimate]]:
    """The largest first, equals by name."""
    return sorted(estimates.items(), key=lambda item: (-item[1].value, item[0]))
