"""Days and instants as they are written: what each can mean, and what it means once the order is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from probant.words import Words, say

ORDERS = ("ymd", "dmy", "mdy")
"""Orders of year, month and day in a date that does not begin with a four-digit year."""
PLAINLY = "iso"
"""The reading of a date that begins with a four-digit year: nothing about it is open."""
_PROBED = 16
FIRST_YEAR, LAST_YEAR = 1900, 2199
_PIVOT = 70
"""A year of two digits from here up is of the last century (POSIX says 69; nobody had exports in 1969)."""

_TIME = r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*([AaPp]\.?[Mm]\.?)?"
_CLOCK = rf"{_TIME}\s*(Z|z|UTC|GMT|[+-]\d{{2}}(?::?\d{{2}})?)?"
_WRITTEN = re.compile(
    rf"(?:(\d{{1,4}})([-/.])(\d{{1,2}})\2(\d{{1,4}})|(\d{{4}})(\d{{2}})(\d{{2}}))(?:[T ]\s*{_CLOCK})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date, with or without a time, and all that it can mean."""

    days: Mapping[str, date]
    """By order; under `PLAINLY` alone where the order is not open."""
    points: bool
    """Whether points part it, which no country does that puts the month first."""
    clock: time | None
    offset: timezone | None

    def day(self, order: str | None) -> date | None:
        """The day under that order; None where it cannot be read so."""
        return self.days.get(PLAINLY) or self.days.get(order or "")


def written(text: str) -> Written | None:
    """What a cell can mean as a date; None where it is none, or not of the years 1900 to 2199."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    days = _readings(*found.group(1, 3, 4)) if found[1] else _readings(*found.group(5, 6, 7))
    try:
        clock = _clock(*found.group(8, 9, 10, 11, 12))
        offset = _offset(found[13])
    except ValueError:
        return None
    return Written(days, found[2] == ".", clock, offset) if days else None


def _readings(first: str, second: str, third: str) -> Mapping[str, date]:
    one, two, three = int(first), int(second), int(third)
    if len(first) == 4:
        open_ = {PLAINLY: (one, two, three)} if len(third) <= 2 else {}
    elif len(third) == 4:
        open_ = {"dmy": (three, two, one), "mdy": (three, one, two)}
    elif len(third) == 2 and len(first) <= 2:
        late, early = _century(three), _century(one)
        open_ = {"dmy": (late, two, one), "mdy": (late, one, two)} | (
            {"ymd": (early, two, three)} if len(first) == 2 else {}
        )
    else:
        open_ = {}
    days = {order: _day(*numbers) for order, numbers in open_.items()}
    return {order: day for order, day in days.items() if day is not None}


def _century(year: int) -> int:
    return year + (1900 if year >= _PIVOT else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _clock(hour: str | None, minute: str | None, second: str | None, part: str | None, half: str | None) -> time | None:
    if hour is None:
        return None
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError
        hours = hours % 12 + (12 if half[0] in "Pp" else 0)
    return time(hours, int(minute or 0), int(second or 0), int((part or "0")[:6].ljust(6, "0")))


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[3:].removeprefix(":") or 0)
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def day(text: str, order: str | None, zone: ZoneInfo | None) -> date | Words:
    """The day that a cell means, or why it means none; an instant is put on the local day where a zone is given."""
    what = written(text)
    found = what and what.day(order)
    if not what or not found:
        return _why_not(what, order)
    if zone and what.clock and what.offset:
        return datetime.combine(found, what.clock, what.offset).astimezone(zone).date()
    return found


def instant(text: str, order: str | None, zone: ZoneInfo | None) -> datetime | Words:
    """The instant in UTC that a cell means, or why it means none; a date alone is its first moment."""
    what = written(text)
    found = what and what.day(order)
    if not what or not found:
        return _why_not(what, order)
    if what.offset:
        return datetime.combine(found, what.clock or time(), what.offset).astimezone(UTC)
    return _local(datetime.combine(found, what.clock or time()), zone)


def _local(wall: datetime, zone: ZoneInfo | None) -> datetime | Words:
    if zone is None:
        return say("This instant has no offset, and no time zone was given.")
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early < late:
        return say("This hour occurs twice on that day: the clocks went back.")
    if early > late:
        return say("This hour does not occur on that day: the clocks went forward.")
    return early


def at_once(text: pa.Array, kind: pa.DataType, zone: ZoneInfo | None) -> pa.Array | None:
    """All cells parsed together, exactly as `day` or `instant` would; None where one of them needs a closer look.

    Takes ISO only, and either offsets everywhere or nowhere.
    """
    for parse in (_zoned, _wall):
        try:
            # Arrow makes a message for each cell that does not parse: a few show whether it is worth while.
            parse(text.slice(0, _PROBED), kind, zone)
            found = parse(text, kind, zone)
        except pa.ArrowInvalid:
            continue
        return None if found is None or strange(found) else found
    return None


def strange(moments: pa.Array) -> bool:
    """Whether any day or instant is outside the years that are read."""
    bounds = pc.min_max(pc.year(moments)).as_py()
    return bounds["min"] is not None and (bounds["min"] < FIRST_YEAR or bounds["max"] > LAST_YEAR)


def _zoned(text: pa.Array, kind: pa.DataType, zone: ZoneInfo | None) -> pa.Array | None:
    moments = text.cast(pa.timestamp("us", tz="UTC"))
    if pa.types.is_timestamp(kind):
        return moments
    # Without a zone the day is the one that is written, which the instant no longer knows.
    return pc.local_timestamp(moments.cast(pa.timestamp("us", tz=zone.key))).cast(kind, safe=False) if zone else None


def _wall(text: pa.Array, kind: pa.DataType, zone: ZoneInfo | None) -> pa.Array | None:
    walls = text.cast(pa.timestamp("us"))
    if pa.types.is_date(kind):
        return walls.cast(kind, safe=False)
    return pc.assume_timezone(walls, zone.key).cast(kind) if zone else None


def _why_not(what: Written | None, order: str | None) -> Words:
    if what is None or order is None:
        return say("This is not a date.")
    return say("This is not a date in the order {order}.", order=order)
