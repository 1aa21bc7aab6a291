"""Make a company whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.pairs import answers
from probant.cli.session import Session
from probant.words import say

Folder = Annotated[
    Path,
    typer.Argument(metavar=say("FOLDER").template, help=say("Where to write; it must be empty or not there.").template),
]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=say("KEY=VALUE").template, help=say("Settings: seed, customers, weeks, start, ...").template
    ),
]


def add(app: typer.Typer) -> None:
    """Add `simulate`."""
    meaning = say("Write the exports of an invented company, and the truth that no company knows.")
    command(app, "simulate", meaning, example="probant simulate acme customers=10000 seed=7")(_simulate)


def _simulate(context: typer.Context, folder: Folder, pairs: Pairs = None) -> None:
    from probant.actions.simulate import Simulation, simulate
    from probant.cli.closing import simulated

    session = Session.of(context)
    with session.progress() as tell:
        made = simulate(folder, answers(pairs or ()), tell=tell)
    session.show(made, Simulation, simulated)
