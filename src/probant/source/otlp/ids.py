"""Ids as OTLP has them: which are right, and what is said of the others."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from probant.errors import Unreadable
from probant.source.otlp.span import SPAN_DIGITS, TRACE_DIGITS, Event, Sent, Span
from probant.words import Words, say

_HEXADECIMAL = frozenset(string.hexdigits)


def checked(span: Span, events: Iterable[Event]) -> Sent:
    """The span with its events, or why it cannot be kept."""
    fault = fault_of(span)
    return Sent((span,), tuple(events)) if fault is None else Sent(faults=(fault,))


def fault_of(span: Span) -> Words | None:
    """What is wrong with the ids or the times of a span; None: nothing."""
    for which, found, digits in _ids(span):
        if not _is_id(found, digits):
            return say(
                "span “{name}”: its {which} is not {digits} hexadecimal digits",
                name=span.name,
                which=which,
                digits=digits,
            )
    if not 0 < span.start < 1 << 63:
        return say("span “{name}” does not say when it began", name=span.name)
    return None


def _ids(span: Span) -> Iterator[tuple[Words, str, int]]:
    yield say("trace id"), span.trace, TRACE_DIGITS
    yield say("own id"), span.span, SPAN_DIGITS
    if span.parent is not None:
        yield say("parent id"), span.parent, SPAN_DIGITS


def _is_id(text: str, digits: int) -> bool:
    # All zeros is OTLP's way to say that there is no id.
    return len(text) == digits and _HEXADECIMAL.issuperset(text) and text.strip("0") != ""


def unread() -> Unreadable:
    """The error for bytes that are no request of OTLP."""
    return Unreadable(
        say("These bytes are not a request of OTLP."),
        mend=say("send OTLP over HTTP, as protobuf or as JSON, and say which in Content-Type"),
    )
