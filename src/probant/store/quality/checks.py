"""All checks of all tables: few scans, one judgement each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from probant.store.quality import (
    breakdown,
    completeness,
    coverage,
    currency,
    duplicates,
    freshness,
    gaps,
    grains,
    outliers,
    personal,
    zone,
)
from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row
from probant.store.quality.scope import Scope
from probant.store.quality.subject import SUBJECTS, Subject

Measure = Callable[[Subject, ir.Table, Scope], Mapping[str, ir.Value]]
Judge = Callable[[Subject, Sequence[Row], Scope], Iterator[Flaw]]
Grain = Callable[[Subject, ir.Table, Mapping[str, ir.Value]], ir.Table | None]


@dataclass(frozen=True, slots=True)
class Look:
    """One check: what it adds up in which scan, and how it judges that."""

    name: str
    grain: str
    judge: Judge
    measures: Measure | None = None


GRAINS: Mapping[str, Grain] = {
    "source": grains.by_source,
    "day": grains.by_day,
    "likeness": grains.by_likeness,
    "segment": grains.by_segment,
}
"""The scans, beside that of texts."""
TEXTS = "text"
LOOKS = (
    Look(completeness.NAME, "source", completeness.judge, completeness.measures),
    Look(currency.NAME, "source", currency.judge, currency.measures),
    Look(breakdown.NAME, "source", breakdown.judge, breakdown.measures),
    Look(zone.NAME, "source", zone.judge, zone.measures),
    Look(gaps.NAME, "day", gaps.judge),
    Look(freshness.NAME, "day", freshness.judge),
    Look(outliers.NAME, "day", outliers.judge),
    Look(duplicates.SERIES, "day", duplicates.judge_series),
    Look(duplicates.EVENTS, "likeness", duplicates.judge_events),
    Look(coverage.NAME, "segment", coverage.judge),
    Look(personal.NAME, TEXTS, personal.judge),
)


def expressions(tables: Mapping[str, ir.Table], names: Iterable[str], scope: Scope) -> dict[str, ir.Table]:
    """The scans of those tables, by 'table.grain'."""
    found: dict[str, ir.Table] = {}
    for name in names:
        subject = SUBJECTS[name]
        rows = grains.within(subject, tables[name], scope)
        for grain, scan in GRAINS.items():
            made = scan(subject, rows, _measures(subject, rows, grain, scope))
            if made is not None:
                found[f"{name}.{grain}"] = made
        seen = grains.texts(subject, rows, scope)
        if seen is not None:
            found[f"{name}.{TEXTS}"] = seen
    return found


def flaws(results: Mapping[str, Sequence[Row]], scope: Scope) -> tuple[Flaw, ...]:
    """What the scans show, the worst first; `results` as `expressions` names them."""
    found: list[Flaw] = []
    for name, rows in results.items():
        table, _, grain = name.partition(".")
        for look in LOOKS:
            if look.grain == grain and rows:
                found += look.judge(SUBJECTS[table], rows, scope)
    order = list(Severity)[::-1]
    return tuple(
        sorted(found, key=lambda one: (order.index(one.severity), -(one.money or 0), one.table, one.check, one.source))
    )


def _measures(subject: Subject, rows: ir.Table, grain: str, scope: Scope) -> dict[str, ir.Value]:
    return {
        name: value
        for look in LOOKS
        if look.grain == grain and look.measures is not None
        for name, value in look.measures(subject, rows, scope).items()
    }
