"""The three answers."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.words import say

Business = Annotated[
    str | None, typer.Option(metavar=say("NAME").template, help=say("One brand or shop; else all of them.").template)
]


def add(app: typer.Typer) -> None:
    """Add `answers`."""
    meaning = say("Answer the three questions, each with amount, interval, grade and what would prove it.")
    command(app, "answers", meaning, example="probant answers --business shop")(_answers)


def _answers(context: typer.Context, business: Business = None) -> None:
    from probant.cli.closing import answers

    Session.of(context).do("board", {"business": business}, answers)
