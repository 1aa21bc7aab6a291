"""What every engine of this room does alike: refuse what cannot be answered, and wrap what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.errors import TooLittle, UnknownName
from probant.evidence.agents import limits
from probant.evidence.agents.book import Flags, Runs
from probant.evidence.agents.question import AgentsQuestion
from probant.vocabulary import Check, Estimate, Evidence, Grade, Period
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found: estimates by subject, None where there is none, and why."""

    estimand: Words
    estimates: Mapping[str, Estimate | None]
    checks: tuple[Check, ...]
    limits: tuple[Words, ...]
    design: Grade = Grade.E
    line: float | None = None
    better: str = "more"
    sample: Mapping[str, int] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


NOTHING = say("No run tells: see the checks.")
"""Why a subject has no estimate."""


def check_names(question: AgentsQuestion, names: pa.Table) -> None:
    """Raise UnknownName, with the nearest known name, for what the store does not hold."""
    known: dict[str, list[str]] = {}
    for row in names.to_pylist():
        known.setdefault(row["kind"], []).append(row["name"])
    asked = {
        "business": (say("business with runs of agents"), None if question.every_business else question.business),
        "agent": (say("agent"), question.agent),
        "version": (say("version of an agent"), question.version),
    }
    for kind, (words, name) in asked.items():
        if name is not None and name not in known.get(kind, []):
            raise UnknownName(words, name, known.get(kind, []))


def usable(runs: Runs) -> Flags:
    """(R,) runs that nothing outside the agent ended; TooLittle where there is none."""
    kept: Flags = ~runs.broken
    if not kept.any():
        raise TooLittle(
            say("No run of an agent is left for what is asked, of {runs} that were seen.", runs=runs.count),
            mend=say("load traces into the table spans, or ask for another period, agent or version"),
        )
    return kept


def evidence(engine: str, question: AgentsQuestion, runs: Runs, found: Found) -> Evidence:
    """The evidence of what was found."""
    kept = usable(runs)
    counts = {"runs": int(kept.sum()), "tasks": len(np.unique(runs.cluster[kept]))}
    return Evidence(
        engine=engine,
        estimand=found.estimand,
        purpose=question.purpose,
        business=question.business,
        estimates={name: one for name, one in found.estimates.items() if one is not None},
        design=found.design,
        line=found.line,
        better=found.better,
        checks=found.checks,
        limits=found.limits,
        unknown={name: NOTHING for name, one in found.estimates.items() if one is None},
        period=period(runs.table),
        sample={**counts, **found.sample},
        ids={**limits.ids(question), **found.ids},
    )


def period(table: pa.Table) -> Period:
    """From the first day of runs up to the day after the last one."""
    ends = pc.min_max(table["day"]).as_py()
    return Period(ends["min"], ends["max"] + timedelta(days=1))


def known(values: Iterable[float]) -> int:
    """How many values are known."""
    return int(np.count_nonzero(~np.isnan(np.asarray(values, float))))
