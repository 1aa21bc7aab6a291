"""What the expressions found, as numbers by week: claimed, booked, tracked, credited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probant.vocabulary import Period

Array = NDArray[np.float64]
Row = Mapping[str, Any]
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """T whole weeks that claims and books both cover; every array is (T,), in the order of `starts`."""

    starts: tuple[date, ...]
    """Mondays, each seven days after the one before."""
    source: str
    """Table that says how much was sold."""
    currency: str | None
    """Of claims and books; None where they are in several, or not in the same."""
    booked: Array
    """Orders, leads or deals."""
    revenue: Array | None
    """Money booked, in `currency`; None where it is not known."""
    claimed: Mapping[tuple[str, str], Array]
    """Conversions by (channel, platform)."""
    valued: Mapping[tuple[str, str], Array]
    """Claimed money in `currency`, of those that state it."""
    orders: Array
    """Orders that the shop holds one by one; 0 where it holds none so."""
    tracked: Array
    """Of these, those before which analytics saw a contact."""
    value: Array
    tracked_value: Array
    credited: Mapping[str, Array]
    """Tracked orders by the channel that analytics credits."""
    met: Array
    """(T, 2) tracked orders that at least one, and at least two, of the claiming platforms met."""

    @property
    def period(self) -> Period:
        """First day, and the day after the last one."""
        return Period(self.starts[0], self.starts[-1] + WEEK)

    @property
    def total(self) -> Array:
        """(T,) conversions claimed by all platforms."""
        return sum(self.claimed.values(), np.zeros(len(self.starts)))

    def by_channel(self) -> dict[str, Array]:
        """Conversions claimed for each channel, by whichever platform."""
        found: dict[str, Array] = {}
        for (channel, _), numbers in self.claimed.items():
            found[channel] = found.get(channel, np.zeros(len(self.starts))) + numbers
        return found

    def scaled(self, channel: str) -> Array | None:
        """(T,) orders credited to a channel, scaled up to all orders; None without analytics."""
        followed = float(self.tracked.sum())
        if not followed:
            return None
        nothing = np.zeros(len(self.starts))
        return self.credited.get(channel, nothing) * float(self.orders.sum()) / followed


def common(claimed: Sequence[Row], booked: Sequence[Row]) -> tuple[date, ...]:
    """Mondays of the whole weeks that lie in what is claimed and in what is booked."""
    if not claimed or not booked:
        return ()
    first = max(min(row["first"] for row in rows) for rows in (claimed, booked))
    after = min(max(row["after"] for row in rows) for rows in (claimed, booked))
    monday = first + timedelta(days=-first.weekday() % 7)
    return tuple(monday + WEEK * place for place in range(max(0, (after - monday).days // 7)))


def spread(rows: Sequence[Row], starts: Sequence[date], name: str) -> Array:
    """(T,) sum of a column by week; a row longer than a week is spread evenly over its days.

    Parameters
    ----------
    rows : sequence of mappings
        With `start` (date), `days` (int) and the column; a value that is not known adds nothing.
    starts : sequence of date, (T,)
        Mondays, each seven days after the one before.
    name : str
        Column.
    """
    out = np.zeros(len(starts))
    for row in rows:
        if row[name] is None:
            continue
        ahead = (row["start"] - starts[0]).days
        for place in range(max(0, ahead // 7), min(len(starts), -(-(ahead + row["days"]) // 7))):
            shared = min(ahead + row["days"], 7 * place + 7) - max(ahead, 7 * place)
            out[place] += float(row[name]) * shared / row["days"]
    return out


def weeks(data: Mapping[str, Sequence[Row]], source: str, starts: tuple[date, ...]) -> Weeks:
    """All numbers by week, with the books that `source` keeps; `starts` is not empty."""
    claims, books = data["claimed"], [row for row in data["booked"] if row["source"] == source]
    currency = _currency(claims, books)
    known = currency is not None and any(row["value"] is not None for row in books)
    pairs = sorted({(row["channel"], row["platform"]) for row in claims if row["number"] is not None})
    stating = sorted({(row["channel"], row["platform"]) for row in claims if row["value"]} if known else set())
    seen = {what: [{**row, "days": 7} for row in data["journeys"] if row["what"] == what] for what in _WHAT}
    channels = sorted({row["channel"] for row in seen["credited"]})
    return Weeks(
        starts=starts,
        source=source,
        currency=currency,
        booked=spread(books, starts, "number"),
        revenue=spread(books, starts, "value") if known else None,
        claimed={pair: spread(_of(claims, pair), starts, "number") for pair in pairs},
        valued={pair: spread(_of(claims, pair), starts, "value") for pair in stating},
        orders=spread(seen["orders"], starts, "count"),
        tracked=spread(seen["tracked"], starts, "count"),
        value=spread(seen["orders"], starts, "value"),
        tracked_value=spread(seen["tracked"], starts, "value"),
        credited={
            channel: spread([row for row in seen["credited"] if row["channel"] == channel], starts, "count")
            for channel in channels
        },
        met=np.column_stack(
            [spread([row for row in seen["met"] if row["a"] >= least], starts, "count") for least in (1, 2)]
        ),
    )


_WHAT = ("orders", "tracked", "credited", "met")


def _of(claims: Sequence[Row], pair: tuple[str, str]) -> list[Row]:
    return [row for row in claims if (row["channel"], row["platform"]) == pair]


def _currency(claims: Sequence[Row], books: Sequence[Row]) -> str | None:
    """The one currency of all claimed and booked money; None where there are several."""
    found = {row["currency"] for row in (*claims, *books) if row["value"] is not None}
    return str(next(iter(found))) if len(found) == 1 and None not in found else None
