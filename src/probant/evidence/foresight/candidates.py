"""From the store's rows to the panel, the metrics to test, and those that are set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from probant.errors import Inconsistent, Refused, TooLittle
from probant.evidence.foresight.data import SOLD, SPEND, asked
from probant.evidence.foresight.kinship import KIN
from probant.evidence.foresight.panel import Candidate, Panel, Row, candidate, panel, signals, whole_weeks
from probant.evidence.foresight.question import NAMES, SkillQuestion
from probant.evidence.foresight.sieve import Aside, aside, itself
from probant.metrics.catalog import METRICS, metric
from probant.metrics.definition import Metric
from probant.metrics.extent import Extent, check
from probant.words import say

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Field:
    """What is tested, and what is not."""

    panel: Panel
    currency: str | None
    """ISO 4217 code of the outcome; None where it is not money, or none is named."""
    tested: tuple[Candidate, ...]
    aside: Mapping[str, Aside]
    """By name: why a metric is not tested."""
    weeks: Mapping[str, int]
    """By name: weeks in which a metric is there."""


def field(question: SkillQuestion, rows: Rows) -> Field:
    """All that can be tested.

    Raises TooLittle where no week has a known outcome, Inconsistent or Refused where the outcome's money is
    in several currencies or its rows are longer than a week.
    """
    outcome = metric(question.outcome)
    extent = _extent(outcome, rows)
    if extent is None:
        raise _nothing(question)
    check(outcome, extent, "week")
    spend = _weekly(metric(SPEND), rows) or {}
    sold = SOLD.get(question.outcome)
    counted = {} if sold is None else _weekly(metric(sold), rows) or {}
    held = panel(_weekly(outcome, rows) or {}, spend, rows["controls"], counted)
    if held is None:
        raise _nothing(question)
    series, why = _series(question, rows)
    found = {name: candidate(name, values, held) for name, values in series.items()}
    unknown = {name: Aside(say("Nothing of it was observed in these weeks.")) for name, one in found.items() if not one}
    there = [one for one in found.values() if one is not None]
    told = {one.name: reason for one in there if (reason := aside(one, held, question)) is not None}
    return Field(
        panel=held,
        currency=extent.currencies[0] if extent.currencies and outcome.unit == "currency" else None,
        tested=tuple(one for one in there if one.name not in told),
        aside={**why, **unknown, **told},
        weeks={one.name: len(one.values) for one in there},
    )


def _series(question: SkillQuestion, rows: Rows) -> tuple[dict[str, dict[date, float]], dict[str, Aside]]:
    """Weekly values of metrics and signals by name, and why some have none."""
    series: dict[str, dict[date, float]] = {}
    why: dict[str, Aside] = {}
    for one in asked(question):
        if one.name in KIN[question.outcome]:
            why[one.name] = itself(question)
            continue
        try:
            found = _weekly(one, rows)
        except (Refused, Inconsistent) as error:
            why[one.name] = Aside(error.what)
            continue
        series[one.name] = found or {}
    if question.signals:
        series |= {name: values for name, values in signals(rows["controls"]).items() if name not in METRICS}
    return series, why


def _weekly(one: Metric, rows: Rows) -> dict[date, float] | None:
    """Values by the Monday of the week after which they are known; None where its tables hold nothing."""
    extent = _extent(one, rows)
    if extent is None:
        return None
    check(one, extent, "week")
    return whole_weeks(rows[f"metric:{one.name}"], extent.until, late=ceil(one.maturity_days / 7))


def _extent(one: Metric, rows: Rows) -> Extent | None:
    return Extent.of(rows[f"extent:{' '.join(one.needs)}"])


def _nothing(question: SkillQuestion) -> TooLittle:
    return TooLittle(
        say("No whole week of {outcome} is known.", outcome=NAMES[question.outcome]),
        mend=say("load outcomes by day or week, or ask for another outcome or period"),
    )
