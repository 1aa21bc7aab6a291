"""Who did what, when, on which data."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command, group
from probant.cli.session import Session
from probant.words import say

Last = Annotated[
    int,
    typer.Option(
        metavar=say("N").template, min=1, max=1_000_000, help=say("How many of the newest; 50 if not given.").template
    ),
]


def add(app: typer.Typer) -> None:
    """Add `ledger list` and `ledger verify`."""
    meaning = say("Look at the ledger: who did what, when, on which data.")
    ledger = group(app, "ledger", meaning, example="probant ledger verify")
    meaning = say("List the newest entries.")
    command(ledger, "list", meaning, example="probant ledger list --last 10")(_list)
    meaning = say("Hold the ledger against its own chain and against the checkpoint beside the project.")
    command(ledger, "verify", meaning, example="probant ledger verify --json")(_verify)


def _list(context: typer.Context, last: Last = 50) -> None:
    from probant.cli.tables import ledger_lines

    Session.of(context).do("ledger", {"last": last}, ledger_lines)


def _verify(context: typer.Context) -> None:
    from probant.cli.closing import state

    if not Session.of(context).do("verify", {}, state).ok:
        raise typer.Exit(2)
