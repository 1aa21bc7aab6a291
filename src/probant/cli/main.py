"""The entry point `probant`: the one place where errors become lines and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import TyperException
from typer.main import get_command

from probant import __version__
from probant.cli import (
    agents,
    answers,
    ask,
    budget,
    data,
    evidence,
    faults,
    ingest,
    initiatives,
    ledger,
    metrics,
    project,
    quality,
    reconcile,
    refresh,
    report,
    serve,
    simulate,
)
from probant.cli.command import Group
from probant.cli.reader import ENGLISH, language_tag, to_front
from probant.cli.session import Session
from probant.errors import Cancelled, ProbantError
from probant.words import Words, say

FINE, FAULT_OF_OURS, MENDABLE, STOPPED = 0, 1, 2, 130
"""Exit codes: done, we failed, the reader can mend it, the reader stopped it."""

app = typer.Typer(
    name="probant",
    cls=Group,
    add_completion=False,
    help=say("Probant proves what marketing earns: money, an interval, a grade of proof and the reason.").template,
    epilog="probant demo",
)
for part in (
    project,
    ingest,
    data,
    quality,
    reconcile,
    metrics,
    ask,
    budget,
    refresh,
    evidence,
    agents,
    initiatives,
    answers,
    report,
    serve,
    ledger,
    simulate,
):
    part.add(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"probant {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--project",
            "-p",
            metavar=say("FOLDER").template,
            help=say("Folder of the project; else the nearest one.").template,
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--lang", metavar="fr|en", help=say("Language; else the project's, else the system's.").template),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=say("Print the result as JSON and nothing else.").template)
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help=say("Print only errors; with --json also the result.").template)
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback has printed it by then
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help=say("Print the version.").template),
    ] = False,
) -> None:
    """Make the session of the command that follows; the language is known already."""
    context.obj = Session(context.obj.tag, language, folder, as_json, quiet)


def main() -> None:
    """Run the command line of this process and end it with an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = run(sys.argv[1:], os.environ)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader closed the pipe (`| head`): what is left to print goes nowhere, and that is fine.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FINE
    raise SystemExit(code)


def run(words: Sequence[str], environment: Mapping[str, str]) -> int:
    """The exit code of the command that these words are; its output and errors are written."""
    tag = ENGLISH
    try:
        root: Any = get_command(app)
        arguments = to_front(words, *_shared(root))
        tag = language_tag(arguments, environment)
        code = root.main(arguments, prog_name="probant", standalone_mode=False, obj=Session(tag)) or FINE
        return _report(KeyboardInterrupt(), tag) if code == STOPPED else code  # Typer makes a code of Ctrl-C
    except (BrokenPipeError, SystemExit) as error:
        # Typer and Rich make an exit of a pipe that its reader closed; nothing else here exits.
        raise BrokenPipeError from error
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - the one place where nothing passes
        if "PROBANT_DEBUG" in environment:
            traceback.print_exc()
        return _report(error, tag)


def _shared(root: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the options that hold for every command: those without a value, those with one."""
    flags = frozenset(name for one in root.params if one.is_flag for name in one.opts)
    return flags, frozenset(name for one in root.params for name in one.opts) - flags


def _report(error: BaseException, tag: str) -> int:
    """Tell the reader of an error, and give its exit code."""
    mended = _mendable(error)
    if isinstance(error, KeyboardInterrupt | Cancelled):
        _tell(tag, say("Stopped. What was not finished was not kept."))
        return STOPPED
    if mended is None:
        _tell(tag, *faults.ours(error))
        return FAULT_OF_OURS
    _tell(tag, *faults.lines(mended))
    return MENDABLE


def _mendable(error: BaseException) -> ProbantError | None:
    if isinstance(error, ProbantError):
        return error
    if isinstance(error, TyperException):
        return faults.of_usage(error)
    return faults.of_system(error) if isinstance(error, OSError) else None


def _tell(tag: str, *sentences: Words) -> None:
    from probant.report.language import Language

    for place, sentence in enumerate(sentences):
        faults.tell(f"{'  ' if place else ''}{Language.of(tag).say(sentence)}")
