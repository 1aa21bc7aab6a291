"""The mix model anew, with what was loaded since."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.options import EvidenceOf
from probant.cli.session import Session
from probant.words import say

Evidence = Annotated[
    str | None,
    typer.Option(metavar=say("ID").template, help=say("Evidence of a mix model; none: the newest.").template),
]
Until = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help=say("Day after the last one, for a question that ends on a day of its own.").template,
    ),
]


def add(app: typer.Typer) -> None:
    """Add `refresh`."""
    meaning = say("Fit the mix model anew with what was loaded since, and say what moved and what moved it.")
    command(app, "refresh", meaning, example="probant refresh --business shop")(_refresh)


def _refresh(
    context: typer.Context, evidence: Evidence = None, business: EvidenceOf = None, until: Until = None
) -> None:
    from probant.report.refresh import refreshed

    arguments = {"evidence": evidence, "business": business, "until": until and until.date()}
    Session.of(context).do("refresh", arguments, refreshed)
