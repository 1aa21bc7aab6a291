"""What happened, and what announces the next quarter."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command, group
from probant.cli.session import Session
from probant.words import say

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=say("METRICS").template, help=say("Metrics wanted, by name; else all that the data can carry.").template
    ),
]
Business = Annotated[
    str | None, typer.Option(metavar=say("NAME").template, help=say("One brand or shop; else each of them.").template)
]
Weeks = Annotated[
    int | None,
    typer.Option(
        metavar=say("N").template,
        min=1,
        max=104,
        help=say("Length of the period in weeks; else the project's.").template,
    ),
]


def add(app: typer.Typer) -> None:
    """Add `metrics show` and `metrics list`."""
    meaning = say("Measure what happened and what announces the next quarter.")
    metrics = group(app, "metrics", meaning, example="probant metrics --weeks 26")
    meaning = say("Show metrics of the last weeks against the weeks before.")
    command(metrics, "show", meaning, example="probant metrics show revenue mer --business shop")(_show)
    meaning = say("Show the catalog: what each metric means, its unit, and the proof it would need.")
    command(metrics, "list", meaning, example="probant metrics list")(_list)


def _show(context: typer.Context, names: Names = None, business: Business = None, weeks: Weeks = None) -> None:
    from probant.report.terminal import indicators

    arguments = {"names": names or [], "business": business, "weeks": weeks}
    Session.of(context).do("metrics", arguments, indicators)


def _list(context: typer.Context) -> None:
    from probant.actions.explain import MetricNote, metrics
    from probant.cli.tables import metric_notes

    Session.of(context).show(metrics(), tuple[MetricNote, ...], metric_notes)
