"""Serve the page on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.words import say

SERVER = "probant.web.server:serve"
"""By name: the two faces do not import each other."""
Port = Annotated[
    int,
    typer.Option(
        metavar=say("PORT").template, min=0, max=65535, help=say("Port on 127.0.0.1; 0 takes any free one.").template
    ),
]
Open = Annotated[bool, typer.Option("--open", help=say("Open the page in the browser.").template)]


def add(app: typer.Typer) -> None:
    """Add `serve`."""
    meaning = say("Serve the page on this machine alone, until Ctrl-C.")
    command(app, "serve", meaning, example="probant serve --project demo --open")(_serve)


def _serve(context: typer.Context, port: Port = 8765, open_browser: Open = False) -> None:
    from probant.cli.closing import served

    session = Session.of(context)
    serve: Callable[..., None] = resolve_name(SERVER)

    def ready(url: str) -> None:
        session.show(url, str, served)

    serve(session.folder, port=port, language=session.asked, open_browser=open_browser, ready=ready)
