"""Ask of every metric in the project whether it foretells money."""

from __future__ import annotations

from collections.abc import Mapping

from probant.actions.gather import gather, listing
from probant.actions.measure import businesses
from probant.actions.project import Project, known_business
from probant.decision.trust import Standing, standings
from probant.errors import TooLittle
from probant.metrics.catalog import profile
from probant.vocabulary import Tell, quiet

ENGINE = "foresight.skill"
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "b2c": ("revenue", "orders"),
    "b2b": ("pipeline_created", "pipeline_reported", "revenue"),
}
"""By business model, what its metrics should foretell: the first of which the data know."""


def vanity(
    project: Project,
    *,
    business: str | None = None,
    outcome: str | None = None,
    seed: int = 0,
    tell: Tell = quiet,
) -> tuple[Standing, ...]:
    """Verdicts on the metrics of one business or of each; the evidence is kept and entered in the ledger.

    Raises UnknownName for a business that is not there, Refused for an outcome that cannot be foretold,
    TooLittle where no business has a week of its outcome.
    """
    held = businesses(project)
    asked = held if business is None else (known_business(project, business, held),)
    told: list[Standing] = []
    missing: TooLittle | None = None
    for place, name in enumerate(asked):
        try:
            told += _of_business(project, name, outcome, seed, _within(tell, place, len(asked)))
        except TooLittle as error:
            missing = error
    if missing is not None and not told:
        raise missing
    return tuple(told)


def known(project: Project, business: str) -> tuple[Standing, ...]:
    """Verdicts that the evidence at hand gives on the metrics of a business."""
    return tuple(one for one in standings(listing(project)) if one.business == business)


def _of_business(project: Project, business: str, outcome: str | None, seed: int, tell: Tell) -> tuple[Standing, ...]:
    model = project.business(business).profile
    rows = project.store.counts()
    fed = [one.name for one in profile(model) if all(rows.get(table) for table in one.needs)]
    wanted = OUTCOMES[model] if outcome is None else (outcome,)
    for place, name in enumerate(wanted):
        try:
            shown = gather(
                project, ENGINE, {"business": business, "outcome": name, "metrics": fed}, seed=seed, tell=tell
            )
        except TooLittle:
            if place == len(wanted) - 1:
                raise
        else:
            return standings((shown,))
    raise AssertionError("unreachable: the last outcome returns or raises")


def _within(tell: Tell, place: int, count: int) -> Tell:
    """Progress of one of several businesses as progress of all."""
    return lambda done, doing: tell((place + done) / count, doing)
