"""Serve one project on this machine until told to stop."""

from __future__ import annotations

import errno
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from probant.actions.lease import find_lease, leave_lease
from probant.actions.project import Project, find_folder, open_project
from probant.errors import Busy
from probant.report.language import Language
from probant.web.app import create_app
from probant.words import say

HOST = "127.0.0.1"
PORT = 8765
LAST_WORDS_SECONDS = 3
"""For how long readers may finish what they read when the server stops."""


def serve(
    folder: Path | None = None,
    *,
    port: int = PORT,
    language: str | None = None,
    open_browser: bool = False,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the project in `folder`, or above it, until SIGINT or SIGTERM.

    Parameters
    ----------
    folder : Path, optional
        Where to look for the project; this folder if none is given.
    port : int
        Port on 127.0.0.1; 0 takes any free one.
    language : str, optional
        'en' or 'fr' for everybody; without it, what the reader's browser prefers.
    open_browser : bool
        Whether the reader's browser is opened at the first page.
    ready : callable
        Told the address as soon as the server answers there.

    Raises
    ------
    Missing
        If there is no project.
    UnknownName
        If there is no such language.
    Busy
        If the project is served already, if its store is held, or if the port is taken.
    """
    if language is not None:
        Language.of(language)
    home = find_folder(folder)
    with ExitStack() as stack:
        project = stack.enter_context(_opened(home))
        listener = stack.enter_context(_listener(port))
        lease = stack.enter_context(leave_lease(home, listener.getsockname()[1]))
        app = create_app(project, lease, language=language)
        stack.callback(app.state.press.close)
        stack.callback(app.state.ahead.close)
        stack.callback(app.state.bench.close)
        stack.callback(app.state.post.close)
        server = _Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                timeout_graceful_shutdown=LAST_WORDS_SECONDS,
            )
        )
        server.on_start = lambda: _greet(lease.url, ready, open_browser=open_browser)
        server.on_stop = app.state.bench.stop
        with _stopped_by_signals(server):
            server.run([listener])


class _Server(uvicorn.Server):
    """Says when it answers, and when it was told to stop."""

    on_start: Callable[[], None]
    on_stop: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.on_stop()
        super().handle_exit(sig, frame)


@contextmanager
def _opened(home: Path) -> Iterator[Project]:
    """The project; where another server has it, the error gives that one's address."""
    lease = find_lease(home)
    with ExitStack() as stack:
        try:
            project = stack.enter_context(open_project(home))
        except Busy as error:
            if lease is None:
                raise
            raise Busy(
                say("This project is served already, at {url}.", url=lease.url),
                mend=say("open that address, or stop the process {pid} first", pid=str(lease.pid)),
            ) from error
        yield project


def _listener(port: int) -> socket.socket:
    """A socket that only this machine reaches."""
    # Named TCP: only of such a socket does asyncio send the end of a short answer at once, not 40 ms later.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise Busy(
            say("Port {port} is taken by another program, or is not yours to take.", port=str(port)),
            mend=say("choose another with --port, or --port 0 for any free one"),
        ) from error
    return listener


def _greet(url: str, ready: Callable[[str], None], *, open_browser: bool) -> None:
    ready(url)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """SIGINT and SIGTERM stop the server and not the process: the lease and the store are still to be closed.

    uvicorn raises a signal that it caught once more after it has stopped; this is where that one lands.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    both = (signal.SIGINT, signal.SIGTERM)
    before = {sig: signal.signal(sig, lambda *_: setattr(server, "should_exit", True)) for sig in both}
    try:
        yield
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)
