"""Load files into the store."""

from __future__ import annotations

from os.path import commonpath
from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.errors import Undeclared
from probant.words import say

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar=say("FILES").template,
        help=say("Files or a folder to load; else all that probant.toml declares.").template,
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
    meaning = say(
        "Load files into the store, each wholly or not at all; the same file twice changes nothing. What is certain is "
        "loaded; the exit code is 2 while any file could not be read, or must be asked about."
    )
    command(app, "ingest", meaning, example="probant ingest exports/spend.csv --table spend")(_ingest)


def _ingest(context: typer.Context, files: Files = None, table: Table = None, certain: Certain = False) -> None:
    from probant.report.terminal import receipts

    session = Session.of(context)
    # Whole paths: the verb may be done by the process that serves the project, which stands elsewhere.
    paths = [str(file.resolve()) for file in files or ()]
    if len(paths) == 1 and Path(paths[0]).is_dir():
        _sorted(session, {"folder": paths[0], "certain_only": certain})
        return
    try:
        session.do("ingest", {"files": paths, "table": table}, receipts)
    except Undeclared:
        if not all(Path(path).is_file() for path in paths):
            raise
        home = commonpath([Path(path).parent for path in paths])
        _sorted(session, {"folder": home, "only": paths, "certain_only": certain})


def _sorted(session: Session, asked: dict[str, object]) -> None:
    from probant.cli.tables import folder

    if session.do("ingest_folder", asked, folder).open:
        raise typer.Exit(2)
