"""One run of a command: for whom, on which project, and how the result is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from probant.cli.harmless import Harmless
from probant.vocabulary import Tell, quiet
from probant.words import Words

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from probant.report.language import Language

T = TypeVar("T")
View = Callable[[T, "Language"], Any]
"""What Rich can print of a result, in a language."""
PIPED = 110
"""Columns of a table that is not read on a terminal."""


@dataclass(frozen=True, slots=True)
class Session:
    """The reader's language, the project's folder, and how much is shown."""

    tag: str
    asked: str | None = None
    """The language that --lang named; None where it was found elsewhere."""
    folder: Path | None = None
    as_json: bool = False
    quiet: bool = False

    @staticmethod
    def of(context: typer.Context) -> Session:
        """The session that the options before the command made."""
        session: Session = context.obj
        return session

    @property
    def language(self) -> Language:
        """The reader's language."""
        from probant.report.language import Language

        return Language.of(self.tag)

    def do(self, verb: str, arguments: Mapping[str, Any], view: View[Any]) -> Any:
        """Do one verb on the project, show its result and return it."""
        from probant.actions.verbs import adapter, perform

        with self.progress() as tell:
            result = perform(verb, arguments, folder=self.folder, tell=tell)
        self.write(result, adapter(verb), view)
        return result

    def show(self, result: T, shape: Any, view: View[T]) -> None:
        """Show what was not got by a verb of the project; `shape` is its type, for --json."""
        from pydantic import TypeAdapter

        self.write(result, TypeAdapter(shape), view)

    def write(self, result: T, adapter: TypeAdapter[Any], view: View[T]) -> None:
        """The result on stdout: as JSON and nothing else, or as `view` lays it out."""
        if self.as_json:
            typer.echo(adapter.dump_json(result, indent=2, context={"say": self.language.say}))
        elif not self.quiet:
            from rich.console import Console

            console = Console(highlight=False, markup=False, emoji=False)
            if not console.is_terminal:
                console.width = PIPED
            console.print(Harmless(view(result, self.language)))

    @contextmanager
    def progress(self) -> Iterator[Tell]:
        """A callback that long works tell how far they are: a bar on stderr, where that is a terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield quiet
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=1.0)

            def tell(done: float, doing: Words) -> None:
                bar.update(task, completed=done, description=self.language.say(doing))

            yield tell
