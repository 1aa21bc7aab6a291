"""What an initiative must show before it may go on, and when it is stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, sqrt

from probant.evidence.initiatives.declared import Row
from probant.evidence.initiatives.spreads import WIDTH
from probant.vocabulary import Check, Grade
from probant.words import Words, say

SURE = 0.8
"""Probability from which a gate is passed."""
HOPELESS = 0.2
"""Probability of a positive return below which it is to be stopped."""
_NEEDED = ("objective", "indicator", "threshold")
_PILOT = ("pilot_sample", "pilot_months", "stop_rule", "stop_at")
_NEXT = {"idea": "pilot", "pilot": "scaled", "scaled": "scaled", "stopped": "stopped"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the return engine found of an initiative; None where it could not be asked."""

    positive: float | None
    """P(return > 0) over the long horizon."""
    grade: Grade | None
    pilot: float | None
    """Value of the pilot less its cost, in currency."""


NOTHING = Outlook(None, None, None)


def stage(register: Row) -> str:
    """The stage that it is in: one without objective, indicator or threshold stays an idea, whatever is declared."""
    declared: str = register["stage"]
    return "idea" if declared != "stopped" and _lacking(register, _NEEDED) else declared


def following(register: Row) -> str:
    """The stage that comes next; a scaled one stays scaled, a stopped one stopped."""
    return _NEXT[stage(register)]


def may_start(register: Row) -> Check:
    """Whether it says what it is for and what would be success."""
    lacking = _lacking(register, _NEEDED)
    name = "may_start"
    if not lacking:
        words = say(
            "It serves “{objective}”; success is “{indicator}” at {threshold}.",
            objective=register["objective"],
            indicator=register["indicator"],
            threshold=register["threshold"],
        )
        return Check(name, True, words)
    words = say(
        "It is declared as “{stage}” and has no {lacking}: it stays an idea until it has.",
        stage=register["stage"],
        lacking=lacking,
    )
    return Check(name, False, words)


def ahead(register: Row, readings: Sequence[Row], outlook: Outlook) -> tuple[Check, ...]:
    """The gates before the next stage, each passed, failed or not known yet."""
    now = stage(register)
    if now == "idea":
        return (may_start(register), _written(register), _worth_trying(outlook))
    if now == "stopped":
        return ()
    return (_reading(register, readings), _pays(outlook), _proof(outlook))


def stops(register: Row, readings: Sequence[Row], outlook: Outlook) -> tuple[Check, ...]:
    """The stop rules: failed means that it is to be stopped."""
    if stage(register) not in ("pilot", "scaled"):
        return ()
    return (_not_hopeless(outlook), _not_at_stop(register, readings))


def beyond(register: Row, readings: Sequence[Row]) -> float | None:
    """P(indicator beyond its threshold) by its last reading; None without one, or without a range.

    What was validated counts before what was only realised; the reading is taken as normal.
    """
    last = latest(readings, register["indicator"])
    threshold = register["threshold"]
    if last is None or threshold is None or last["low"] is None or last["high"] is None or last["low"] == last["high"]:
        return None
    distance = (last["value"] - threshold) / ((last["high"] - last["low"]) / WIDTH)
    above = (1 + erf(distance / sqrt(2))) / 2
    return above if register["better"] == "more" else 1 - above


def latest(readings: Sequence[Row], indicator: str | None) -> Row | None:
    """The newest validated reading of an indicator, else the newest realised one."""
    for state in ("validated", "realised"):
        found = [row for row in readings if row["indicator"] == indicator and row["state"] == state]
        if found:
            return max(found, key=lambda row: row["day"])
    return None


def _lacking(register: Row, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if register[name] in (None, ""))


def _written(register: Row) -> Check:
    lacking = _lacking(register, _PILOT)
    if lacking:
        return Check(
            "pilot_written", False, say("Its pilot is not written down: {lacking} are missing.", lacking=lacking)
        )
    words = say(
        "Its pilot is written down: {sample} units, {months} months, stopped when “{rule}”.",
        sample=register["pilot_sample"],
        months=register["pilot_months"],
        rule=register["stop_rule"],
    )
    return Check("pilot_written", True, words)


def _worth_trying(outlook: Outlook) -> Check:
    name = "pilot_worth"
    if outlook.pilot is None:
        return Check(name, None, say("What its pilot is worth is not known."))
    if outlook.pilot <= 0:
        return Check(name, False, say("What its pilot could teach is worth less than it costs."))
    return Check(name, True, say("What its pilot could teach is worth more than it costs."))


def _reading(register: Row, readings: Sequence[Row]) -> Check:
    name, chance = "threshold", beyond(register, readings)
    last = latest(readings, register["indicator"])
    if last is None:
        words = say("No reading of “{indicator}” yet.", indicator=register["indicator"])
        return Check(name, None, words)
    facts = {"indicator": register["indicator"], "value": last["value"], "threshold": register["threshold"]}
    if chance is None:
        words = say(
            "“{indicator}” is at {value}, its threshold at {threshold}; how sure that is was not said.", **facts
        )
        return Check(name, None, words)
    words = say("“{indicator}” is at {value}: {chance:share} sure to reach {threshold}.", chance=chance, **facts)
    return Check(name, chance >= SURE, words)


def _pays(outlook: Outlook) -> Check:
    if outlook.positive is None:
        return Check("pays", None, say("Whether it pays is not known."))
    words = say("It pays with a probability of {chance:share}; {needed:share} is needed.", chance=outlook.positive,
                needed=SURE)  # fmt: skip
    return Check("pays", outlook.positive >= SURE, words)


def _proof(outlook: Outlook) -> Check:
    if outlook.grade is None:
        return Check("proof", None, say("There is no proof of its return yet."))
    words = say("The proof of its return has grade {grade}; D is needed.", grade=outlook.grade.value)
    return Check("proof", outlook.grade.at_least(Grade.D), words)


def _not_hopeless(outlook: Outlook) -> Check:
    if outlook.positive is None:
        return Check("stop_return", None, say("Whether it pays is not known."))
    words = say(
        "Stop if it pays with less than {edge:share}; now {chance:share}.", edge=HOPELESS, chance=outlook.positive
    )
    return Check("stop_return", outlook.positive >= HOPELESS, words)


def _not_at_stop(register: Row, readings: Sequence[Row]) -> Check:
    rule: Words | str = register["stop_rule"] or say("none was written")
    last, edge = latest(readings, register["indicator"]), register["stop_at"]
    if last is None or edge is None:
        return Check("stop_rule", None, say("Stop rule: {rule}. It cannot be looked at yet.", rule=rule))
    beyond_edge = last["value"] > edge if register["better"] == "more" else last["value"] < edge
    words = say("Stop rule: {rule}. “{indicator}” is at {value}, the rule at {edge}.", rule=rule,
                indicator=register["indicator"], value=last["value"], edge=edge)  # fmt: skip
    return Check("stop_rule", beyond_edge, words)
