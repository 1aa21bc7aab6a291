"""Weeks and months where a day is wanted: as they are written, the day on which they begin, the days that they have."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from probant.source import days, months
from probant.words import Words, say

Covers = Literal["day", "week", "month"]
"""What a row covers."""
LENGTHS = {"day": 1, "week": 7}
"""Days of those that are all of one length."""

_WEEK = re.compile(r"(\d{4})-?[WwSs](\d{2})", re.ASCII)
_NUMBERED = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", re.ASCII)
_NAMED = re.compile(r"([^\W\d_]{3,9}\.?)[ -](\d{4})")


@dataclass(frozen=True, slots=True)
class Span:
    """A week or a month that a cell names."""

    first: date
    covers: Covers


def span(text: str) -> Span | None:
    """The week or month that a cell names, of the years 1900 to 2199; None where it names none.

    Weeks are those of ISO 8601, with W or the French S; they begin on Monday.

    Examples
    --------
    >>> span("2024-W03"), span("janv. 2024")
    (Span(first=datetime.date(2024, 1, 15), covers='week'), Span(first=datetime.date(2024, 1, 1), covers='month'))
    """
    try:
        if found := _WEEK.fullmatch(text):
            return _within(Span(date.fromisocalendar(int(found[1]), int(found[2]), 1), "week"))
        if found := _NUMBERED.fullmatch(text):
            year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
            return _within(Span(date(int(year), int(month), 1), "month"))
        if (found := _NAMED.fullmatch(text)) and (number := months.month(found[1])):
            return _within(Span(date(int(found[2]), number, 1), "month"))
    except ValueError:
        pass
    return None


def _within(found: Span) -> Span | None:
    return found if days.FIRST_YEAR <= found.first.year <= days.LAST_YEAR else None


def first_day(text: str, order: str | None, zone: ZoneInfo | None, covers: Covers) -> date | Words:
    """The day that a cell means, or on which the week or month that it names begins; or why it means none."""
    found = span(text) if covers != "day" else None
    return found.first if found and found.covers == covers else days.day(text, order, zone)


def month_length(text: str, order: str | None, zone: ZoneInfo | None) -> int | Words:
    """Days of the month that a cell names, or that begins on its day; or why none does."""
    first = first_day(text, order, zone, "month")
    if isinstance(first, Words):
        return first
    if first.day != 1:
        return say("The row is to cover a month, and does not begin on its first day.")
    return monthrange(first.year, first.month)[1]
