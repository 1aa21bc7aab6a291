"""Where AI agents send their traces: OTLP over HTTP, as their OpenTelemetry exporter sends it to anybody."""

from __future__ import annotations

import json
import logging
import zlib
from threading import Event, Thread
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from probant.actions.traces import LONGEST, Gate, Taken
from probant.errors import Busy, ProbantError, Unreadable
from probant.web.work import Bench
from probant.words import say

_log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)
WAIT_SECONDS = 1
"""After how long a sender that was told 'too much' should try again."""
_MOST_TOLD = 4_000
PAUSE_SECONDS = 5.0
"""How long requests are gathered before they are loaded."""
MOST = 32
"""Requests that are read at once; more are told to come again."""


@router.post("/v1/{signal}")
async def take(signal: str, request: Request) -> Response:
    """Keep a request of traces or logs; the answer comes when it is on disk."""
    post: Post = request.app.state.post
    form = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not post.enter():
        return _too_much()
    try:
        body = _unpacked(await _body(request), request.headers.get("content-encoding", ""))
        taken = await run_in_threadpool(post.gate.take, body, signal, form)
    except Busy:
        return _too_much()
    finally:
        post.leave()
    return _answer(taken, form)


class Post:
    """The gate, how many stand before it, and the loading of what came through."""

    def __init__(self, gate: Gate, bench: Bench) -> None:
        self.gate, self._bench = gate, bench
        self._inside = 0
        self._asked = Event()
        self._ended = Event()
        Thread(target=self._load, name="traces", daemon=True).start()

    def enter(self) -> bool:
        """Whether one more may come in; all callers share one event loop, so nothing comes between."""
        if self._inside >= MOST:
            return False
        self._inside += 1
        return True

    def leave(self) -> None:
        """One has gone; what it brought is to be loaded."""
        self._inside -= 1
        self._asked.set()

    def close(self) -> None:
        """Load nothing more; what waits is loaded when the project is next served."""
        self._ended.set()
        self._asked.set()

    def _load(self) -> None:
        """Load what waits, some seconds after it came: many small requests make one batch."""
        self._asked.set()
        while self._asked.wait() and not self._ended.wait(PAUSE_SECONDS):
            self._asked.clear()
            try:
                self._bench.aside(self.gate.drain).result()
            except ProbantError as error:
                _log.warning("traces wait: %s", error)
            except RuntimeError:
                return  # the bench is closed


async def _body(request: Request) -> bytes:
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > LONGEST:
            raise _too_long()
    return bytes(held)


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise Unreadable(
            say("The request is packed as {encoding}.", encoding=encoding), mend=say("pack it by gzip, or not at all")
        )
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        held = unpacker.decompress(body, LONGEST + 1)
    except zlib.error as error:
        raise Unreadable(say("The request is not packed by gzip."), mend=say("correct Content-Encoding")) from error
    if len(held) > LONGEST or unpacker.unconsumed_tail:
        raise _too_long()
    return held


def _too_long() -> Unreadable:
    return Unreadable(
        say("The request is longer than {limit} bytes.", limit=LONGEST),
        mend=say("let the exporter send fewer spans at once, or shorter attributes"),
    )


def _too_much() -> Response:
    return Response(status_code=429, headers={"Retry-After": str(WAIT_SECONDS)})


def _answer(taken: Taken, form: str) -> Response:
    """Success; what was left out is named as OTLP names it, a partial success."""
    count = sum(taken.notes.values())
    message = "; ".join(f"{many} x {note}" for note, many in taken.notes.items())
    if "json" in form:
        told: dict[str, Any] = {"partialSuccess": {"rejectedSpans": "0", "errorMessage": message}} if count else {}
        return Response(json.dumps(told), media_type=form)
    return Response(_partial(message) if count else b"", media_type=form)


def _partial(message: str) -> bytes:
    # Field 1 (partial_success) holding field 2 (error_message): the message class would cost a second of start.
    text = message.encode()[:_MOST_TOLD]
    inner = b"\x12" + _varint(len(text)) + text
    return b"\x0a" + _varint(len(inner)) + inner


def _varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low]) if not high else bytes([low | 0x80]) + _varint(high)
