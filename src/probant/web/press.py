"""Where pages, pictures and PDF are made: in a process of its own, which goes when nothing is to be made.

The engines that draw hold over a hundred megabytes once they have run. A page is kept after it was made,
so most of the time nobody needs them: the server stays small, and a drawing that fails takes only its
own process with it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from threading import Lock, Timer
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
IDLE_SECONDS = 15.0
"""After which the process that makes pages goes."""


class Press:
    """Makes one thing at a time, elsewhere."""

    def __init__(self, idle: float = IDLE_SECONDS) -> None:
        self._idle = idle
        self._using = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._rest: Timer | None = None

    def make(self, function: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """What `function` returns; it, its arguments and its result must be such as can be sent.

        A process that broke is replaced once; if the work breaks that one too, the error is raised.
        """
        with self._using:
            self._stay()
            work = partial(function, *args, **more)
            try:
                try:
                    return self._hands().submit(work).result()
                except BrokenProcessPool:
                    self._leave()
                    return self._hands().submit(work).result()
            finally:
                self._rest = Timer(self._idle, self.close)
                self._rest.daemon = True
                self._rest.start()

    def close(self) -> None:
        """Let the process go; the next page starts another."""
        with self._using:
            self._stay()
            self._leave()

    def _hands(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Started anew, not forked: the server has threads and a store that must not be in two processes.
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_deaf)
        return self._pool

    def _stay(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _leave(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False)
            self._pool = None


def _deaf() -> None:
    """Ctrl-C is for the server, which lets this process go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
