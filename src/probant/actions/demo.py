"""A project of real data that anybody may see: made, loaded, asked and reported like a user's own."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from probant.actions.board import board
from probant.actions.gather import gather_declared
from probant.actions.ingest import ingest
from probant.actions.project import open_project
from probant.actions.report import write
from probant.actions.settings import FILE, read_settings
from probant.decision.answer import Board
from probant.errors import Refused
from probant.ledger.checkpoint import beside
from probant.vocabulary import Tell, quiet
from probant.words import say

LABELS = (
    say("Apparel brand"),
    say("Fashion shop with AI recommendations"),
    say("Probant: demonstration"),
    say(
        "The click rate by policy is the comparison the data were published for, so it counts as fixed when logging "
        "began. The published files hold an equal sample of rows for each policy: the sample ratio check shows nothing "
        "here. One shopper's rows cannot be told apart, so the interval may be too narrow."
    ),
)
"""What the demonstration's own settings call things, so that the catalogue has them."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration shows, and where its reports were written."""

    board: Board
    written: tuple[str, ...]


def demo(folder: Path, *, language: str = "en", tell: Tell = quiet) -> Demonstration:
    """Make the demonstration project in `folder`, load it, ask its questions and write its reports.

    Raises Refused where the folder holds another project.
    """
    _lay_out(folder, language)
    with open_project(folder) as project:
        tell(0.1, say("loading the data"))
        ingest(project, tell=lambda done, doing: tell(0.1 + 0.4 * done, doing))
        gather_declared(project, tell=lambda done, doing: tell(0.5 + 0.2 * done, doing))
        tell(0.7, say("measuring"))
        content = board(project)
        written = write(project, content, languages=(language,), tell=lambda done, doing: tell(0.8 + 0.2 * done, doing))
        return Demonstration(content, written)


def _lay_out(folder: Path, language: str) -> None:
    with as_file(files("probant") / "demo") as origin:
        data = folder / "data"
        if (folder / FILE).exists() and not (data / "conjura__one_brand_weekly.csv").exists():
            raise Refused(
                say("{folder} holds a project that is not the demonstration.", folder=str(folder)),
                mend=say("name another folder, e.g. `probant demo demonstration`"),
            )
        if not (folder / FILE).exists():
            # The demonstration was deleted and its checkpoint stayed: a new project cannot follow from it.
            beside(folder).unlink(missing_ok=True)
        shutil.copytree(origin / "data", data, dirs_exist_ok=True)
        shutil.copy(origin / "CREDITS.md", folder)
        identity = read_settings(folder).project.id if (folder / FILE).exists() else secrets.token_hex(8)
        text = (origin / FILE).read_text(encoding="utf-8")
        (folder / FILE).write_text(text.replace("@id@", identity).replace("@language@", language), encoding="utf-8")
