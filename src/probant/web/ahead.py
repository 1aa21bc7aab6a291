"""What is likely asked for next, made while nobody waits: who reads the decision page may want it printed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Thread
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from probant.errors import ProbantError

CALM_SECONDS = 1.0
"""How long nobody must have asked for anything."""
_log = logging.getLogger(__name__)


class Ahead:
    """Fulfils the newest wish once nobody has asked for anything for a while."""

    def __init__(self, calm: float = CALM_SECONDS) -> None:
        self._calm = calm
        self._changed = Condition()
        self._inside = 0
        self._left = monotonic()
        self._wish: Callable[[], object] | None = None
        self._closed = False
        self._thread = Thread(target=self._work, name="ahead", daemon=True)
        self._thread.start()

    def wish(self, make: Callable[[], object]) -> None:
        """Have `make` called later, in place of what was wished before and is not begun."""
        with self._changed:
            self._wish = make
            self._changed.notify()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Somebody waits for an answer as long as this block lasts."""
        with self._changed:
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._left = monotonic()
                if self._wish is not None:
                    self._changed.notify()

    def close(self) -> None:
        """Begin nothing more, and wait for the end of what is begun."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while make := self._next():
            try:
                make()
            except ProbantError:
                pass  # she is told when she asks for it
            except Exception:  # noqa: BLE001 - nobody waits for it: the traceback goes to the log
                _log.exception("what was made ahead failed")

    def _next(self) -> Callable[[], object] | None:
        """The wish, when its time has come; None at the end."""
        with self._changed:
            while not self._closed:
                wait = self._wait()
                if wait == 0 and self._wish is not None:
                    wish, self._wish = self._wish, None
                    return wish
                self._changed.wait(wait or None)
        return None

    def _wait(self) -> float | None:
        """Seconds until the wish may be begun; None where only a change can tell."""
        if self._wish is None or self._inside:
            return None
        return max(0.0, self._left + self._calm - monotonic())


class Listener:
    """Tells when somebody asks for something."""

    def __init__(self, app: ASGIApp, *, ahead: Ahead) -> None:
        self.app, self.ahead = app, ahead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the server's own beginning and end are nobody's question."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self.ahead.asked():
            await self.app(scope, receive, send)
