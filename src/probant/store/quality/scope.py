"""What is looked at, as of when, and what the checks are told from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from probant.vocabulary import Period
from probant.words import Words

Spot = Callable[[Sequence[str]], tuple[Words, ...]]
"""Kinds of personal data that stand in texts, by their labels; empty where none do."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One look at the data."""

    business: str | None = None
    """None: all of them."""
    period: Period | None = None
    """None: all days."""
    today: date | None = None
    """Day to which lateness counts, in the project's zone; None: it is not looked at."""
    timezone: str = "UTC"
    """Zone of the days."""
    pattern: str | None = None
    """Regular expression (RE2) for texts that may be personal data; None: they are not looked at."""
    spot: Spot | None = None
    """Tells which of the texts that fit `pattern` are personal data."""

    def offsets(self) -> tuple[int, int]:
        """Smallest and largest offset of the zone from UTC in a year, in seconds."""
        year = (self.period.start if self.period else self.today or date(2024, 1, 1)).year
        zone, noon = ZoneInfo(self.timezone), datetime(year, 1, 1, 12, tzinfo=UTC)
        seen = [(noon + timedelta(days=30 * month)).astimezone(zone).utcoffset() for month in range(12)]
        seconds = [int(offset.total_seconds()) for offset in seen if offset is not None]
        return min(seconds), max(seconds)
