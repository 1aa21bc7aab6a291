"""What both forms of OTLP are read into: spans, and events with the span that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from probant.words import Words

Value = str | bool | int | float | list["Value"] | dict[str, "Value"] | None
Attributes = Mapping[str, Value]

TRACE_DIGITS, SPAN_DIGITS = 32, 16
"""Hexadecimal digits of the two ids."""


@dataclass(frozen=True, slots=True)
class Span:
    """One step of a trace."""

    trace: str
    span: str
    parent: str | None
    name: str
    start: int
    """Nanoseconds since 1970, UTC; 0: not said."""
    end: int
    """As `start`."""
    failed: bool
    attributes: Attributes
    resource: Attributes
    """Of the program that sent it."""
    scope: str
    """Library that made it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a span; it comes inside the span or as a log record."""

    trace: str
    span: str
    name: str
    at: int
    """Nanoseconds since 1970, UTC; 0: not said."""
    attributes: Attributes
    resource: Attributes


@dataclass(frozen=True, slots=True)
class Sent:
    """What one request held."""

    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()
    faults: tuple[Words, ...] = ()
    """Why each span or record that is in neither could not be read."""


def moment(nanoseconds: int) -> datetime:
    """An instant in UTC, to the microsecond."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000)
