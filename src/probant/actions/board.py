"""The decision page's content: answers, indicators, evidence, notices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from probant import __version__
from probant.actions.gather import listing
from probant.actions.measure import businesses, measure
from probant.actions.project import Project
from probant.decision.age import aged, last_days
from probant.decision.answer import Board, Shown
from probant.decision.answers import answers
from probant.decision.trust import Trust, standings
from probant.vocabulary import Indicator, Receipt
from probant.words import Words, say

FIRST_PAGE = 6
"""Few by default: six of what has happened, six of what announces the next quarter."""

FIRST = (
    "revenue",
    "contribution_margin_after_marketing",
    "marketing_efficiency_ratio",
    "cac_blended",
    "ltv_to_cac",
    "net_revenue_retention",
    "repeat_rate",
    "win_rate",
    "average_order_value",
    "pipeline_created",
    "pipeline_velocity",
    "new_customers",
    "leads",
    "lead_qualification_rate",
    "qualified_visits",
    "engagement_rate",
    "cost_per_accepted_run",
)
"""What a director asks for first; what the data do not hold is passed over."""


def board(project: Project, *, business: str | None = None) -> Board:
    """All that the decision page shows, of one business or of all.

    Raises UnknownName for a business that the data do not hold.
    """
    indicators = measure(project, business=business)
    shown = tuple(one for one in listing(project) if not _partial(one))
    if business is not None:
        shown = tuple(one for one in shown if one.evidence.business in (business, "(all)"))
    shown = aged(shown, last_days(shown, indicators))
    margins = {name: project.business(name).margin for name in businesses(project)}
    wanted = project.settings.page.indicators
    folded = _vain(indicators, shown)
    chosen = _chosen([one for one in indicators if wanted or one not in folded], wanted)
    return Board(
        project=project.settings.project.name,
        answers=answers(shown, indicators, margins),
        lag=_few(chosen, "lag"),
        lead=_few(chosen, "lead"),
        evidence=shown,
        period=indicators[0].period if indicators else None,
        data_until=max((one.period.end - timedelta(days=1) for one in indicators), default=None),
        rows=sum(project.store.counts().values()),
        version=__version__,
        labels={name: project.business(name).words for name in _named(indicators, shown)},
        credits=project.settings.credits(),
        notices=_notices(project.store.receipts()),
        folded=tuple(one for one in folded if one.name not in wanted),
    )


def _named(indicators: Sequence[Indicator], shown: Sequence[Shown]) -> list[str]:
    return sorted({*(one.business for one in indicators), *(one.evidence.business for one in shown)})


def _chosen(indicators: Sequence[Indicator], wanted: Sequence[str]) -> list[Indicator]:
    """The reader's own choice in the reader's order; without one, money before counts, as in `FIRST`."""
    if wanted:
        return [one for name in wanted for one in indicators if one.name == name]
    return sorted(indicators, key=lambda one: FIRST.index(one.name) if one.name in FIRST else len(FIRST))


def _partial(one: Shown) -> bool:
    """Whether it is on part of an agent's runs: such evidence draws a course on the page on AI, and answers nothing."""
    made = one.evidence.provenance
    if made is None or not one.evidence.engine.startswith("agents."):
        return False
    asked = json.loads(made.question)
    return any(asked.get(end) is not None for end in ("start", "end"))


def _vain(indicators: Sequence[Indicator], shown: Sequence[Shown]) -> list[Indicator]:
    """Those of which the evidence says that they foretell nothing."""
    vain = {(one.business, one.metric) for one in standings(shown) if one.trust is Trust.VANITY}
    return [one for one in indicators if (one.business, one.name) in vain]


def _few(indicators: Sequence[Indicator], timing: str) -> tuple[Indicator, ...]:
    return tuple(one for one in indicators if one.timing == timing)[:FIRST_PAGE]


def _notices(receipts: Sequence[Receipt]) -> tuple[Words, ...]:
    """What a reader should know before she believes a figure."""
    kept_apart = sum(one.quarantined for one in receipts)
    refused = sum(one.refused for one in receipts)
    found = []
    if kept_apart:
        found.append(say("{rows} rows broke their table's contract and are kept apart; see Data.", rows=kept_apart))
    if refused:
        found.append(say("{rows} rows were refused for want of consent.", rows=refused))
    return tuple(found)
