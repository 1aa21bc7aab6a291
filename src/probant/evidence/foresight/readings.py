"""What came of each metric's test, as evidence holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from probant.evidence.foresight.absence import Bounds, bounds
from probant.evidence.foresight.candidates import Field
from probant.evidence.foresight.panel import Candidate
from probant.evidence.foresight.question import SkillQuestion
from probant.evidence.foresight.skill import Skill, intervals, skill
from probant.metrics.catalog import METRICS
from probant.stats.multiple import benjamini_hochberg
from probant.vocabulary import Estimate, Interval

_WANTED = {"more": 1.0, "less": -1.0, "neither": 0.0}
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric's test."""

    name: str
    gain: Estimate
    """Share of the mean absolute error that it takes away at its best lead."""
    lead: int
    """Weeks."""
    saved: float
    """Mean absolute error that it saves, in the outcome's unit a week."""
    error: float
    """Mean absolute error without it, at that lead."""
    chance: float
    """How often chance alone does as much at some lead, in (0, 1]."""
    most: float
    """Largest gain that is not ruled out."""
    matters: float
    """Least gain that would matter, as far as counts so small can show it."""
    direction: float
    """1 where the outcome rises with it, -1 where it falls, 0 where neither was believed."""
    forecasts: int


def read(
    question: SkillQuestion, found: Field, rng: np.random.Generator, tell: Callable[[float], None]
) -> tuple[Reading, ...]:
    """Test each metric over the weeks in which it was there; those of the same weeks together."""
    spans: dict[Span, list[Candidate]] = {}
    for one in found.tested:
        spans.setdefault((one.start, one.end), []).append(one)
    told: list[Reading] = []
    for place, ((start, end), together) in enumerate(spans.items()):
        part = found.panel.part(start, end)
        made = skill(
            part,
            np.column_stack([one.values for one in together]),
            leads=question.leads,
            training=question.training_weeks,
            draws=question.draws,
            rng=rng,
            tell=lambda done, place=place: tell((place + done) / len(spans)),  # type: ignore[misc]
        )
        ends = bounds(
            part, together, leads=question.leads, training=question.training_weeks, draws=question.draws, rng=rng
        )
        told += _of(question, together, made, ends, rng)
    order = {one.name: place for place, one in enumerate(found.tested)}
    return tuple(sorted(told, key=lambda one: order[one.name]))


def readings(question: SkillQuestion, told: Sequence[Reading], found: Field) -> dict[str, dict[str, float]]:
    """By metric, the figures that a verdict needs; see `ForecastSkill`."""
    adjusted = benjamini_hochberg([one.chance for one in told])
    tested = {
        one.name: {
            "lead": float(one.lead),
            "saved": one.saved,
            "error": one.error,
            "chance": one.chance,
            "adjusted": float(share),
            "limit": question.false_discoveries,
            "most": one.most,
            "matters": one.matters,
            "direction": one.direction,
            "wanted": _WANTED[METRICS[one.name].better] if one.name in METRICS else 0.0,
            "forecasts": float(one.forecasts),
        }
        for one, share in zip(told, adjusted, strict=True)
    }
    every = tested | {name: dict(one.readings) for name, one in found.aside.items()}
    return {name: figures | _reports(name) for name, figures in every.items()}


def _reports(name: str) -> dict[str, float]:
    """'reports' 1 for a metric of what has happened that is no mere show: it need not announce anything."""
    known = METRICS.get(name)
    return {"reports": 1.0} if known and known.timing == "lag" and not known.vanity_prone else {}


def labels(found: Field) -> dict[str, str]:
    """By 'label:' and the metric's name, what readers call it: the catalog's English, or the signal's own name."""
    names = (*(one.name for one in found.tested), *found.aside)
    return {f"label:{name}": METRICS[name].label.template if name in METRICS else name for name in names}


def _of(
    question: SkillQuestion, together: Sequence[Candidate], made: Skill, ends: Bounds, rng: np.random.Generator
) -> list[Reading]:
    gains, lows, highs = intervals(made, level=question.level, draws=question.draws, rng=rng)
    chance, best = made.chance, made.best
    without, within = made.without.mean(axis=1), made.within.mean(axis=1)
    return [
        Reading(
            name=one.name,
            gain=_estimate(gains[place], lows[place], highs[place], question.level),
            lead=int(best[place]) + 1,
            saved=float(without[best[place]] - within[best[place], place]),
            error=float(without[best[place]]),
            chance=float(chance[place]),
            most=float(ends.most[place]),
            matters=float(ends.matters[place]),
            direction=float(np.sign(made.slopes[best[place], place])),
            forecasts=made.without.shape[1],
        )
        for place, one in enumerate(together)
    ]


def _estimate(gain: float, low: float, high: float, level: float) -> Estimate:
    """Without an interval where the metric moved no forecast, which has no spread."""
    around = Interval(float(low), float(high), level) if low < gain < high else None
    return Estimate(float(gain), "share", around)
