"""Metrics of a period, with the period before and the way between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from probant.actions.project import Project
from probant.contract.catalog import CONTRACTS
from probant.errors import UnknownName
from probant.metrics.buckets import EVERY
from probant.metrics.catalog import metric, profile
from probant.metrics.definition import Metric
from probant.metrics.extent import Extent, check, coarse, extents, fine
from probant.metrics.series import before, indicator, settled
from probant.metrics.several import Days, alone, by_day, several
from probant.vocabulary import Indicator, Period, Tell, quiet
from probant.words import Words, say

HISTORY_WEEKS = 52
_LONGEST = EVERY["week"] or 0
"""Days of the longest row of which a week can be cut."""
Known = tuple[Metric, Extent]
"""A metric, and what the tables behind it hold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read of one business."""

    business: str
    known: tuple[Known, ...]
    periods: Mapping[str, Period]
    """Of each metric, by its name: the last that is settled."""
    tables: Mapping[str, ir.Table]
    """Without rows of which no week can be cut."""
    left_out: Mapping[str, Words]
    """Of tables that have such rows in the time that is shown: what they are."""
    empty: frozenset[str]
    """Tables that have no others."""

    def note(self, one: Metric) -> Words | None:
        """What the metric leaves out."""
        return next((self.left_out[name] for name in one.needs if name in self.left_out), None)


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
    nothing on a business is left out, unless it was asked for by name. Rows that are longer than a
    week are left out too, and the note of a metric says what they are.
    """
    wanted = [metric(name) for name in names]
    held = businesses(project)
    chosen = held if business is None else (_known(business, held),)
    asked = [one for name in chosen if (one := _asked(project, name, wanted, weeks or project.settings.page.weeks))]
    days = _days(project, asked, business)
    found: list[Indicator] = []
    for place, one in enumerate(asked):
        tell(place / len(asked), say("measuring {business}", business=project.business(one.business).label))
        found += [each for each in _indicators(project, one, days) if wanted or _worth_showing(one, each)]
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


def _asked(project: Project, business: str, wanted: Sequence[Metric], weeks: int) -> Asked | None:
    """What to read of one business; None where the tables hold nothing on it.

    All its indicators speak of one period, the last that the youngest of its data allow.
    """
    rows = project.store.counts()
    asked = wanted or profile(project.business(business).profile)
    fed = [one for one in asked if all(rows.get(table) for table in one.needs)]
    seen = _extents(project, fed, business)
    known = _bearable(fed, seen)
    if not known:
        return None
    for one, held in known:
        check(one, held, "week")
    end = max(held.until for _, held in known)
    shown = Period(end - timedelta(weeks=weeks), end)
    longer = sorted({row["table"] for row in seen if row["span_days"] > _LONGEST})
    tables = {**project.tables(), **{name: fine(project.tables()[name], "week") for name in longer}}
    return Asked(
        business=business,
        known=known,
        periods={one.name: settled(shown, one, held.until) for one, held in known},
        tables=tables,
        left_out=_left_out(project, longer, business, _history(shown)),
        empty=frozenset(longer) - {row["table"] for row in seen if row["span_days"] <= _LONGEST},
    )


def _extents(project: Project, metrics: Sequence[Metric], business: str) -> Sequence[Mapping[str, Any]]:
    """What the tables behind the metrics hold, see `extents`."""
    if not metrics:
        return ()
    rows = project.fetch({"held": extents(metrics, project.tables(), business=business)})["held"].to_pylist()
    return tuple(rows)


def _bearable(metrics: Sequence[Metric], seen: Sequence[Mapping[str, Any]]) -> tuple[Known, ...]:
    """Metrics of which anything is held, and what of it weeks can be cut from.

    Where all is in longer rows nothing will be found; the metric stays, so that its note can say why.
    """
    fit = [row for row in seen if row["span_days"] <= _LONGEST]
    end = max((held.until for one in metrics if (held := _held(one, fit))), default=None)
    known = []
    for one in metrics:
        held = _held(one, fit)
        if held is None and (longer := _held(one, seen)):
            held = replace(longer, until=end or longer.until, span_days=_LONGEST)
        if held is not None:
            known.append((one, held))
    return tuple(known)


