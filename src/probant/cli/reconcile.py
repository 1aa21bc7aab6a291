"""What platforms claim, against what others count."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.options import EachBusiness, End, Start
from probant.cli.session import Session
from probant.words import say

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
    context: typer.Context, business: EachBusiness = None, start: Start = None, end: End = None, window: Window = None
) -> None:
    from probant.report.reconciliation import reconciliation

    days = {"start": start and start.date(), "end": end and end.date()}
    Session.of(context).do("reconcile", {"business": business, "window": window, **days}, reconciliation)
