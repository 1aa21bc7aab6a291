"""What the store holds."""

from __future__ import annotations

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.words import say


def add(app: typer.Typer) -> None:
    """Add `data`."""
    meaning = say("Show the tables, how much they hold, and the account of each batch that came in.")
    command(app, "data", meaning, example="probant data")(_data)


def _data(context: typer.Context) -> None:
    from probant.cli.tables import data

    Session.of(context).do("data", {}, data)
