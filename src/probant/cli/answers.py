"""The three answers."""

from __future__ import annotations

import typer

from probant.cli.command import command
from probant.cli.options import WholeBusiness
from probant.cli.session import Session
from probant.words import say


def add(app: typer.Typer) -> None:
    """Add `answers`."""
    meaning = say("Answer the three questions, each with amount, interval, grade and what would prove it.")
    command(app, "answers", meaning, example="probant answers --business shop")(_answers)


def _answers(context: typer.Context, business: WholeBusiness = None) -> None:
    from probant.cli.closing import answers

    Session.of(context).do("board", {"business": business}, answers)
