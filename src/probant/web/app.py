"""The server put together: who is let in, what is kept, which pages there are."""

from __future__ import annotations

from fastapi import FastAPI

from probant import __version__
from probant.actions.album import Album
from probant.actions.lease import Lease
from probant.actions.project import Project
from probant.actions.traces import Gate
from probant.web import ai, api, exports, mix, otlp, pages, static, verbs
from probant.web.ahead import Ahead, Listener
from probant.web.cache import Shelf
from probant.web.desk import Desk
from probant.web.errors import handle_errors
from probant.web.otlp import Post
from probant.web.press import Press
from probant.web.security import Guard
from probant.web.work import Bench


def create_app(project: Project, lease: Lease, *, language: str | None = None) -> FastAPI:
    """The application that serves one open project on this machine.

    Parameters
    ----------
    project : Project
        Open, and held by this process for as long as the application runs.
    lease : Lease
        The port on which it will listen, and the token for the verbs.
    language : str, optional
        'en' or 'fr' for everybody; without it, what the reader's browser prefers, else the project's.
    """
    app = FastAPI(
        title="Probant",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    press = Press()
    desk = Desk(project, Album(project.folder).shown(press.make))
    app.state.desk, app.state.lease, app.state.language = desk, lease, language
    app.state.shelf, app.state.bench, app.state.press = Shelf(), Bench(desk), press
    app.state.post = Post(Gate.of(project), app.state.bench)
    app.state.ahead = Ahead()
    app.add_middleware(Listener, ahead=app.state.ahead)
    app.add_middleware(Guard, port=lease.port)
    handle_errors(app)
    for room in (static, api, verbs, otlp, exports, ai, mix, pages):
        app.include_router(room.router)
    return app
