"""What is wrong with the data."""

from __future__ import annotations

import typer

from probant.cli.command import command
from probant.cli.options import EachBusiness
from probant.cli.session import Session
from probant.words import say


def add(app: typer.Typer) -> None:
    """Add `quality`."""
    meaning = say("Check the data: what is wrong, how bad it is, what money it touches and what cures it.")
    command(app, "quality", meaning, example="probant quality --business shop")(_quality)


def _quality(context: typer.Context, business: EachBusiness = None) -> None:
    from probant.report.quality import quality

    Session.of(context).do("quality", {"business": business}, quality)
