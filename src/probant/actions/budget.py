"""Where the next euro goes: the newest curves, the terms, the proposal. Reads only; a decision is another matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from probant.actions.gather import listing, show
from probant.actions.project import Project
from probant.decision.allocate import Setting, allocate, setting
from probant.decision.answer import Shown
from probant.decision.budget.answer import Proposal
from probant.decision.budget.scenario import Mix, Scenario, sketches
from probant.decision.budget.scenario import scenario as of_plan
from probant.decision.budget.terms import Goal, Group, Terms
from probant.errors import ProbantError, TooLittle, UnknownName
from probant.words import say


def budget(
    project: Project,
    *,
    evidence: str | None = None,
    business: str | None = None,
    goal: str = "expected",
    total: float | None = None,
    as_pays: bool = False,
    target: float | None = None,
    tail: float = 0.1,
    least: Mapping[str, float] | None = None,
    most: Mapping[str, float] | None = None,
    groups: Sequence[Mapping[str, Any]] = (),
    beyond: bool = False,
    steps: int | None = None,
    test: str | None = None,
) -> Proposal:
    """The best budget by the newest evidence that holds response curves, or by the one named.

    Parameters
    ----------
    project : Project
        The open project.
    evidence : str, optional
        Id, or its beginning.
    business : str, optional
        Only evidence of this one, where none is named.
    goal, total, as_pays, target, tail, least, most
        As in `decision.budget.terms.Terms`; amounts per step, in the money of the spend.
    groups : sequence of mappings
        Each with name, channels, least, most.
    beyond, steps, test
        As in `decision.budget.terms.Terms`.

    Raises
    ------
    TooLittle
        Without evidence that holds curves, or where it does not hold itself (grade F).
    Refused, UnknownName
        For terms that no plan can meet, or a channel that has no curve.
    """
    terms = Terms(
        goal=_goal(goal),
        total=total,
        as_pays=as_pays,
        target=target,
        tail=tail,
        least=least or {},
        most=most or {},
        groups=tuple(Group(**{**one, "channels": tuple(one["channels"])}) for one in groups),
        beyond=beyond,
        steps=steps,
        test=test,
    )
    shown = _curved(project, evidence, business)
    return allocate(shown.evidence, project.archive.draws(shown.id), terms, evidence_id=shown.id)


def scenario(
    project: Project, *, spend: Mapping[str, float], evidence: str | None = None, business: str | None = None
) -> Scenario:
    """What a plan made by hand would gain in a steady step over today's. Raises as `budget` does.

    Parameters
    ----------
    project : Project
        The open project.
    spend : mapping of str to float
        By channel, per step, >= 0, in the money of the spend; channels that it does not name stay as they are.
    evidence : str, optional
        Id of evidence that holds response curves, or its beginning; none: the newest.
    business : str, optional
        Only evidence of this one, where none is named.
    """
    return of_plan(_setting(project, _curved(project, evidence, business)), spend)


def mix(project: Project, *, business: str | None = None) -> Mix:
    """All that the page of the mix shows; without anything where no evidence holds curves.

    Parameters
    ----------
    project : Project
        The open project.
    business : str, optional
        Only evidence of this one.
    """
    try:
        shown = _curved(project, None, business)
    except TooLittle:
        return Mix(None)
    made = _setting(project, shown)
    try:
        proposal = allocate(shown.evidence, project.archive.draws(shown.id), Terms(), evidence_id=shown.id)
    except ProbantError:
        proposal = None
    return Mix(shown, proposal, sketches(made))


def _setting(project: Project, shown: Shown) -> Setting:
    return setting(shown.evidence, project.archive.draws(shown.id), Terms())


def _curved(project: Project, evidence: str | None, business: str | None) -> Shown:
    """The evidence named, else the newest with curves."""
    if evidence is not None:
        return show(project, evidence)
    found = [one for one in listing(project) if one.evidence.curves and business in (None, one.evidence.business)]
    if not found:
        raise TooLittle(
            say("No evidence here holds response curves."), mend=say("ask a mix model first: `probant ask mmm`")
        )
    return found[-1]


def _goal(name: str) -> Goal:
    if name not in {one.value for one in Goal}:
        raise UnknownName(say("goal"), name, [one.value for one in Goal])
    return Goal(name)
