"""Set what the platforms claim against what others count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from probant.actions.gather import gather, listing
from probant.actions.project import Project
from probant.decision.answer import Shown
from probant.errors import TooLittle
from probant.evidence.reconciliation.data import needs
from probant.evidence.reconciliation.precedence import chosen, roles
from probant.evidence.reconciliation.question import OverclaimQuestion
from probant.evidence.reconciliation.reading import Reading, read
from probant.metrics.definition import ANALYTICS
from probant.report.reconciliation import ChannelView, ReconciliationView, RoleView, WeekView
from probant.vocabulary import Tell, quiet
from probant.words import say

ENGINE = "reconciliation.overclaim"


def reconcile(
    project: Project,
    *,
    business: str | None = None,
    start: date | None = None,
    end: date | None = None,
    window: str | None = None,
    books: str = "auto",
    tell: Tell = quiet,
) -> tuple[ReconciliationView, ...]:
    """Ask for each business that has claims, or for one; keep the evidence and enter it in the ledger.

    Raises what the engine raises, e.g. UnknownName for a business without claims, and TooLittle where nothing is
    claimed at all.
    """
    wanted = _claimed(project) if business is None else (business,)
    if not wanted:
        raise TooLittle(
            say("No platform claims anything."), mend=say("load the platforms' reports into the table claims")
        )
    made = []
    for place, one in enumerate(wanted):
        tell(place / len(wanted), say("reconciling {business}", business=one))
        asked = {"business": one, "start": start, "end": end, "window": window, "books": books}
        made.append(gather(project, ENGINE, {name: value for name, value in asked.items() if value is not None}))
    return tuple(_view(project, shown) for shown in made)


def reconciliations(project: Project) -> tuple[ReconciliationView, ...]:
    """The newest reconciliation of each question that was asked; nothing is asked anew, nothing entered."""
    return tuple(_view(project, shown) for shown in listing(project) if shown.evidence.engine == ENGINE)


def _claimed(project: Project) -> tuple[str, ...]:
    claims = project.tables()["claims"]
    claimed = claims.filter(claims.platform.notin(ANALYTICS))
    held = claimed.select("business").distinct().order_by("business")
    return tuple(project.fetch({"held": held})["held"]["business"].to_pylist())


def _view(project: Project, shown: Shown) -> ReconciliationView:
    """The evidence with the weeks it was made from, read again as of the batch that it saw."""
    made = shown.evidence.provenance
    assert made is not None  # what `gather` keeps says how it came about
    asked: dict[str, Any] = json.loads(made.question)
    question = OverclaimQuestion.model_validate(asked)
    found = read(question, project.fetch(needs(question, project.tables(made.as_of))))
    source = chosen(question, found.rows["booked"])
    assert source is not None  # `read` refuses books that count nothing
    followed = bool(found.weeks.tracked.sum())
    return ReconciliationView(
        shown=shown,
        roles=tuple(RoleView(one.source, one.used_for, one.why) for one in roles(source, followed=followed)),
        channels=tuple(_channels(found)),
        sold=tuple(map(float, found.weeks.booked)),
    )


def _channels(found: Reading) -> Sequence[ChannelView]:
    """Each channel by week, the one that claims most first."""
    weeks = found.weeks
    credited = {channel: weeks.scaled(channel) for channel in weeks.by_channel()}
    views = []
    for channel, claimed in weeks.by_channel().items():
        credit = credited[channel]
        shown = (None,) * len(weeks.starts) if credit is None else map(float, credit)
        rows = zip(weeks.starts, map(float, claimed), shown, strict=True)
        views.append(ChannelView(channel, tuple(WeekView(*row) for row in rows)))
    return sorted(views, key=lambda one: (-one.claimed, one.channel))
