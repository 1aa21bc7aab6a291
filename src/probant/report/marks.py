"""What a verdict, a grade and a question look like: a word, a tone and a shape, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from probant.decision.answer import Verdict
from probant.vocabulary import Grade, Purpose
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Mark:
    """How a face shows one of a few states."""

    word: Words
    tone: str
    """'good', 'info', 'warn', 'bad' or 'plain': the name of a colour, see `theme`."""
    shape: str
    """'disc', 'half', 'ring' or 'cross' for a verdict; the letter for a grade."""


VERDICTS: Mapping[Verdict, Mark] = MappingProxyType(
    {
        Verdict.PROVEN: Mark(say("Proven"), "good", "disc"),
        Verdict.PROBABLE: Mark(say("Probable"), "info", "half"),
        Verdict.UNPROVEN: Mark(say("Not proven yet"), "warn", "ring"),
        Verdict.HARMFUL: Mark(say("Proven harmful"), "bad", "cross"),
    }
)
SIGNS: Mapping[str, str] = MappingProxyType({"disc": "●", "half": "◐", "ring": "○", "cross": "✕"})
"""Shapes as characters, for the terminal; pages and PDF draw them."""
GRADES: Mapping[Grade, Mark] = MappingProxyType(
    {
        Grade.A: Mark(say("Experiment"), "good", "A"),
        Grade.B: Mark(say("Quasi-experiment"), "info", "B"),
        Grade.C: Mark(say("Calibrated model"), "info", "C"),
        Grade.D: Mark(say("Observational model"), "warn", "D"),
        Grade.E: Mark(say("Correlation"), "plain", "E"),
        Grade.F: Mark(say("Claimed"), "plain", "F"),
    }
)
NO_GRADE = Mark(say("No evidence"), "plain", "–")
QUESTIONS: Mapping[Purpose, Words] = MappingProxyType(
    {
        Purpose.REVENUE: say("Do marketing activities generate revenue?"),
        Purpose.EFFICIENCY: say("Are resources used efficiently?"),
        Purpose.CUSTOMERS: say("Do actions lead to measurable customer results?"),
    }
)
METHODS: Mapping[str, Words] = MappingProxyType(
    {
        "experiments.difference": say(
            "Randomised experiment: what the treated arm did minus what the control arm did, with an interval."
        ),
        "association.comovement": say(
            "Comovement: whether weekly spend and weekly revenue move together. It cannot tell which causes which."
        ),
        "foresight.skill": say(
            "Forecast skill: whether weekly forecasts of the outcome get better once they know the metric. What comes"
            " first need not be what causes."
        ),
        "reconciliation.overclaim": say(
            "Reconciliation: what the platforms claim, set against the books, the shop or the CRM, and analytics. It "
            "counts; it cannot tell what the ads caused."
        ),
        "claims.platform": say(
            "Claims: the conversions and revenue that each platform reports for itself, as it reports them."
        ),
    }
)


def method(engine: str) -> Words:
    """What an engine does, in words; the engine's own name where there are none."""
    return METHODS.get(engine, say("{engine}", engine=engine))


def grade_mark(grade: Grade | None) -> Mark:
    """The mark of a grade, or that there is no evidence."""
    return NO_GRADE if grade is None else GRADES[grade]


def trend_tone(change: float | None, better: str) -> str:
    """'good' or 'bad' where a change is either, 'plain' where it is unknown, none, or neither."""
    if not change or better == "neither":
        return "plain"
    return "good" if (change > 0) == (better == "more") else "bad"
