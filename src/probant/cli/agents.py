"""AI agents: how they behave, on which paths, and one run beside its reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command, group
from probant.cli.options import Seed
from probant.cli.session import Session
from probant.words import say

Agent = Annotated[
    str | None, typer.Argument(metavar=say("AGENT").template, help=say("Its name; none: all of them.").template)
]
Trace = Annotated[str, typer.Argument(metavar=say("TRACE").template, help=say("Id of the run's trace.").template)]

Rules = Annotated[
    Path, typer.Argument(metavar=say("RULES").template, help=say("File of TOML that declares the rules.").template)
]
Runs = Annotated[
    Path, typer.Argument(metavar=say("RUNS").template, help=say("File of JSON, one conversation a line.").template)
]


def add(app: typer.Typer) -> None:
    """Add `agents list`, `agents ask`, `agents run` and `agents watch`."""
    meaning = say("Show how AI agents behave: efficiency, autonomy, context, deviations, cost, and their paths.")
    inner = group(app, "agents", meaning, example="probant agents list")
    meaning = say("Show the newest evidence on each agent, with trend and alarms, and the paths that it takes.")
    command(inner, "list", meaning, example="probant agents list")(_list)
    meaning = say("Ask every engine on agents of each agent, by defaults, and keep the answers as evidence.")
    command(inner, "ask", meaning, example="probant agents ask")(_ask)
    meaning = say("Show one run beside the path that it comes nearest to.")
    command(inner, "run", meaning, example="probant agents run 0af7651916cd43dd8448eb211c80319c")(_run)
    meaning = say("Hold conversations of agents against rules; what was seen is kept, and no word of them.")
    command(inner, "watch", meaning, example="probant agents watch rules.toml runs.jsonl")(_watch)


def _list(context: typer.Context, agent: Agent = None) -> None:
    from probant.cli.agent_tables import agents

    Session.of(context).do("agents", {"agent": agent}, agents)


def _ask(context: typer.Context, agent: Agent = None, seed: Seed = 0) -> None:
    from probant.cli.agent_tables import agents

    if Session.of(context).do("agents_ask", {"agent": agent, "seed": seed}, agents).faults:
        raise typer.Exit(2)


def _run(context: typer.Context, trace: Trace) -> None:
    from probant.cli.agent_tables import run

    Session.of(context).do("agent_run", {"trace": trace}, run)


def _watch(context: typer.Context, rules: Rules, runs: Runs) -> None:
    from probant.report.terminal import receipts

    # Whole paths: the verb may be done by the process that serves the project, which stands elsewhere.
    files = {"rules": str(rules.resolve()), "runs": str(runs.resolve())}
    Session.of(context).do("agents_watch", files, receipts)
