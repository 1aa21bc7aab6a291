"""What happened, and what announces the next quarter."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.cli.command import command, group
from probant.cli.options import EachBusiness, Seed
from probant.cli.session import Session
from probant.words import say

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=say("METRICS").template, help=say("Metrics wanted, by name; else all that the data can carry.").template
    ),
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


Outcome = Annotated[
    str | None,
    typer.Option(
        metavar=say("METRIC").template,
        help=say("Money to foretell: revenue, contribution_margin, orders, pipeline_created.").template,
    ),
]
Accept = Annotated[bool, typer.Option("--accept", help=say("Write the choice to probant.toml.").template)]


def add(app: typer.Typer) -> None:
    """Add `metrics show`, `list`, `test` and `choose`."""
    meaning = say("Measure what happened and what announces the next quarter.")
    metrics = group(app, "metrics", meaning, example="probant metrics --weeks 26")
    meaning = say("Show metrics of the last weeks against the weeks before.")
    command(metrics, "show", meaning, example="probant metrics show revenue mer --business shop")(_show)
    meaning = say("Show the catalog: what each metric means, its unit, and the proof it would need.")
    command(metrics, "list", meaning, example="probant metrics list")(_list)
    meaning = say("Test which metrics foretell money, and which only look as if.")
    command(metrics, "test", meaning, example="probant metrics test --business shop")(_test)
    meaning = say("Propose the six metrics at most that belong on the first page.")
    command(metrics, "choose", meaning, example="probant metrics choose --accept")(_choose)


def _show(context: typer.Context, names: Names = None, business: EachBusiness = None, weeks: Weeks = None) -> None:
    from probant.report.terminal import indicators

    arguments = {"names": names or [], "business": business, "weeks": weeks}
    Session.of(context).do("metrics", arguments, indicators)


def _list(context: typer.Context) -> None:
    from probant.actions.explain import MetricNote, metrics
    from probant.cli.tables import metric_notes

    Session.of(context).show(metrics(), tuple[MetricNote, ...], metric_notes)


def _test(context: typer.Context, business: EachBusiness = None, outcome: Outcome = None, seed: Seed = 0) -> None:
    from probant.report.vanity import terminal

    Session.of(context).do("metrics_test", {"business": business, "outcome": outcome, "seed": seed}, terminal)


def _choose(context: typer.Context, business: EachBusiness = None, accept: Accept = False, seed: Seed = 0) -> None:
    from probant.report.vanity import choice

    Session.of(context).do("metrics_choose", {"business": business, "accept": accept, "seed": seed}, choice)
