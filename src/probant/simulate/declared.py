"""Parts of what a company declares of its initiatives, from what it sees of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from probant.simulate.content import Assets
from probant.simulate.expenses import NORMAL
from probant.simulate.months import DAYS, Months, later

Table = dict[str, Any]
_TEAM = 4
"""People who make content."""
_QUARTER = 3
"""Months over which the share of AI in content is counted."""


def register(name: str, span: Months, use: str, owner: str, objective: str) -> Table:
    """The head of an initiative that is in use."""
    return {"name": name, "business": "shop", "use_case": use, "owner": owner, "stage": "scaled",
            "objective": objective, "starts_on": span.first, "currency": span.settings.currency}  # fmt: skip


def idea() -> Table:
    """One that has no threshold yet, and so stays an idea whatever stage it is given."""
    return {"name": "smart_search", "business": "shop", "use_case": "search that understands questions",
            "owner": "head of shop", "stage": "pilot", "objective": "find more of what is sought",
            "indicator": "searches_without_result", "better": "less"}  # fmt: skip


def ranged(value: float, error: float) -> float | tuple[float, float, float]:
    """A mean with the ends between which it lies in nine of ten cases; alone where nothing is known to vary."""
    return (value - NORMAL * error, value, value + NORMAL * error) if error > 0 else value


def monthly(count: int, days: float) -> float | tuple[float, float, float]:
    """So many in so many days, a month; its error is that of a Poisson count."""
    return ranged(count / days * DAYS, count**0.5 / days * DAYS)


def adopted(span: Months, made: Assets) -> list[Table]:
    """Month by month, which share of the assets of three months was begun by AI."""
    settings, rows = span.settings, []
    for month in range(span.known):
        first, end = (later(span.first, month + shift) - settings.start for shift in (1 - _QUARTER, 1))
        inside = (7 * made.week >= first.days) & (7 * made.week < end.days)
        # Before it was there nothing was made with it: such weeks do not count.
        inside &= 7 * made.week >= (span.first - settings.start).days
        if inside.any():
            share = round(float(made.ai[inside].mean()), 4)
            rows.append({"month": later(span.first, month), "team": "content", "licensed": _TEAM, "active": _TEAM,
                         "assisted": share})  # fmt: skip
    return rows


def hours_read(span: Months, made: Assets) -> Table:
    """Hours saved a month over all known months, as a reading of its indicator."""
    mine = made.ai & (7 * made.week >= (span.first - span.settings.start).days)
    saved = (made.usual - made.minutes)[mine] / 60
    # Both how many there are and what each saves vary: a compound Poisson sum.
    value, error = float(saved.sum()) / span.days * DAYS, float(np.sqrt((saved**2).sum())) / span.days * DAYS
    last = later(span.first, span.known - 1)
    return {"month": last, "indicator": "hours_saved", "state": "realised", "value": ranged(value, error),
            "unit": "hours", "sample": int(mine.sum()), "author": "head of content"}  # fmt: skip


def tie(source: str, subject: str) -> Mapping[str, str]:
    """An effect that evidence shows: of this test or agent, whose evidence has an id once it was asked for."""
    return {"evidence": source, "subject": subject}
