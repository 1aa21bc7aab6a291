"""Ask an engine a question."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.pairs import answers
from probant.cli.session import Session
from probant.errors import Refused
from probant.words import say

Engine = Annotated[
    str | None,
    typer.Argument(metavar=say("ENGINE").template, help=say("Who is asked, e.g. experiments.difference.").template),
]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(metavar=say("KEY=VALUE").template, help=say("What is asked, field by field; see --list.").template),
]
Seed = Annotated[
    int,
    typer.Option(
        metavar=say("N").template,
        min=0,
        max=2**32 - 1,
        help=say("Same seed and data, same answer; 0 if not given.").template,
    ),
]
Declared = Annotated[bool, typer.Option("--declared", help=say("Ask every question of probant.toml.").template)]
Listed = Annotated[
    bool, typer.Option("--list", help=say("Show the engines and the fields of their questions.").template)
]


def add(app: typer.Typer) -> None:
    """Add `ask`."""
    meaning = say("Ask an engine one question, keep the evidence and enter it in the ledger.")
    example = "probant ask experiments.difference experiment=checkout metric=order control=old"
    command(app, "ask", meaning, example=example)(_ask)


def _ask(
    context: typer.Context,
    engine: Engine = None,
    pairs: Pairs = None,
    seed: Seed = 0,
    declared: Declared = False,
    listed: Listed = False,
) -> None:
    session = Session.of(context)
    if listed:
        _list(session)
    elif declared:
        _declared(session)
    elif engine is None:
        raise Refused(say("No engine was named."), mend=say("choose one of `probant ask --list`, or use --declared"))
    else:
        _one(session, {"engine_name": engine, "answers": answers(pairs or ()), "seed": seed})


def _list(session: Session) -> None:
    from probant.actions.explain import EngineNote, engines
    from probant.cli.tables import engine_notes

    session.show(engines(), tuple[EngineNote, ...], engine_notes)


def _declared(session: Session) -> None:
    from probant.report.terminal import listing

    session.do("ask_declared", {}, listing)


def _one(session: Session, arguments: dict[str, object]) -> None:
    from probant.report.terminal import evidence

    session.do("ask", arguments, evidence)
