"""Verbs that a command hands over: writing ones one after the other, and how far each is."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

from probant.actions.verbs import adapter
from probant.actions.wire import write_error, write_words
from probant.errors import Busy, Cancelled, ProbantError
from probant.web.desk import Desk
from probant.words import Words, say

READING = frozenset({"board", "data", "evidence", "evidence_list", "ledger", "metrics", "verify"})
"""Verbs that write nothing and so need not wait; one that is not named here is held to write."""
MOST_WAITING = 16
"""Verbs in work and in wait together; the next is told to come again."""
_log = logging.getLogger(__name__)

Line = dict[str, Any]


class Bench:
    """Where handed-over verbs are worked on: one that writes at a time, and a few that read beside it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._writer = ThreadPoolExecutor(1, "writing")
        self._readers = ThreadPoolExecutor(4, "reading")
        self._places = Semaphore(MOST_WAITING)
        self._closing = Event()

    def start(self, verb: str, arguments: Mapping[str, Any]) -> AsyncIterator[bytes]:
        """Begin; the lines tell how far it is, the last one bears the result or the error.

        The work goes on when nobody reads the lines. Raises Busy where too many wait already.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(
                say("{count} works wait already.", count=MOST_WAITING), mend=say("wait until some of them have ended")
            )
        loop, lines = asyncio.get_running_loop(), asyncio.Queue[Line | None]()

        def put(line: Line | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(lines.put_nowait, line)

        hands = self._readers if verb in READING else self._writer
        hands.submit(self._work, verb, arguments, put)
        return _read(lines)

    def close(self) -> None:
        """Stop what can be stopped, and wait for the rest; the store may be closed after that."""
        self._closing.set()
        for hands in (self._writer, self._readers):
            hands.shutdown(wait=True)

    def stop(self) -> None:
        """Ask all works to stop at their next step."""
        self._closing.set()

    def _work(self, verb: str, arguments: Mapping[str, Any], put: Callable[[Line | None], None]) -> None:
        try:
            put(self._outcome(verb, arguments, lambda done, doing: self._tell(put, done, doing)))
        finally:
            self._places.release()
            put(None)

    def _tell(self, put: Callable[[Line | None], None], done: float, doing: Words) -> None:
        if self._closing.is_set():
            raise Cancelled(say("The server was stopped."), mend=say("start it again, or run the command without it"))
        put({"done": done, "doing": write_words(doing)})

    def _outcome(self, verb: str, arguments: Mapping[str, Any], tell: Callable[[float, Words], None]) -> Line:
        try:
            tell(0.0, say("starting"))
            result = self._desk.do(verb, arguments, tell)
            return {"result": adapter(verb).dump_python(result, mode="json")}
        except ProbantError as error:
            return {"error": write_error(error)}
        except Exception:  # noqa: BLE001 - the one who waits is told, the traceback goes to the log
            _log.exception("the verb %s failed", verb)
            what = say("The serving process met a fault of its own in {verb}.", verb=verb)
            mend = say("see the terminal that serves the project, and report it")
            return {"error": write_error(ProbantError(what, mend=mend))}


async def _read(lines: asyncio.Queue[Line | None]) -> AsyncIterator[bytes]:
    while (line := await lines.get()) is not None:
        yield json.dumps(line).encode() + b"\n"
