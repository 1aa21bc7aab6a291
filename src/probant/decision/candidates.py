"""Which estimates bear on a question, and which of them is the best at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from probant.decision.answer import Shown, Verdict
from probant.decision.probability import beyond, holm
from probant.decision.trust import about_metrics
from probant.decision.verdict import verdict
from probant.vocabulary import Estimate, Grade, Purpose

DESCRIPTIVE = frozenset(
    f"agents.{name}" for name in ("efficiency", "autonomy", "context", "deviation", "knowledge", "cost")
)
"""Engines that say how agents behave: no behaviour is an effect on money, so it answers none of the three questions."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One estimate of one subject that speaks to a question."""

    shown: Shown
    subject: str
    estimate: Estimate
    good: float | None
    """P(beyond the line on the good side), adjusted for how many candidates of the grade there are."""
    bad: float | None
    verdict: Verdict

    @property
    def grade(self) -> Grade:
        """The grade of the evidence it comes from."""
        return self.shown.evidence.grade


def candidates(shown: Iterable[Shown], purpose: Purpose) -> tuple[Candidate, ...]:
    """The estimates of the best grade that bear on `purpose`, the surest first.

    What was estimated for a segment only, or as a second reading of a subject, is left out: it explains
    an answer, it does not give it. Within the grade the probabilities are adjusted by Holm's method,
    so that the best of many tests is not taken for more than it is.
    """
    bearing = [one for one in shown if not about_metrics(one.evidence) and one.evidence.engine not in DESCRIPTIVE]
    fit = [one for one in bearing if one.evidence.purpose == purpose and one.evidence.estimates]
    main = [one for one in fit if "segment" not in one.evidence.ids] or fit
    if not main:
        return ()
    best = min(one.evidence.grade.value for one in main)
    pairs = [
        (one, subject, estimate)
        for one in main
        if one.evidence.grade.value == best
        for subject, estimate in one.evidence.estimates.items()
        if subject in leading_subjects(one)
    ]
    return tuple(sorted(_judged(pairs), key=lambda one: (-max(one.good or 0, one.bad or 0), one.subject)))


def leading_subjects(shown: Shown) -> tuple[str, ...]:
    """The subjects that answer: the total where there is one, else all but the relative readings."""
    subjects = tuple(shown.evidence.estimates)
    total = tuple(subject for subject in subjects if subject == "(total)")
    return total or tuple(subject for subject in subjects if " / " not in subject)


def _judged(pairs: list[tuple[Shown, str, Estimate]]) -> list[Candidate]:
    raw = [_beyond(shown, estimate) for shown, _, estimate in pairs]
    known = [place for place, good in enumerate(raw) if good is not None]
    low = dict(zip(known, holm([1 - (raw[place] or 0.0) for place in known]), strict=True))
    high = dict(zip(known, holm([raw[place] or 0.0 for place in known]), strict=True))
    judged = []
    for place, (shown, subject, estimate) in enumerate(pairs):
        good = 1 - low[place] if place in low else None
        bad = 1 - high[place] if place in high else None
        judged.append(Candidate(shown, subject, estimate, good, bad, verdict(good, bad, shown.evidence.grade)))
    return judged


def _beyond(shown: Shown, estimate: Estimate) -> float | None:
    line = shown.evidence.line
    return None if line is None else beyond(estimate, line, better=shown.evidence.better)
