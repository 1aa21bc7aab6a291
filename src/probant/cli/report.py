"""Write the decision page as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.options import WholeBusiness
from probant.cli.session import Session
from probant.words import say

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar=say("FOLDER").template, help=say("Where to write; else reports in the project.").template
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="fr|en", help=say("Language of the files; may be given twice.").template),
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="html|pdf", help=say("Format of the files; both if not given.").template),
]


def add(app: typer.Typer) -> None:
    """Add `report`."""
    meaning = say("Write the decision page as files that can be sent: HTML in one piece, PDF.")
    command(app, "report", meaning, example="probant report --in fr --format pdf")(_report)


def _report(
    context: typer.Context,
    folder: Folder = None,
    languages: Languages = None,
    formats: Formats = None,
    business: WholeBusiness = None,
) -> None:
    from probant.cli.closing import written

    session = Session.of(context)
    arguments = {"languages": languages or [session.tag], "business": business}
    places = {"folder": str(folder.resolve())} if folder else {}
    session.do("report", {**arguments, **places, **({"formats": formats} if formats else {})}, written)
