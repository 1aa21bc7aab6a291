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
        "mmm": say(
            "Mix model: the outcome of each step is taken apart into season, trend and what the spend on each channel "
            "added, late effects and saturation counted. It learns from what varied together; experiments can hold it "
            "to the truth."
        ),
        "mmm.outcomes": say(
            "Mix model of several outcomes: each is taken apart by a fit of its own, and what an early stage gains is "
            "carried on to the last one by how much of it got there."
        ),
        "agents.efficiency": say(
            "Efficiency index: the steps of each run are matched one to one with the best known path to the same goal. "
            "It counts changes that were wanted and made, reads that were needed, and what the detour cost. It says "
            "nothing about money."
        ),
        "agents.autonomy": say(
            "Autonomy: the share of tasks that ended without a person, and beside it always the share that ended so, "
            "well, and without a grave deviation."
        ),
        "agents.context": say(
            "Context awareness: whether a run had what it needed before it changed anything, used it, and wrote "
            "nothing that it had not seen; the geometric mean of the three."
        ),
        "agents.deviation": say(
            "Deviations: how often rules are broken where they apply; a rule counts only if labelled examples show "
            "that its findings are right. Each agreed rate is watched by a test that may be looked at every day."
        ),
        "agents.cost": say(
            "Cost: tokens at the price of their day and kind, and the minutes of people, over the results that were "
            "accepted. What has no price is counted apart, never as nothing."
        ),
        "agents.knowledge": say(
            "Knowledge: whether runs read the same thing twice, use what earlier runs learned, and use it before it "
            "goes stale; with memory on and off by lot, what it adds to success."
        ),
        "agents.compare": say(
            "Comparison: two agents or versions over the same tasks, task by task; it may end undecided, and then says "
            "how many runs would decide."
        ),
        "initiatives.return": say(
            "Return: all costs and benefits of an initiative month by month, discounted, drawn many times from their "
            "ranges; the return is the mean benefit less the mean cost, over the mean cost. Each benefit says what it "
            "rests on, and the weakest decides the grade."
        ),
        "initiatives.priority": say(
            "Priority: what each initiative is expected to bring for each person-month, in every draw anew; the "
            "probability of being among the first stands for a rank."
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
