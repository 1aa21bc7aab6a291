"""Where the next euro goes."""

from __future__ import annotations

from typing import Annotated

import typer

from probant.actions.amounts import amounts
from probant.actions.amounts import groups as amount_groups
from probant.cli.command import command
from probant.cli.options import EvidenceOf
from probant.cli.session import Session
from probant.words import say

Amount = say("AMOUNT").template
Evidence = Annotated[
    str | None,
    typer.Option(metavar=say("ID").template, help=say("Evidence with response curves; none: the newest.").template),
]
Goal = Annotated[
    str,
    typer.Option(
        metavar="expected|cautious|target",
        help=say("Largest expected gain, largest mean of the worst draws, or a target at the least spend.").template,
    ),
]
Total = Annotated[
    float | None,
    typer.Option(metavar=Amount, min=0, help=say("Spend per step, all channels; none: as much as now.").template),
]
AsPays = Annotated[
    bool,
    typer.Option("--as-pays", help=say("Spend as long as the last unit of money earns more than itself.").template),
]
Target = Annotated[
    float | None,
    typer.Option(metavar=Amount, help=say("Gain against spending nothing, for the goal “target”.").template),
]
Tail = Annotated[
    float,
    typer.Option(
        metavar=say("SHARE").template,
        min=0.005,
        max=1,
        help=say("Share of the draws that “cautious” looks at, the worst.").template,
    ),
]
Least = Annotated[
    list[str] | None,
    typer.Option(metavar=say("CHANNEL=AMOUNT").template, help=say("What a channel gets at least, per step.").template),
]
Most = Annotated[
    list[str] | None,
    typer.Option(metavar=say("CHANNEL=AMOUNT").template, help=say("What a channel gets at most, per step.").template),
]
Groups = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="NAME=A+B:0..900",
        help=say("Channels that share a least and a most, e.g. an agency's.").template,
    ),
]
Beyond = Annotated[
    bool,
    typer.Option("--beyond", help=say("Let spend leave the range that was seen, up to twice the largest.").template),
]
Steps = Annotated[
    int | None,
    typer.Option(
        metavar=say("N").template,
        min=1,
        max=104,
        help=say("Coming steps, with what carries over; none: a steady week.").template,
    ),
]
Test = Annotated[
    str | None,
    typer.Option(
        metavar=say("CHANNEL").template, help=say("Channel whose test is valued; none: the least sure.").template
    ),
]


def add(app: typer.Typer) -> None:
    """Add `budget`."""
    meaning = say("Propose where the next money goes, by the newest mix model: gain, risk, and what a test is worth.")
    command(app, "budget", meaning, example="probant budget --least radio=500 --most search=4000")(_budget)


def _budget(
    context: typer.Context,
    evidence: Evidence = None,
    business: EvidenceOf = None,
    goal: Goal = "expected",
    total: Total = None,
    as_pays: AsPays = False,
    target: Target = None,
    tail: Tail = 0.1,
    least: Least = None,
    most: Most = None,
    groups: Groups = None,
    beyond: Beyond = False,
    steps: Steps = None,
    test: Test = None,
) -> None:
    from probant.report.budget import terminal

    plain = {"evidence": evidence, "business": business, "goal": goal, "total": total, "as_pays": as_pays}
    more = {"target": target, "tail": tail, "beyond": beyond, "steps": steps, "test": test}
    bounds = {"least": amounts(least or ()), "most": amounts(most or ()), "groups": amount_groups(groups or ())}
    Session.of(context).do("budget", {**plain, **more, **bounds}, terminal)
