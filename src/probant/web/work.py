"""Verbs that a command hands over: writing ones one after the other, and how far each is."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

from probant.actions.verbs import adapter
from probant.actions.wire import write_error, write_words
from probant.errors import Busy, Cancelled, ProbantError
from probant.web.desk import Desk
from probant.words import Words, say

READING = frozenset(
    {
        "board",
        "budget",
        "data",
        "evidence",
        "evidence_list",
        "ledger",
        "metrics",
        "mix",
        "refreshed",
        "scenario",
        "verify",
    }
)
"""Verbs that write nothing and so need not wait; one that is not named here is held to write."""
MOST_WAITING = 16
"""Verbs in work and in wait together; the next is told to come again."""
_log = logging.getLogger(__name__)

Line = dict[str, Any]


class Work:
    """One verb that was handed over: its lines, and the word that stops it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._lines = loop, asyncio.Queue[Line | None]()
        self._stopped = Event()

    @property
    def stopped(self) -> bool:
        """Whether the one who asked for it has gone, or wants it no more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Let it end at its next step; one that has ended stays as it is."""
        self._stopped.set()

    def put(self, line: Line | None) -> None:
        """One more line, from any thread; None is the end."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)

    async def lines(self) -> AsyncIterator[bytes]:
        """How far it is, a line a step, then the result or the error."""
        while (line := await self._lines.get()) is not None:
            yield json.dumps(line).encode() + b"\n"


class Bench:
    """Where handed-over verbs are worked on: one that writes at a time, and a few that read beside it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._writer = ThreadPoolExecutor(1, "writing")
        self._readers = ThreadPoolExecutor(4, "reading")
        self._places = Semaphore(MOST_WAITING)
        self._closing = Event()

    def start(self, verb: str, arguments: Mapping[str, Any]) -> Work:
        """Begin; to be called where an event loop runs. Raises Busy where too many wait already."""
        if not self._places.acquire(blocking=False):
            raise Busy(
                say("{count} works wait already.", count=MOST_WAITING), mend=say("wait until some of them have ended")
            )
        work = Work(asyncio.get_running_loop())
        hands = self._readers if verb in READING else self._writer
        hands.submit(self._do, work, verb, arguments)
        return work

    def aside(self, work: Callable[[], object]) -> Future[object]:
        """Do a work of the server's own when no verb that writes is in work."""
        return self._writer.submit(work)

    def close(self) -> None:
        """Stop what can be stopped, and wait for the rest; the store may be closed after that."""
        self._closing.set()
        for hands in (self._writer, self._readers):
            hands.shutdown(wait=True)

    def stop(self) -> None:
        """Ask all works to stop at their next step."""
        self._closing.set()

    def _do(self, work: Work, verb: str, arguments: Mapping[str, Any]) -> None:
        try:
            work.put(self._outcome(work, verb, arguments))
        finally:
            self._places.release()
            work.put(None)

    def _tell(self, work: Work, done: float, doing: Words) -> None:
        if self._closing.is_set():
            raise Cancelled(say("The server was stopped."), mend=say("start it again, or run the command without it"))
        if work.stopped:
            raise Cancelled(
                say("The work was stopped by the one who asked for it."), mend=say("run the command again to do it")
            )
        work.put({"done": done, "doing": write_words(doing)})

    def _outcome(self, work: Work, verb: str, arguments: Mapping[str, Any]) -> Line:
        def tell(done: float, doing: Words) -> None:
            self._tell(work, done, doing)

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
