"""How far a metric deserves trust: whether it foretells money, and in words why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from probant.decision.answer import Shown
from probant.vocabulary import Estimate, Evidence
from probant.words import Words, say, verbatim

SUGGESTIVE = 0.2
"""Share of false discoveries up to which a metric is called weak, and chance up to which it is not called vanity."""
WORTH = 0.02
"""Least gain worth having, as a share of the forecasts' error."""


class Trust(StrEnum):
    """What a metric is good for (METHODS 2)."""

    DECISION = "decision-grade"
    WEAK = "weak"
    VANITY = "vanity"
    UNKNOWN = "not enough data"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Standing:
    """One metric's verdict."""

    metric: str
    label: Words
    business: str
    outcome: Words
    """What it was asked to foretell, as readers call it."""
    trust: Trust
    reason: Words
    gain: Estimate | None = None
    """Share of the forecasts' error that it takes away; None where it was not tested."""
    lead: int | None = None
    """Weeks ahead at which it foretells best."""
    unit: str = ""
    """Of the outcome, an ISO 4217 code or a count's noun."""
    saved: float | None = None
    """Mean error that it saves, in `unit` a week."""


def standings(shown: Sequence[Shown]) -> tuple[Standing, ...]:
    """Verdicts on metrics from all evidence about them: the best first, then by gain, then by name.

    Of two outcomes that a metric was asked to foretell, the one where it stands better counts.
    """
    order = list(Trust)
    told: dict[tuple[str, str], Standing] = {}
    for one in (standing for each in shown for standing in of_evidence(each.evidence)):
        before = told.get((one.business, one.metric))
        if before is None or order.index(one.trust) < order.index(before.trust):
            told[one.business, one.metric] = one
    return tuple(
        sorted(
            told.values(), key=lambda one: (order.index(one.trust), -(one.gain.value if one.gain else 0), one.metric)
        )
    )


def about_metrics(evidence: Evidence) -> bool:
    """Whether evidence says which metrics deserve trust, and so answers none of the three questions itself."""
    return evidence.ids.get("about") == "metrics"


def of_evidence(evidence: Evidence) -> tuple[Standing, ...]:
    """Verdicts of one piece of evidence, in its order; none where it is not about metrics."""
    if not about_metrics(evidence):
        return ()
    names = (*evidence.estimates, *evidence.unknown)
    return tuple(_standing(name, evidence) for name in names)


def _standing(name: str, evidence: Evidence) -> Standing:
    ids, readings = evidence.ids, evidence.readings.get(name, {})
    label = verbatim(ids.get(f"label:{name}", name))
    outcome = verbatim(ids["label"])
    if name in evidence.unknown:
        return Standing(name, label, evidence.business, outcome, _untested(readings), evidence.unknown[name])
    gain = evidence.estimates[name]
    trust, reason = _judged(gain, readings, outcome)
    return Standing(
        metric=name,
        label=label,
        business=evidence.business,
        outcome=outcome,
        trust=trust,
        reason=reason,
        gain=gain,
        lead=int(readings["lead"]),
        unit=ids.get("unit", ""),
        saved=readings["saved"],
    )


def _untested(readings: Mapping[str, float]) -> Trust:
    if "money" in readings or {"known", "reports"} <= readings.keys():
        return Trust.RESULT
    return Trust.VANITY if "known" in readings else Trust.UNKNOWN


def _judged(gain: Estimate, readings: Mapping[str, float], outcome: Words) -> tuple[Trust, Words]:
    """Verdict and reason; the order is that of what would settle it first."""
    days = 7 * int(readings["lead"])
    adjusted, backwards = readings["adjusted"], readings["direction"] * readings["wanted"] < 0
    if adjusted <= readings["limit"] and backwards:
        return Trust.WEAK, say(
            "It foretells, but the wrong way round: {days} days after it gets better, {outcome} gets worse.",
            days=days,
            outcome=outcome,
        )
    if adjusted <= readings["limit"] and gain.value >= WORTH:
        return Trust.DECISION, say(
            "It foretells {outcome} {days} days ahead: forecasts err {gain:share} less with it.",
            days=days,
            outcome=outcome,
            gain=gain.value,
        )
    if adjusted <= readings["limit"]:
        return Trust.WEAK, say(
            "It tells something of {outcome} {days} days ahead, but forecasts hardly gain by it.",
            days=days,
            outcome=outcome,
        )
    if adjusted <= SUGGESTIVE and gain.value > 0.0 and not backwards:
        return Trust.WEAK, say(
            "It may foretell {outcome}, but chance alone does as much too often: {chance:share} of such findings are"
            " false.",
            outcome=outcome,
            chance=adjusted,
        )
    return _not_found(gain, readings, outcome)


def _not_found(gain: Estimate, readings: Mapping[str, float], outcome: Words) -> tuple[Trust, Words]:
    if "reports" in readings:
        return Trust.RESULT, say(
            "It reports what has happened; it was not found to announce {outcome}.", outcome=outcome
        )
    if readings["chance"] <= SUGGESTIVE and gain.value >= WORTH:
        return Trust.UNKNOWN, say(
            "It took {gain:share} off the error, but among so many metrics chance alone does that too often: more weeks"
            " will tell.",
            gain=gain.value,
        )
    most, matters = readings.get("most", 1.0), readings.get("matters", 0.0)
    if matters < WORTH:
        return Trust.UNKNOWN, say(
            "Nothing was found, but so little is counted each week that these weeks could not have shown it."
        )
    if most >= matters:
        return Trust.UNKNOWN, say(
            "Nothing was found, but a gain of up to {most:share} is not ruled out, and {matters:share} would matter:"
            " the weeks are too few.",
            most=most,
            matters=matters,
        )
    return Trust.VANITY, say(
        "It foretells nothing of {outcome} worth having that its own past, the season and the spend do not: a gain of"
        " more than {most:share} is ruled out, and less than {matters:share} would not matter.",
        outcome=outcome,
        most=most,
        matters=matters,
    )
