"""The process of the press: takes one work after the other from its input, until there are no more.

It begins with nothing of ours but this file; each work brings what its function needs.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO


def main() -> None:
    """Do works until the server closes the line, or is gone itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which lets this process go
    results = _line()
    while work := _next(sys.stdin.buffer):
        results.write(outcome(*work))
        results.flush()


def outcome(function: Callable[..., object], args: tuple[Any, ...]) -> bytes:
    """Whether it was done, and what it returned or raised, pickled by itself: the line is read whole in any case."""
    try:
        told = (True, pickle.dumps(function(*args)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the server is told
        told = (False, _packed(error))
    return pickle.dumps(told)


def _packed(error: Exception) -> bytes:
    try:
        return pickle.dumps(error)
    except Exception:  # noqa: BLE001 - an engine's own class of error, which only lives here
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))


def _line() -> BinaryIO:
    """Where results go; what an engine prints goes to the terminal of the server."""
    line = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return line


def _next(orders: BinaryIO) -> tuple[Callable[..., object], tuple[Any, ...]] | None:
    try:
        function, args = pickle.load(orders)  # noqa: S301 - the line of the server that started this process
    except EOFError:
        return None
    return function, args


if __name__ == "__main__":
    main()
