"""Evidence that was gathered, and whether it can be had again."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command, group
from probant.cli.session import Session
from probant.words import say

Id = Annotated[
    str, typer.Argument(metavar=say("ID").template, help=say("Id of the evidence, or the beginning of it.").template)
]


def add(app: typer.Typer) -> None:
    """Add `evidence list`, `evidence show` and `evidence reproduce`."""
    meaning = say("Look at the evidence that was gathered, and compute it again.")
    evidence = group(app, "evidence", meaning, example="probant evidence list")
    meaning = say("List the newest evidence to each question.")
    command(evidence, "list", meaning, example="probant evidence list --json")(_list)
    meaning = say("Show one piece of evidence: estimates, checks, grade, limits and how it came about.")
    command(evidence, "show", meaning, example="probant evidence show 3f2a")(_show)
    meaning = say("Compute one piece of evidence again from its question, data and seed, and compare.")
    command(evidence, "reproduce", meaning, example="probant evidence reproduce 3f2a")(_reproduce)


def _list(context: typer.Context) -> None:
    from probant.report.terminal import listing

    Session.of(context).do("evidence_list", {}, listing)


def _show(context: typer.Context, evidence_id: Id) -> None:
    from probant.report.terminal import evidence

    Session.of(context).do("evidence", {"evidence_id": evidence_id}, evidence)


def _reproduce(context: typer.Context, evidence_id: Id) -> None:
    from probant.cli.closing import reproduction

    if not Session.of(context).do("reproduce", {"evidence_id": evidence_id}, reproduction).same:
        raise typer.Exit(2)
