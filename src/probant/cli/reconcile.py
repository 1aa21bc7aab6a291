"""What platforms claim, against what others count."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.words import say

Business = Annotated[
    str | None, typer.Option(metavar=say("NAME").template, help=say("One brand or shop; else each of them.").template)
]
Start = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("First day, inclusive.").template),
]
End = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("Day after the last one.").template),
]
Window = Annotated[
    str | None,
    typer.Option(
        metavar=say("NAME").template, help=say("Attribution window, where a platform states several.").template
    ),
]


def add(app: typer.Typer) -> None:
    """Add `reconcile`."""
    meaning = say("Set what the platforms claim against books, shop or CRM, and analytics.")
    command(app, "reconcile", meaning, example="probant reconcile --business shop")(_reconcile)


def _reconcile(
    context: typer.Context, business: Business = None, start: Start = None, end: End = None, window: Window = None
) -> None:
    from probant.report.reconciliation import reconciliation

    days = {"start": start and start.date(), "end": end and end.date()}
    Session.of(context).do("reconcile", {"business": business, "window": window, **days}, reconciliation)
