"""Calendar months of an initiative: which are known, and what a month brings where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from probant.simulate.demand import Floats
from probant.simulate.settings import Settings

LONG, SHORT = 36, 12
"""Months of the two horizons over which a return is asked for by default."""
DAYS = 365.25 / 12
"""Days of a mean month."""
_YEAR = 364
"""Days whose mean is what a month to come brings: whole weeks, every season once."""


@dataclass(frozen=True, slots=True)
class Months:
    """The months of one initiative, from the first whole one after its rollout."""

    settings: Settings
    first: date
    known: int
    """Whole months of it that the data hold, up to LONG."""

    @property
    def days(self) -> float:
        """Days from the first month to the end of the data."""
        return float((self.settings.start + timedelta(weeks=self.settings.weeks) - self.first).days)

    def spread(self, daily: Floats) -> Floats:
        """(LONG,) by month what (D,) days from the start of the data hold; then what a usual month brings."""
        offset = (self.first - self.settings.start).days
        edges = [(later(self.first, month) - self.first).days + offset for month in range(self.known + 1)]
        seen = [float(daily[low:high].sum()) for low, high in pairwise(edges)]
        usual = float(daily[max(offset, len(daily) - _YEAR) :].mean()) * DAYS
        return np.array([*seen, *[usual] * (LONG - self.known)])


def months(settings: Settings, week: int) -> Months | None:
    """Months of an initiative that is there from a week on; None where the data hold no whole month of it."""
    day = settings.start + timedelta(weeks=week)
    first = day if day.day == 1 else later(day, 1)
    end = settings.start + timedelta(weeks=settings.weeks)
    known = (end.year - first.year) * 12 + end.month - first.month
    return Months(settings, first, min(known, LONG)) if known >= 1 else None


def later(day: date, months: int) -> date:
    """First day of the month that lies so many months after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
