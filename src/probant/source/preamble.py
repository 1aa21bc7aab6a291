"""What stands above the table of an export: a title, and the days that it covers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from probant.source import days, headers, months

_ISO = r"(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
_NUMERIC = r"\d{4}-\d{2}-\d{2}|\d{8}"
_WORDY = r"[^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\d{1,2}(?:er)? [^\W\d_]{3,9}\.? \d{4}"
_SLASHED = r"\d{1,2}/\d{1,2}/\d{4}"
_DATE = re.compile(rf"(?<!\d)(?:{_NUMERIC}|{_WORDY}|{_SLASHED})(?!\d)")
_START, _END = r"\b(?:start|d[ée]but)\b", r"\b(?:end|fin)\b"
_LEADING = re.compile(r"([^\W\d_]{3,9})\.? (\d{1,2}), (\d{4})")
_FOLLOWING = re.compile(r"(\d{1,2})(?:er)? ([^\W\d_]{3,9})\.? (\d{4})")


@dataclass(frozen=True, slots=True)
class Preamble:
    """Lines above the header, without their marks, and what they say."""

    lines: tuple[str, ...] = ()
    first: date | None = None
    """First day that the export covers; None where it is not said, or can be read in two ways."""
    last: date | None = None
    """Last day that it covers."""

    @property
    def days(self) -> int | None:
        """Number of days covered."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


def preamble(lines: Iterable[str]) -> Preamble:
    """Read what stands above a header; the period from one line with two dates, or from a start and an end."""
    said = tuple(kept for line in lines if (kept := headers.tidy(line.strip("#\"',;\t\r\n \ufeff"))).strip("-"))
    dated = {line: [day for text in _DATE.findall(line) if (day := _day(text)) is not None] for line in said}
    ranges = [found for found in dated.values() if len(found) == 2]
    ends = [
        [found[0] for line, found in dated.items() if len(found) == 1 and re.search(label, line, re.IGNORECASE)]
        for label in (_START, _END)
    ]
    if not ranges and all(len(end) == 1 for end in ends):
        ranges = [[ends[0][0], ends[1][0]]]
    if len(ranges) != 1 or ranges[0][0] > ranges[0][1]:
        return Preamble(said)
    return Preamble(said, ranges[0][0], ranges[0][1])


def named(stem: str) -> tuple[date, int] | None:
    """First day and number of days that the name of a file bears: a month, or two days; None where it bears neither."""
    found = [date.fromisoformat(text) for text in re.findall(_ISO, stem)]
    if len(found) == 2 and found[0] <= found[1]:
        return found[0], (found[1] - found[0]).days + 1
    named_months = re.findall(r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])(?![\d-])", stem)
    if len(named_months) != 1 or found:
        return None
    year, month = map(int, named_months[0])
    return date(year, month, 1), monthrange(year, month)[1]


def _day(text: str) -> date | None:
    if found := _LEADING.fullmatch(text):
        return _made(int(found[3]), found[1], int(found[2]))
    if found := _FOLLOWING.fullmatch(text):
        return _made(int(found[3]), found[2], int(found[1]))
    what = days.written(text)
    readings = set(what.days.values()) if what else set()
    return readings.pop() if len(readings) == 1 else None


def _made(year: int, month: str, day: int) -> date | None:
    number = months.month(month)
    try:
        return date(year, number, day) if number else None
    except ValueError:
        return None
