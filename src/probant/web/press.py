"""Where pictures and PDF are made: in a process of its own, which goes when nothing is to be made.

The engines that draw hold tens of megabytes once they have run. A page is kept after it was made, so most of the time
nobody needs them: the server stays small, and a drawing that fails takes only its own process with it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread, Timer
from typing import Any, TypeVar

T = TypeVar("T")
IDLE_SECONDS = 5.0
"""After which the process goes."""
LAST_WORDS_SECONDS = 2.0
"""For how long it may take to go by itself."""


class Press:
    """Makes one thing at a time, elsewhere."""

    def __init__(self, idle: float = IDLE_SECONDS) -> None:
        self._idle = idle
        self._using = Lock()
        self._printer: _Printer | None = None
        self._rest: Timer | None = None

    def make(self, function: Callable[..., T], *args: Any) -> T:
        """What `function` returns; it, its arguments and its result must be such as can be sent.

        A process that broke is replaced once; if the work breaks that one too, EOFError is raised.
        """
        with self._using:
            self._stay()
            try:
                try:
                    return self._hands().do(function, args)
                except EOFError:
                    self._leave()
                    return self._hands().do(function, args)
            finally:
                self._rest = Timer(self._idle, self.close)
                self._rest.daemon = True
                self._rest.start()

    def ready(self, function: Callable[[], object]) -> None:
        """Have `function` called there while the caller goes on; what it raises is told to whoever needs it next."""
        Thread(target=self._try, args=(function,), name="press", daemon=True).start()

    def _try(self, function: Callable[[], object]) -> None:
        with suppress(Exception):
            self.make(function)

    def close(self) -> None:
        """Let the process go; the next work starts another."""
        with self._using:
            self._stay()
            self._leave()

    def _hands(self) -> _Printer:
        if self._printer is None:
            self._printer = _Printer()
        return self._printer

    def _stay(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _leave(self) -> None:
        if self._printer is not None:
            self._printer.leave()
            self._printer = None


class _Printer:
    """One process that makes things, and the line to it."""

    def __init__(self) -> None:
        # Started anew, not forked: the server has threads and a store that must not be in two processes. And not by
        # multiprocessing, which would import there what the server's own program imports.
        command = [sys.executable, "-P", "-m", "probant.web.printer"]
        small = {**os.environ, "MALLOC_ARENA_MAX": "1"}  # it does one work at a time
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=small
        )

    def do(self, function: Callable[..., T], args: tuple[Any, ...]) -> T:
        """The result of one work, or its error; EOFError where the process broke."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(pickle.dumps((function, args)))
            self._process.stdin.flush()
            done, packed = pickle.load(self._process.stdout)  # noqa: S301 - our own process
        except (BrokenPipeError, pickle.UnpicklingError) as error:
            raise EOFError from error
        result = pickle.loads(packed)  # noqa: S301 - the same
        if not done:
            raise result
        return result  # type: ignore[no-any-return]

    def leave(self) -> None:
        """End it: by the end of its line, else by force."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(LAST_WORDS_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
