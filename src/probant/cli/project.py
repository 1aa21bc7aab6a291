"""Make a project, look after it, or make the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probant.cli.command import command
from probant.cli.session import Session
from probant.words import say

Folder = Annotated[Path, typer.Argument(metavar=say("FOLDER").template, help=say("Folder to make it in.").template)]
DemoFolder = Annotated[
    Path | None,
    typer.Argument(
        metavar=say("FOLDER").template, help=say("Folder to make it in; demo, or company, if not given.").template
    ),
]
Simulated = Annotated[
    bool,
    typer.Option("--company", help=say("Of a simulated company instead, with the truth beside each answer.").template),
]
Name = Annotated[
    str | None,
    typer.Option(metavar=say("NAME").template, help=say("Name at the head of pages; else the folder's.").template),
]
Currency = Annotated[
    str,
    typer.Option(metavar=say("CODE").template, help=say("ISO 4217 code of the amounts; EUR if not given.").template),
]
Zone = Annotated[
    str,
    typer.Option(
        metavar=say("ZONE").template, help=say("Time zone of the days, e.g. Europe/Paris; UTC if not given.").template
    ),
]
Mend = Annotated[bool, typer.Option("--mend", help=say("Mend what is safe to mend.").template)]
Accept = Annotated[
    bool,
    typer.Option("--accept", help=say("Take a store that lost data for whole; only where no backup is left.").template),
]


def add(app: typer.Typer) -> None:
    """Add `demo`, `init` and `doctor`."""
    meaning = say("Make a project of real data, answer the three questions, write the report.")
    command(app, "demo", meaning, example="probant demo")(_demo)
    meaning = say("Make a new project in a folder.")
    command(app, "init", meaning, example="probant init shop --currency EUR --lang fr")(_init)
    meaning = say("Say what is wrong with the project, and mend what is safe to mend.")
    command(app, "doctor", meaning, example="probant doctor --mend")(_doctor)


def _demo(context: typer.Context, folder: DemoFolder = None, company: Simulated = False) -> None:
    session = Session.of(context)
    (_company if company else _real)(session, folder or Path("company" if company else "demo"))


def _real(session: Session, folder: Path) -> None:
    from probant.actions.demo import Demonstration, demo
    from probant.cli.closing import demonstration

    with session.progress() as tell:
        made = demo(folder, language=session.tag, tell=tell)
    session.show(made, Demonstration, demonstration(folder))


def _company(session: Session, folder: Path) -> None:
    from probant.actions.company import Company, demo_company
    from probant.cli.closing import company

    with session.progress() as tell:
        made = demo_company(folder, language=session.tag, tell=tell)
    session.show(made, Company, company(folder))


def _init(
    context: typer.Context, folder: Folder, name: Name = None, currency: Currency = "EUR", timezone: Zone = "UTC"
) -> None:
    from probant.actions.init import init
    from probant.cli.closing import made

    session = Session.of(context)
    path = init(folder, name=name, currency=currency, language=session.tag, timezone=timezone)
    session.show(path, Path, made)


def _doctor(context: typer.Context, mend: Mend = False, accept: Accept = False) -> None:
    from probant.actions.doctor import doctor
    from probant.cli.tables import findings
    from probant.vocabulary import Finding

    session = Session.of(context)
    found = doctor(session.folder, mend=mend, accept=accept)
    session.show(found, tuple[Finding, ...], findings)
    if not all(one.ok for one in found):
        raise typer.Exit(2)
