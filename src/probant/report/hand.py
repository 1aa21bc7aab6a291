"""Who holds the pen: this process, or whoever the caller lends it to.

The pages and the report ask for pictures in the middle of their making. A face that keeps a process for drawing, or
pictures that were drawn before, says so around the making; the makers need not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

Hand: TypeAlias = Callable[..., bytes]
"""Called with a function of `pen` and its arguments; returns what that returns, however it came by it."""


def _own(function: Callable[..., bytes], *args: Any) -> bytes:
    return function(*args)


_held: ContextVar[Hand] = ContextVar("held", default=_own)


def current() -> Hand:
    """The hand that draws now: without another, this process's own."""
    return _held.get()


@contextmanager
def drawn_by(hand: Hand) -> Iterator[None]:
    """All that is drawn in this block, in this thread, is drawn by `hand`."""
    before = _held.set(hand)
    try:
        yield
    finally:
        _held.reset(before)
