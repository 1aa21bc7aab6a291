"""Deviation rates: how often rules are broken, each rule with the precision that its labelled examples give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from probant.evidence.agents import clusters, goals, rules
from probant.evidence.agents.book import Book, Flags, Floats, Ints
from probant.evidence.agents.question import RulesQuestion
from probant.evidence.agents.rules import Seen
from probant.vocabulary import Estimate, Interval

POINTS: Mapping[str, int] = {"low": 1, "medium": 3, "high": 10, "critical": 30}
GRAVE = frozenset({"high", "critical"})
WRONG_WRITE, NEEDLESS_HANDOFF = "wrong write", "needless handoff"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Precision:
    """What labelled examples say of a rule."""

    flagged: int
    """Labelled examples that the rule called deviations."""
    right: int
    """Of them, those that a person called so, too."""

    @property
    def value(self) -> float:
        """Share of findings that are right; `flagged` must not be 0."""
        return self.right / self.flagged


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule saw, and whether it is to be believed."""

    seen: Seen
    precision: Precision | None
    """None where it needs none: it follows from a declared path."""
    counts: bool


def of(book: Book, data: Mapping[str, Any], question: RulesQuestion) -> tuple[Rule, ...]:
    """All rules, those of the goal last; a rule counts only with labelled examples that prove it right enough.

    Parameters
    ----------
    book : Book
        Runs, steps and declared paths.
    data : mapping
        Results of `data.rules`, `data.recorded` and `data.labels`.
    question : RulesQuestion
        How many labels and which precision a rule needs.
    """
    declared = data["rules"].to_pylist()
    seen = (*rules.tested(book, declared), *rules.recorded(book, declared, data["recorded"].to_pylist()))
    labelled = _labelled(data["labels"].to_pylist())
    policy = tuple(_judged(one, labelled.get(one.rule, Precision(0, 0)), question) for one in seen)
    return (*policy, *(Rule(one, None, counts=True) for one in goal_rules(book)))


def goal_rules(book: Book) -> tuple[Seen, Seen]:
    """Changes that no declared path wants, and persons called for nothing; NaN where no path is declared."""
    wrong, needless = goals.wrong_writes(book), goals.needless_handoffs(book)
    made = np.where(np.isnan(wrong), np.nan, goals.changes_made(book.steps))
    runs = np.where(np.isnan(needless), np.nan, 1.0)
    return (
        Seen(WRONG_WRITE, "critical", made, wrong, goal=True),
        Seen(NEEDLESS_HANDOFF, "medium", runs, needless, goal=True),
    )


def grave(found: Iterable[Rule], runs: int) -> Flags:
    """(R,) runs with a deviation of high or critical severity, by rules that count."""
    return total((one.seen for one in found if one.counts and one.seen.severity in GRAVE), runs) > 0


def total(found: Iterable[Seen], runs: int, *, points: bool = False) -> Floats:
    """(R,) deviations, or their severity points, added up; what is not known adds nothing."""
    whole = np.zeros(runs)
    for one in found:
        whole += np.nan_to_num(one.broken) * (POINTS.get(one.severity, 0) if points else 1)
    return whole


def by_opportunity(seen: Seen, task: Ints, kept: Flags, *, level: float) -> Estimate | None:
    """Deviations over the steps to which the rule applied, with Wilson's interval on n / deff."""
    usable = kept & (np.nan_to_num(seen.applied) > 0)
    applied = seen.applied[usable].astype(int)
    broken = np.minimum(seen.broken[usable].astype(int), applied)
    within = np.arange(applied.sum()) - np.repeat(np.cumsum(applied) - applied, applied)
    return clusters.share(within < np.repeat(broken, applied), np.repeat(task[usable], applied), level=level)


def precision_of(rule: Rule, *, level: float) -> Estimate | None:
    """Measured precision with Wilson's interval; None without labelled findings."""
    if rule.precision is None or not rule.precision.flagged:
        return None
    value = rule.precision.value
    low, high = clusters.wilson(value, rule.precision.flagged, clusters.normal_quantile(level))
    return Estimate(value, "share", Interval(low, high, level))


def _judged(seen: Seen, precision: Precision, question: RulesQuestion) -> Rule:
    if precision.flagged < question.labels:
        return Rule(seen, precision, counts=question.count_unlabelled)
    return Rule(seen, precision, counts=precision.value >= question.precision)


def _labelled(rows: Sequence[Row]) -> dict[str, Precision]:
    found: dict[str, Precision] = {}
    for row in rows:
        before = found.get(row["rule"], Precision(0, 0))
        found[row["rule"]] = Precision(before.flagged + row["flagged"], before.right + row["right"])
    return found
