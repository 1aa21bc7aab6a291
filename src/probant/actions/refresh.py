"""The mix model fitted anew with what was loaded since, and what moved between the last two fits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from probant import __version__
from probant.actions.gather import gather, show
from probant.actions.project import Project
from probant.decision.answer import Shown
from probant.errors import TooLittle
from probant.evidence.mmm import refresh as pure
from probant.evidence.mmm.question import MixQuestion
from probant.report.refresh import Moved, Refreshed, Side
from probant.vocabulary import Provenance, Tell, quiet
from probant.words import Words, say

ENGINE = "mmm"


def refresh(
    project: Project,
    *,
    evidence: str | None = None,
    business: str | None = None,
    until: date | None = None,
    tell: Tell = quiet,
) -> Refreshed:
    """Ask the question of the newest mix model again of the data as they are now, and compare the two answers.

    The new evidence is kept and entered in the ledger like all evidence. Where nothing was loaded since, the old fit
    stands and no other is made.

    Parameters
    ----------
    project : Project
        The open project.
    evidence : str, optional
        Id of the evidence to refresh, or its beginning; none: the newest of a mix model.
    business : str, optional
        Only evidence of this one, where none is named.
    until : date, optional
        Day after the last one, for a question that ends on a day of its own.

    Raises
    ------
    TooLittle
        Without evidence of a mix model.
    UnknownName
        For an id that is not there.
    """
    old, made = _old(project, evidence, business)
    question = json.loads(made.question)
    if until is not None:
        question["end"] = str(until)
    same_question = question == json.loads(made.question)
    if same_question and made.as_of == project.store.last and made.version == __version__:
        stands = say("Nothing was loaded since this fit: it stands.")
        return Refreshed(old.evidence.business, _side(old), _side(old), (), (stands,), fitted=False)
    found = compared(old, gather(project, ENGINE, question, seed=made.seed, tell=tell))
    return replace(found, says=(*found.says, *_shut_out(question.get("end"), until)))


def moved(project: Project, *, business: str | None = None) -> tuple[Refreshed, ...]:
    """The last two fits of each business and outcome that was fitted more than once; asks and enters nothing.

    Parameters
    ----------
    project : Project
        The open project.
    business : str, optional
        Only of this one.
    """
    fits: dict[tuple[str, str], list[str]] = {}
    for kept, asked in _fits(project):
        if business in (None, asked["business"]):
            fits.setdefault((asked["business"], asked["outcome"]), []).append(kept)
    pairs = (ids[:2] for ids in fits.values() if len(ids) > 1)
    return tuple(compared(show(project, old), show(project, new)) for new, old in pairs)


def compared(old: Shown, new: Shown) -> Refreshed:
    """Two pieces of evidence of mix models side by side."""
    return Refreshed(
        business=new.evidence.business,
        was=_side(old),
        now=_side(new),
        moved=tuple(
            Moved(one.subject, one.before, one.now, one.deviations, one.by)
            for one in pure.moves(old.evidence, new.evidence)
        ),
        says=pure.report(old.evidence, new.evidence),
    )


def _fits(project: Project) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Ids of all evidence of mix models with the question of each, the newest first; one that came twice stands once.

    Read from the ledger: evidence with draws is large.
    """
    plain = MixQuestion().model_dump(mode="json")
    entered = [one.facts for one in project.ledger.entries() if one.act == "gather" and one.facts["engine"] == ENGINE]
    asked = {facts["evidence"]: facts["question"] for facts in reversed(entered)}
    for kept, question in asked.items():
        yield kept, {**plain, **json.loads(question)}


def _old(project: Project, evidence: str | None, business: str | None) -> tuple[Shown, Provenance]:
    """The evidence to refresh, and how it came about."""
    newest = (kept for kept, asked in _fits(project) if business in (None, asked["business"]))
    named = evidence or next(newest, None)
    shown = None if named is None else show(project, named)
    if shown is None or shown.evidence.engine != ENGINE or shown.evidence.provenance is None:
        raise TooLittle(
            say("No evidence here is of a mix model that could be fitted anew."),
            mend=say("ask a mix model first: `probant ask mmm`"),
        )
    return shown, shown.evidence.provenance


def _shut_out(end: str | None, until: date | None) -> tuple[Words, ...]:
    if end is None or until is not None:
        return ()
    day = date.fromisoformat(end)
    return (
        say("The question ends before {day}: weeks after it were not read. Name a later day to read them.", day=day),
    )


def _side(one: Shown) -> Side:
    return Side(one.id, one.evidence.period, one.evidence.grade)