def _held(one: Metric, rows: Iterable[Mapping[str, Any]]) -> Extent | None:
    return Extent.of(row for row in rows if row["table"] in one.needs)


def _left_out(project: Project, names: Sequence[str], business: str, shown: Period) -> Mapping[str, Words]:
    """Of each table, what its rows are that are longer than a week; of several currencies, all."""
    if not names:
        return {}
    rows = project.fetch({"coarse": coarse(names, project.tables(), "week", within=shown, business=business)})["coarse"]
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["table"], []).append(row)
    return {
        name: say(
            "Without {money} in {rows} rows of “{table}” between {first} and {last}: each of them covers more than a "
            "week, so that no week can be cut from it.",
            money=tuple(say("{amount:{unit}}", amount=row["amount"], unit=row["currency"]) for row in those),
            rows=sum(row["rows"] for row in those),
            table=name,
            first=min(row["first"] for row in those),
            last=max(row["last"] for row in those),
        )
        for name, those in found.items()
    }


def _worth_showing(asked: Asked, one: Indicator) -> bool:
    """Whether anything was observed, or rows that were left out are the reason why not."""
    return one.value is not None or not asked.empty.isdisjoint(metric(one.name).needs)


def _days(project: Project, asked: Sequence[Asked], business: str | None) -> Days:
    """What each day adds to all metrics, read once for all businesses and periods."""
    metrics = {one.name: one for each in asked for one, _ in each.known}
    if not metrics:
        return {}
    periods = [period for each in asked for period in each.periods.values()]
    first = min(min(before(one).start, _history(one).start) for one in periods)
    within = Period(first, max(one.end for one in periods))
    tables = {name: table for each in asked for name, table in each.tables.items()}
    wanted = by_day(list(metrics.values()), tables, within=within, business=business)
    names = {table: str(number) for number, table in enumerate(dict.fromkeys(wanted.values()))}
    found = project.fetch({name: table for table, name in names.items()})
    held = {name: ibis.memtable(table) for name, table in found.items()}
    return {rows: held[names[table]] for rows, table in wanted.items()}


def _indicators(project: Project, asked: Asked, days: Days) -> list[Indicator]:
    """Metrics that are settled for the same period are put together."""
    rows = {
        period: _rows(
            project, asked, [one for one, _ in asked.known if asked.periods[one.name] == period], period, days
        )
        for period in dict.fromkeys(asked.periods.values())
    }
    return [_indicator(project, asked, one, held, rows[asked.periods[one.name]]) for one, held in asked.known]


def _rows(
    project: Project, asked: Asked, metrics: Sequence[Metric], period: Period, days: Days
) -> Mapping[str, pa.Table]:
    tables, business = asked.tables, asked.business
    return project.fetch(
        {
            "periods": several(metrics, tables, every="all", within=period, business=business, back=1, days=days),
            "weeks": several(metrics, tables, every="week", within=_history(period), business=business, days=days),
        }
    )


def _indicator(project: Project, asked: Asked, one: Metric, held: Extent, rows: Mapping[str, pa.Table]) -> Indicator:
    period, periods = asked.periods[one.name], alone(one, rows["periods"])
    return indicator(
        one,
        [row for row in periods if row["start"] == period.start],
        [row for row in periods if row["start"] == before(period).start],
        alone(one, rows["weeks"]),
        period,
        asked.business,
        shown=_history(period),
        currency=held.currencies[0] if held.currencies else project.settings.project.currency,
        left_out=asked.note(one),
    )


def _history(period: Period) -> Period:
    return Period(period.end - timedelta(weeks=HISTORY_WEEKS), period.end)
