"""Lengths of time by which a metric is cut, and where one of them begins and ends.

Weeks start on Monday, quarters in January, April, July and October. A row belongs to the bucket
in which its first day lies: a weekly row that starts on a Thursday counts wholly in the week of
that Thursday, and in the month of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from probant.errors import UnknownName
from probant.words import say

EVERY: Mapping[str, int | None] = MappingProxyType(
    {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366, "all": None}
)
"""Lengths by name, and the most days that one can hold; 'all' is one bucket for the whole."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def known(every: str) -> str:
    """The same name; `UnknownName` names the nearest where there is no such length."""
    if every not in EVERY:
        raise UnknownName(say("length of time"), every, EVERY)
    return every


def begin(day: date, every: str) -> date:
    """First day of the bucket that holds `day`; every is any length but 'all'."""
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every in _MONTHS:
        months = _MONTHS[every]
        return date(day.year, (day.month - 1) // months * months + 1, 1)
    return day


def following(start: date, every: str) -> date:
    """First day of the bucket after the one that begins on `start`; every is any length but 'all'."""
    if every in _MONTHS:
        months = start.month - 1 + _MONTHS[every]
        return date(start.year + months // 12, months % 12 + 1, 1)
    return start + timedelta(days=7 if every == "week" else 1)
