"""What a command says when it is done: where things were put, and what to do next."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from probant.cli.tables import comparisons
from probant.report.language import Language
from probant.report.terminal import answer, decision
from probant.words import Words, say

if TYPE_CHECKING:
    from probant.actions.gather import Reproduction
    from probant.cli.session import View


def made(path: Path, language: Language) -> RenderableType:
    """Where the new project is, and the next step."""
    return _lines(
        language,
        say("The project is made: {file}.", file=str(path)),
        say(
            "Next: load data, e.g. `probant ingest spend.csv --table spend --project {folder}`.",
            folder=str(path.parent),
        ),
    )


def written(paths: Sequence[str], language: Language) -> RenderableType:
    """Where the report is."""
    return _lines(language, *(say("Written: {file}", file=path) for path in paths))


def served(url: str, language: Language) -> RenderableType:
    """Where the page is."""
    return _lines(language, say("The page is at {url}; Ctrl-C stops it.", url=url))


def answers(board: Any, language: Language) -> RenderableType:
    """The three answers, and what to know before they are believed."""
    notices = ("", _lines(language, *board.notices)) if board.notices else ()
    return Group(*(answer(one, language) for one in board.answers), *notices)


def demonstration(folder: Path) -> View[Any]:
    """The decision page with whose data these are, where the report is, and how to open the page."""

    def view(made: Any, language: Language) -> RenderableType:
        page = say("Open the page: `{program} serve --project {folder} --open`", program=_program(), folder=str(folder))
        return Group(decision(made.board, language), "", written(made.written, language), _lines(language, page))

    return view


def company(folder: Path) -> View[Any]:
    """The decision page of a simulated company, the truth beside each answer, and how to open the page."""

    def view(made: Any, language: Language) -> RenderableType:
        known = say("What no company knows, from {file}, beside what was answered:", file=str(folder / "truth.json"))
        page = say("Open the page: `{program} serve --project {folder} --open`", program=_program(), folder=str(folder))
        return Group(
            decision(made.board, language),
            "",
            _lines(language, known),
            comparisons(made.compared, language),
            "",
            written(made.written, language),
            _lines(language, page),
        )

    return view


def reproduction(found: Reproduction, language: Language) -> RenderableType:
    """Whether the same evidence came out again, and if not, what differs and why it may."""
    same = say("{id}: the same evidence came out again.", id=found.id)
    other = say("{id}: other evidence came out.", id=found.id)
    data = () if found.same_data else (say("The data are no longer what they were: some were erased or replaced."),)
    version = () if found.same_version else (say("It was computed by another version of Probant."),)
    return _lines(language, same if found.same else other, *found.differences, *data, *version)


def simulated(found: Any, language: Language) -> RenderableType:
    """Where the invented company was written."""
    files = say("{files} files of an invented company are in {folder}.", files=found.files, folder=found.folder)
    return _lines(language, files, say("What no company knows is in {truth}.", truth=found.truth))


def state(found: Any, language: Language) -> RenderableType:
    """Whether the ledger is what was written."""
    whole = say("The ledger is whole: {entries} entries.", entries=found.entries)
    broken = say("The ledger is not what was written.")
    return _lines(language, whole if found.ok else broken, *found.words)


def _program() -> str:
    """`probant`, or the path by which it was called where its name alone does not find it."""
    return "probant" if shutil.which("probant") else sys.argv[0]


def _lines(language: Language, *sentences: Words) -> Text:
    return Text("\n".join(map(language.say, sentences)))
