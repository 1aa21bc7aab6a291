"""Metrics of a period, with the period before and the way between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import ibis
import pyarrow as pa

from probant.actions.project import Project
from probant.contract.catalog import CONTRACTS
from probant.errors import UnknownName
from probant.metrics.catalog import metric, profile
from probant.metrics.definition import Metric
from probant.metrics.extent import Extent, check, extents
from probant.metrics.series import before, indicator, settled
from probant.metrics.several import alone, several
from probant.vocabulary import Indicator, Period, Tell, quiet
from probant.words import say

HISTORY_WEEKS = 52
Known = tuple[Metric, Extent]
"""A metric, and what the tables behind it hold."""


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
    extents = _extents(project, fed, business)
    known = [(one, held) for one in fed if (held := extents[one.needs]) is not None]
    if not known:
        return []
    end = max(held.until for _, held in known)
    found = _indicators(project, known, business, Period(end - timedelta(weeks=weeks), end))
    return [one for one in found if wanted or one.value is not None]


def _extents(project: Project, metrics: Sequence[Metric], business: str) -> Mapping[tuple[str, ...], Extent | None]:
    """What the tables hold, by the tables that a metric needs."""
    if not metrics:
        return {}
    rows = project.fetch({"held": extents(metrics, project.tables(), business=business)})["held"].to_pylist()
    return {needs: Extent.of(row for row in rows if row["table"] in needs) for needs in {one.needs for one in metrics}}


def _indicators(project: Project, known: Sequence[Known], business: str, shown: Period) -> list[Indicator]:
    """Metrics that are settled for the same period are read together."""
    periods = {}
    for one, held in known:
        check(one, held, "week")
        periods[one.name] = settled(shown, one, held.until)
    rows = {
        period: _rows(project, [one for one, _ in known if periods[one.name] == period], business, period)
        for period in dict.fromkeys(periods.values())
    }
    return [_indicator(project, one, rows[periods[one.name]], periods[one.name], business, held) for one, held in known]


def _rows(project: Project, metrics: Sequence[Metric], business: str, period: Period) -> Mapping[str, pa.Table]:
    tables = project.tables()
    return project.fetch(
        {
            "periods": several(metrics, tables, every="all", within=period, business=business, back=1),
            "weeks": several(metrics, tables, every="week", within=_history(period), business=business),
        }
    )


def _indicator(
    project: Project, one: Metric, rows: Mapping[str, pa.Table], period: Period, business: str, held: Extent
) -> Indicator:
    periods = alone(one, rows["periods"])
    return indicator(
        one,
        [row for row in periods if row["start"] == period.start],
        [row for row in periods if row["start"] == before(period).start],
        alone(one, rows["weeks"]),
        period,
        business,
        shown=_history(period),
        currency=held.currencies[0] if held.currencies else project.settings.project.currency,
    )


def _history(period: Period) -> Period:
    return Period(period.end - timedelta(weeks=HISTORY_WEEKS), period.end)
