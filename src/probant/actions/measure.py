"""Metrics of a period, with the period before and the way between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import ibis

from probant.actions.project import Project
from probant.contract.catalog import CONTRACTS
from probant.errors import UnknownName
from probant.metrics.catalog import metric, profile
from probant.metrics.definition import Metric
from probant.metrics.extent import Extent, check, extent
from probant.metrics.series import before, indicator, settled
from probant.vocabulary import Indicator, Period, Tell, quiet
from probant.words import say

HISTORY_WEEKS = 52


def measure(
    project: Project,
    names: Sequence[str] = (),
    *,
    business: str | None = None,
    weeks: int | None = None,
    tell: Tell = quiet,
) -> tuple[Indicator, ...]:
    """Indicators of the last `weeks` weeks against the weeks before, for one business or for all.

    Raises UnknownName for a metric or a business that is not there. A metric whose tables hold
    nothing on a business is left out, unless it was asked for by name.
    """
    wanted = [metric(name) for name in names]
    found = []
    held = businesses(project)
    chosen = held if business is None else (_known(business, held),)
    for place, one in enumerate(chosen):
        tell(place / len(chosen), say("measuring {business}", business=project.business(one).label))
        found += _of_business(project, one, wanted, weeks or project.settings.page.weeks)
    return tuple(found)


def businesses(project: Project) -> tuple[str, ...]:
    """Businesses that the tables hold, by name."""
    held = project.store.counts()
    tables = project.tables()
    named = [
        tables[name].select("business").distinct()
        for name, contract in CONTRACTS.items()
        if held.get(name) and "business" in contract.by_name
    ]
    if not named:
        return ()
    union = ibis.union(*named, distinct=True) if len(named) > 1 else named[0]
    return tuple(project.fetch({"held": union.order_by("business")})["held"]["business"].to_pylist())


def _known(business: str, held: tuple[str, ...]) -> str:
    if business not in held:
        raise UnknownName(say("business"), business, held)
    return business


def _of_business(project: Project, business: str, wanted: Sequence[Metric], weeks: int) -> list[Indicator]:
    """All indicators of one business speak of one period, the last that the youngest of its data allow."""
    rows = project.store.counts()
    asked = wanted or profile(project.business(business).profile)
    fed = [one for one in asked if all(rows.get(table) for table in one.needs)]
    of_tables = {one.needs: one for one in fed}
    extents = {needs: _extent(project, one, business) for needs, one in of_tables.items()}
    known = [(one, held) for one in fed if (held := extents[one.needs]) is not None]
    if not known:
        return []
    end = max(held.until for _, held in known)
    shown = Period(end - timedelta(weeks=weeks), end)
    found = [_indicator(project, one, business, shown, held) for one, held in known]
    return [one for one in found if wanted or one.value is not None]


def _extent(project: Project, one: Metric, business: str) -> Extent | None:
    held = project.fetch({"extent": extent(one, project.tables(), business=business)})["extent"]
    return Extent.of(held.to_pylist())


def _indicator(project: Project, one: Metric, business: str, shown: Period, held: Extent) -> Indicator:
    check(one, held, "week")
    period = settled(shown, one, held.until)
    history = Period(period.end - timedelta(weeks=HISTORY_WEEKS), period.end)
    whole: Mapping[str, Any] = {"every": "all", "business": business}
    tables = project.tables()
    data = project.fetch(
        {
            "whole": one.over(tables, within=period, **whole),
            "before": one.over(tables, within=before(period), **whole),
            "weeks": one.over(tables, every="week", business=business, within=history),
        }
    )
    return indicator(
        one,
        data["whole"],
        data["before"],
        data["weeks"],
        period,
        business,
        shown=history,
        currency=held.currencies[0] if held.currencies else project.settings.project.currency,
    )
