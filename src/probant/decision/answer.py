"""Nouns of the decision: a verdict in a word, and the answer that bears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from probant.vocabulary import Estimate, Evidence, Grade, Indicator, Period, Purpose
from probant.words import Words


class Verdict(StrEnum):
    """What all evidence on one subject says together (METHODS 10)."""

    PROVEN = "proven"
    PROBABLE = "probable"
    UNPROVEN = "unproven"
    HARMFUL = "harmful"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three answers: the verdict, the number behind it, and what would settle it."""

    purpose: Purpose
    verdict: Verdict
    business: str
    subject: str
    """Channel, arm or initiative that the number is about."""
    headline: Words
    """The big number in words, e.g. '+23 clicks per 10,000 visits', or 'not known'."""
    estimate: Estimate | None
    """None where no evidence bears on the question."""
    line: float | None
    """The value that matters on the estimate's scale; None where it is not known (no margin, say)."""
    grade: Grade | None
    """None without evidence."""
    sentence: Words
    reasons: tuple[Words, ...]
    """Why the verdict and the grade are not better."""
    would_prove: tuple[Words, ...]
    evidence: tuple[str, ...]
    """Ids of the evidence it rests on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence with the id under which it is kept."""

    id: str
    evidence: Evidence
    truths: Mapping[str, float] = field(default_factory=dict)
    """By subject, in its estimate's unit, what it truly is; known of a simulated company alone."""


@dataclass(frozen=True, slots=True)
class Board:
    """All that the decision page shows."""

    project: str
    answers: tuple[Answer, ...]
    lag: tuple[Indicator, ...]
    lead: tuple[Indicator, ...]
    evidence: tuple[Shown, ...]
    period: Period | None
    data_until: date | None
    """Last day that the data cover."""
    rows: int
    """Rows in the store."""
    version: str
    """Of this package."""
    labels: Mapping[str, Words] = field(default_factory=dict)
    """What readers call each business."""
    credits: tuple[Words, ...] = ()
    """Sources and licences of the data, to be shown on every face."""
    notices: tuple[Words, ...] = ()
    """What a reader should know at once: stale data, quarantined rows, a broken ledger."""
    folded: tuple[Indicator, ...] = ()
    """Metrics found to be vanity: shown greyed, with the reason, and not among the others."""
