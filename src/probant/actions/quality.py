"""Look at the data: what is wrong with them, and what that does to evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from zoneinfo import ZoneInfo

import pyarrow as pa

from probant.actions.measure import businesses
from probant.actions.project import Project, known_business
from probant.contract.dimensions import WHOLE
from probant.privacy.personal import PATTERNS, found
from probant.report.quality import FlawView, QualityView
from probant.store.quality.checks import expressions, flaws
from probant.store.quality.flaw import Flaw
from probant.store.quality.scope import Scope
from probant.vocabulary import Check, Evidence
from probant.words import Words, say


def quality(project: Project, *, business: str | None = None) -> QualityView:
    """All checks over all tables that hold anything, of one business or of all.

    Raises UnknownName for a business that is not there.
    """
    if business is not None:
        known_business(project, business, businesses(project))
    held = tuple(name for name, rows in project.store.counts().items() if rows)
    zone = project.settings.project.timezone
    scope = Scope(
        business=None if business == WHOLE else business,
        today=project.clock().astimezone(ZoneInfo(zone)).date(),
        timezone=zone,
        pattern="|".join(f"(?:{pattern})" for _, pattern in PATTERNS.values()),
        spot=_kinds,
    )
    return QualityView(tuple(map(_shown, _look(project, held, scope))), held)


def doubted(project: Project, evidence: Evidence, used: Iterable[str], as_of: int) -> Evidence:
    """The evidence with the doubts that the tables it used raise, of its business and period; they lower its grade.

    Nothing that depends on the clock or on the people's texts counts: the same data, the same grade.
    """
    scope = Scope(
        business=None if evidence.business == WHOLE else evidence.business,
        period=evidence.period,
        timezone=project.settings.project.timezone,
    )
    tables = sorted(used)
    seen = _look(project, tables, scope, as_of=as_of)
    by_check = {one.check: one for one in reversed(seen) if one.lowers and one.table in tables}
    return replace(evidence, checks=(*evidence.checks, *(_check(one) for _, one in sorted(by_check.items()))))


def _look(project: Project, tables: Sequence[str], scope: Scope, *, as_of: int | None = None) -> tuple[Flaw, ...]:
    made = expressions(project.tables(as_of), tables, scope)
    results: Mapping[str, pa.Table] = project.fetch(made)
    return flaws({name: table.to_pylist() for name, table in results.items()}, scope)


def _shown(one: Flaw) -> FlawView:
    return FlawView(**{field.name: getattr(one, field.name) for field in fields(one)})


def _check(one: Flaw) -> Check:
    place = (one.table, *one.source)
    return Check(f"quality.{one.check}", False, say("{place}: {words}", place=place, words=one.words), one.lowers)


def _kinds(texts: Sequence[str]) -> tuple[Words, ...]:
    labels = {str(one.label): one.label for one in found(pa.array(texts, pa.string()))}
    return tuple(labels.values())
