"""The three answers, from the best evidence at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from probant.decision.answer import Answer, Shown, Verdict
from probant.decision.candidates import Candidate, candidates
from probant.decision.proof import would_prove
from probant.vocabulary import Estimate, Grade, Indicator, Interval, Purpose
from probant.words import Words, say


def answers(
    shown: Sequence[Shown], indicators: Sequence[Indicator], margins: Mapping[str, float | None]
) -> tuple[Answer, ...]:
    """Do activities generate revenue, are resources used well, do actions lead to customer results?

    Parameters
    ----------
    shown : sequence of Shown
        The newest evidence to each question.
    indicators : sequence of Indicator
        Metrics of the period; the marketing efficiency ratio among them stands in where no evidence
        on efficiency was gathered.
    margins : mapping of str to float or None
        Contribution margin of each business as a share of revenue, in (0, 1]; None: not known.

    Returns
    -------
    tuple of Answer
        One each for revenue, efficiency and customers, in this order.
    """
    return tuple(_answer(purpose, shown, indicators, margins) for purpose in Purpose)


def _answer(
    purpose: Purpose,
    shown: Sequence[Shown],
    indicators: Sequence[Indicator],
    margins: Mapping[str, float | None],
) -> Answer:
    found = candidates(shown, purpose)
    if found:
        return _from_evidence(purpose, found, shown)
    if purpose is Purpose.EFFICIENCY:
        ratio = next(
            (one for one in indicators if one.name == "marketing_efficiency_ratio" and one.value is not None), None
        )
        if ratio is not None:
            return _from_ratio(ratio, margins.get(ratio.business), shown)
    return _nothing(purpose, shown)


def _from_evidence(purpose: Purpose, found: tuple[Candidate, ...], shown: Sequence[Shown]) -> Answer:
    first = found[0]
    evidence = first.shown.evidence
    return Answer(
        purpose=purpose,
        verdict=first.verdict,
        business=evidence.business,
        subject=first.subject,
        headline=_headline(first.estimate, evidence.ids),
        estimate=_readable(first.estimate),
        line=evidence.line,
        grade=evidence.grade,
        sentence=_sentence(first, found),
        reasons=_reasons(first),
        would_prove=would_prove(purpose, first, shown),
        evidence=tuple(dict.fromkeys(one.shown.id for one in found)),
    )


def _headline(estimate: Estimate, ids: Mapping[str, str]) -> Words:
    shown, metric, initiative = _readable(estimate), ids.get("metric"), ids.get("initiative")
    if estimate.unit == "elasticity":
        return say("{change:+share} in weeks with 10% more spend", change=shown.value)
    if initiative is not None:
        facts = {"value": shown.value, "unit": shown.unit, "initiative": initiative}
        return say("{value:+{unit}} returned by “{initiative}”", **facts)
    back, _, spent = shown.unit.partition(" / ")
    if back == spent and back.isupper():
        return say("{back:{unit}} for every {one:{unit}} spent", back=shown.value, one=1, unit=back)
    if metric is not None:
        return say("{value:+{unit}} on “{metric}”", value=shown.value, unit=shown.unit, metric=metric)
    return say("{value:+{unit}}", value=shown.value, unit=shown.unit)


def _readable(estimate: Estimate) -> Estimate:
    """An elasticity as what it says of weeks with 10 % more spend; any other estimate as it is."""
    if estimate.unit != "elasticity":
        return estimate
    around = estimate.interval
    interval = around and Interval(_with_a_tenth_more(around.low), _with_a_tenth_more(around.high), around.level)
    return Estimate(_with_a_tenth_more(estimate.value), "share", interval)


def _with_a_tenth_more(elasticity: float) -> float:
    return float(1.1**elasticity - 1)


def _sentence(first: Candidate, found: tuple[Candidate, ...]) -> Words:
    evidence = first.shown.evidence
    what = say("{estimand}, {subject}", estimand=evidence.estimand, subject=first.subject)
    if evidence.grade in (Grade.E, Grade.F):
        return _seen(first, what)
    if first.estimate.interval is None:
        return say("{what}: no uncertainty is stated, so nothing is proven.", what=what)
    if evidence.line is None:
        return say("{what}: whether that pays is not known, for break-even is not.", what=what)
    return _judged(first, found, what)


def _seen(first: Candidate, what: Words) -> Words:
    """What evidence that shows no cause says."""
    evidence = first.shown.evidence
    if evidence.grade is Grade.E:
        if evidence.engine.startswith("association."):
            return say("{what}: they move together; that one causes the other is not shown.", what=what)
        return say("{what}: this is what was seen; what caused it is not shown.", what=what)
    return say("{what}: somebody claims it; that the marketing caused it is not shown.", what=what)


def _judged(first: Candidate, found: tuple[Candidate, ...], what: Words) -> Words:
    """How sure it is, and how many of the tests are proven."""
    sure = _sure(first, first.shown.evidence.line or 0.0)
    if len(found) > 1:
        count = sum(one.verdict is Verdict.PROVEN for one in found)
        return say(
            "{what}: {sure}; {count} of {tests} tests proven together.",
            what=what,
            sure=sure,
            count=count,
            tests=len(found),
        )
    return say("{what}: {sure}.", what=what, sure=sure)


def _sure(first: Candidate, line: float) -> Words:
    """How sure it is on which side of the line, as a part of a sentence."""
    good, bad = first.good or 0.0, first.bad or 0.0
    if line and good >= bad:
        return say("{chance:share} sure to be above break-even", chance=good)
    if line:
        return say("{chance:share} sure to be below break-even", chance=bad)
    if good >= bad:
        return say("{chance:share} sure to be an improvement", chance=good)
    return say("{chance:share} sure to be a loss", chance=bad)


def _reasons(first: Candidate) -> tuple[Words, ...]:
    evidence = first.shown.evidence
    doubts = () if first.verdict in (Verdict.PROVEN, Verdict.HARMFUL) else _doubts(first)
    return (*doubts, *evidence.reasons, *evidence.limits[:2])


def _doubts(first: Candidate) -> tuple[Words, ...]:
    evidence = first.shown.evidence
    if not evidence.grade.at_least(Grade.C):
        return (say("Grade {grade} cannot prove a cause, however clear the figure.", grade=evidence.grade.value),)
    return (
        say(
            "The interval reaches the line that matters: below {needed:share} certainty it is not called proven.",
            needed=0.95,
        ),
    )


def _from_ratio(ratio: Indicator, margin: float | None, shown: Sequence[Shown]) -> Answer:
    """Revenue over spend: a ratio of sums, with no interval and no cause in it."""
    assert ratio.value is not None
    line = None if margin is None else 1 / margin
    unknown_margin = (say("The contribution margin is not declared, so break-even is not known."),)
    return Answer(
        purpose=Purpose.EFFICIENCY,
        verdict=Verdict.UNPROVEN,
        business=ratio.business,
        subject=ratio.name,
        headline=say("{value} revenue per 1 spent", value=round(ratio.value, 2)),
        estimate=Estimate(ratio.value, ratio.unit),
        line=line,
        grade=ratio.grade,
        sentence=say("All revenue over all spend: it counts sales that would have come anyway."),
        reasons=(
            *(unknown_margin if margin is None else ()),
            say("What the last euro returned, channel by channel, is not in this ratio."),
        ),
        would_prove=would_prove(Purpose.EFFICIENCY, None, shown),
        evidence=(),
    )


def _nothing(purpose: Purpose, shown: Sequence[Shown]) -> Answer:
    return Answer(
        purpose=purpose,
        verdict=Verdict.UNPROVEN,
        business="(all)",
        subject="",
        headline=say("not known"),
        estimate=None,
        line=None,
        grade=None,
        sentence=say("No evidence has been gathered on this yet."),
        reasons=(),
        would_prove=would_prove(purpose, None, shown),
        evidence=(),
    )
