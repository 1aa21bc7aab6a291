"""Load files into the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.words import say

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar=say("FILES").template, help=say("Files to load; else all that probant.toml declares.").template
    ),
]
Table = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar=say("TABLE").template,
        help=say("Table that they fill, e.g. spend; else as declared.").template,
    ),
]

Certain = Annotated[
    bool,
    typer.Option("--yes", help=say("Of a folder: load only if nothing must be asked; never guess.").template),
]


def add(app: typer.Typer) -> None:
    """Add `ingest`."""
    meaning = say("Load files into the store, each wholly or not at all; the same file twice changes nothing.")
    command(app, "ingest", meaning, example="probant ingest exports/spend.csv --table spend")(_ingest)


def _ingest(context: typer.Context, files: Files = None, table: Table = None, certain: Certain = False) -> None:
    from probant.report.terminal import receipts

    # Whole paths: the verb may be done by the process that serves the project, which stands elsewhere.
    paths = [str(file.resolve()) for file in files or ()]
    if len(paths) == 1 and Path(paths[0]).is_dir():
        _folder(Session.of(context), paths[0], certain)
    else:
        Session.of(context).do("ingest", {"files": paths, "table": table}, receipts)


def _folder(session: Session, path: str, certain: bool) -> None:
    from probant.cli.tables import folder

    if session.do("ingest_folder", {"folder": path, "certain_only": certain}, folder).open:
        raise typer.Exit(2)
