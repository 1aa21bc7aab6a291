"""Days, weeks or months by which an agent's runs are looked at, so that a course can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

MOST, LEAST = 6, 3
"""Periods that are looked at, the newest: each is a question to each engine; fewer draw no course."""
_DAYS, _WEEKS = 8, 16
"""Longest span that is looked at by day, in days; and by week, in weeks."""


def periods(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Calendar days, weeks from Monday, or months in which there are runs; the newest, in the order of time.

    They lie on the calendar, so that what was said of one that is past still holds when others follow.

    Parameters
    ----------
    days : iterable of date
        Days with runs.

    Returns
    -------
    tuple of (date, date)
        First day of each, and the day after its last one; empty where there are too few for a course.
    """
    held = sorted(set(days))
    if not held:
        return ()
    span = (held[-1] - held[0]).days
    start, after = _daily if span < _DAYS else _weekly if span < 7 * _WEEKS else _monthly
    begun = sorted({start(day) for day in held})
    return tuple((day, after(day)) for day in begun[-MOST:]) if len(begun) >= LEAST else ()


Step = tuple[Callable[[date], date], Callable[[date], date]]
"""The first day of the period that holds a day; and of the period after one that begins on a day."""
_daily: Step = (lambda day: day, lambda day: day + timedelta(days=1))
_weekly: Step = (lambda day: day - timedelta(days=day.weekday()), lambda day: day + timedelta(weeks=1))
_monthly: Step = (lambda day: day.replace(day=1), lambda day: (day.replace(day=1) + timedelta(days=32)).replace(day=1))
