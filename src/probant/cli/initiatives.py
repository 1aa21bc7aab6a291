"""The AI initiatives: what they return, what comes next, and how they are declared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command, group
from probant.cli.options import Seed
from probant.cli.session import Session
from probant.words import say

File = Annotated[
    Path, typer.Argument(metavar=say("FILE").template, help=say("TOML file; docs/initiatives.md shows one.").template)
]
Initiative = Annotated[
    str | None,
    typer.Argument(metavar=say("INITIATIVE").template, help=say("Its name; none: all of them.").template),
]
Top = Annotated[
    int, typer.Option(metavar=say("N").template, min=1, help=say("How many initiatives can be done.").template)
]
Capacity = Annotated[
    float,
    typer.Option(metavar=say("N").template, min=0.1, help=say("Person-months a month, for the roadmap.").template),
]


def add(app: typer.Typer) -> None:
    """Add `initiatives list`, `initiatives ask` and `initiatives declare`."""
    meaning = say("Show what AI initiatives return, under four models, and what they need to go on.")
    inner = group(app, "initiatives", meaning, example="probant initiatives list")
    meaning = say("Show the newest evidence on each initiative, its gates and its place on the roadmap.")
    command(inner, "list", meaning, example="probant initiatives list --capacity 2")(_list)
    meaning = say("Ask what each initiative returns and which come first, and keep it as evidence.")
    command(inner, "ask", meaning, example="probant initiatives ask --top 3")(_ask)
    meaning = say("Load a file that declares initiatives: purpose, costs, benefits, adoption, judgements.")
    command(inner, "declare", meaning, example="probant initiatives declare initiatives.toml")(_declare)


def _list(context: typer.Context, capacity: Capacity = 1.0) -> None:
    from probant.cli.initiative_tables import initiatives

    Session.of(context).do("initiatives", {"capacity": capacity}, initiatives)


def _ask(
    context: typer.Context, initiative: Initiative = None, top: Top = 3, capacity: Capacity = 1.0, seed: Seed = 0
) -> None:
    from probant.cli.initiative_tables import initiatives

    arguments = {"initiative": initiative, "top": top, "capacity": capacity, "seed": seed}
    if Session.of(context).do("initiatives_ask", arguments, initiatives).faults:
        raise typer.Exit(2)


def _declare(context: typer.Context, file: File) -> None:
    from probant.cli.initiative_tables import declaration

    # A whole path: the verb may be done by the process that serves the project, which stands elsewhere.
    Session.of(context).do("initiatives_declare", {"file": str(file.resolve())}, declaration)
