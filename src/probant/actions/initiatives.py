"""The ledger of AI initiatives: declare them, ask what they return, and look at what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from probant.actions.gather import gather, listing
from probant.actions.ingest import catch_up, load, within
from probant.actions.initiative_board import PRIORITY, RETURN, Register, board, registers
from probant.actions.initiative_ties import tied
from probant.actions.project import Project
from probant.actions.settings import refused
from probant.contract.dimensions import WHOLE
from probant.errors import ProbantError, TooLittle, UnknownName
from probant.evidence.initiatives.lines import Model
from probant.report.initiatives import FaultView, InitiativesView
from probant.source.initiative_file import benefits, declared, parsed
from probant.source.initiative_form import InitiativesForm
from probant.vocabulary import Receipt, Tell, quiet
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Declaration:
    """What became of a file of initiatives."""

    receipts: tuple[Receipt, ...]
    notes: tuple[Words, ...]
    """What the store holds and the file does not name."""


def declare(project: Project, file: str, *, tell: Tell = quiet) -> Declaration:
    """Load a TOML file of initiatives; what it says again, and differently, takes the place of what it said.

    Raises Missing, Refused where it is not there or cannot be accepted: then nothing is loaded.
    """
    path = Path(file)
    try:
        form = InitiativesForm.model_validate(parsed(path))
    except ValidationError as error:
        raise refused(path.name, error) from error
    own = project.settings
    business = own.business[0].name if len(own.business) == 1 else WHOLE
    tables = declared(form, business=business, currency=own.project.currency)
    catch_up(project)
    receipts = tuple(
        load(project, path.name, one, one.contract, within(tell, place, len(tables)))
        for place, one in enumerate(tables)
    )
    return Declaration(receipts, tuple(_left(project, benefits(form, business=business))))


def ask(
    project: Project,
    *,
    initiative: str | None = None,
    top: int = 3,
    capacity: float = 1.0,
    seed: int = 0,
    tell: Tell = quiet,
) -> InitiativesView:
    """Ask what each initiative, or one, returns under each model, and which come first; keep it all as evidence.

    What cannot be answered of one initiative is said, and does not keep the others from being answered.

    Parameters
    ----------
    project : Project
        The open project.
    initiative : str, optional
        Its name; none: all.
    top : int
        How many can be done.
    capacity : float
        Person-months a month, > 0.
    seed : int
        Same seed and data, same answers.
    tell : callable
        Told how far it is.
    """
    held = registers(project)
    wanted = _chosen(held, initiative)
    faults: list[FaultView] = []
    works = [(one, model) for one in wanted for model in Model]
    for place, (one, model) in enumerate(works):
        tell(place / len(works), say("asking what “{initiative}” returns", initiative=one.name))
        faults += _asked(project, one, model, seed)
    for business in dict.fromkeys(one.business for one in wanted):
        faults += _ranked(project, business, [one for one in held if one.business == business], top, seed)
    return replace(initiatives(project, capacity=capacity), faults=tuple(faults))


def initiatives(project: Project, *, capacity: float = 1.0) -> InitiativesView:
    """All initiatives with the newest evidence on each; nothing is computed anew and nothing entered.

    Parameters
    ----------
    project : Project
        The open project.
    capacity : float
        Person-months a month, > 0, for the roadmap.
    """
    return board(project, listing(project), capacity=capacity)


def _chosen(held: Sequence[Register], name: str | None) -> list[Register]:
    if name is None:
        return list(held)
    found = [one for one in held if one.name == name]
    if not found:
        raise UnknownName(say("initiative"), name, [one.name for one in held])
    return found


def _asked(project: Project, one: Register, model: Model, seed: int) -> Iterator[FaultView]:
    """Ask one question; that there is nothing under a model is no fault, and shows as not known."""
    answers: dict[str, Any] = {"business": one.business, "initiative": one.name, "model": model.value}
    try:
        more = {"tied": tied(project, [one]), **_start(project, [one])}
        gather(project, RETURN, answers | more, seed=seed)
    except TooLittle:
        return
    except ProbantError as error:
        yield FaultView(one.name, model.value, error.what, error.mend)


def _ranked(project: Project, business: str, held: Sequence[Register], top: int, seed: int) -> Iterator[FaultView]:
    for model in (Model.FINANCIAL, Model.OUTCOME):
        answers: dict[str, Any] = {"business": business, "model": model.value, "top": top}
        try:
            more = {"tied": tied(project, held), **_start(project, held)}
            gather(project, PRIORITY, answers | more, seed=seed)
        except TooLittle:
            continue
        except ProbantError as error:
            yield FaultView("", model.value, error.what, error.mend)


def _start(project: Project, held: Sequence[Register]) -> dict[str, date]:
    """The present month, for initiatives that do not say when they start."""
    if all(one.row["starts_on"] for one in held):
        return {}
    return {"start": project.clock().date().replace(day=1)}


def _left(project: Project, named: Mapping[tuple[str, str], set[str]]) -> Iterator[Words]:
    """Benefits that count on though the file no longer names them."""
    table = project.tables()["initiative_benefits"]
    rows = project.fetch({"held": table.order_by("business", "initiative", "benefit")})["held"].to_pylist()
    for row in rows:
        key = (row["business"], row["initiative"])
        if key in named and row["benefit"] not in named[key] and not row["withdrawn"]:
            yield say(
                "The benefit “{benefit}” of “{initiative}” is not in the file and counts on: to withdraw it, declare a "
                "benefit of that name with withdrawn = true.",
                benefit=row["benefit"],
                initiative=row["initiative"],
            )
