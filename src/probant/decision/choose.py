"""Which few metrics belong on the first page: what foretells most and repeats least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from probant.decision.trust import Standing, Trust
from probant.vocabulary import Indicator
from probant.words import Words, say

MOST = 6
RESULTS = 2
"""Of these, the results themselves: a page of announcements alone would not say how things stand."""
REPEATS = 0.8
"""Correlation with a metric already chosen above which another says the same again."""
FEWEST = 20
"""Weeks in common below which it is not said how far two metrics agree."""
_HEADLINES: Mapping[str, tuple[str, ...]] = {
    "b2c": ("revenue", "contribution_margin_after_marketing", "marketing_efficiency_ratio", "orders"),
    "b2b": ("pipeline_created", "revenue", "pipeline_reported", "pipeline_velocity", "marketing_efficiency_ratio"),
}
"""Results that a first page leads with, by business model, in the order in which they are taken."""
_WEIGHT = {Trust.DECISION: 1.0, Trust.WEAK: 0.5}


@dataclass(frozen=True, slots=True)
class Pick:
    """One metric proposed, and why."""

    metric: str
    label: Words
    trust: Trust
    reason: Words
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """At most six metrics for the first page, and what was left out."""

    business: str
    profile: str
    """'b2c' or 'b2b'."""
    picks: tuple[Pick, ...]
    left: tuple[Pick, ...]
    """What foretells but is not proposed, and why."""
    accepted: bool = False
    """Whether it was written to the project."""


def choose(
    standings: Sequence[Standing], indicators: Sequence[Indicator], *, business: str, profile: str, most: int = MOST
) -> Choice:
    """Propose metrics: two results, then those that foretell, each the best of what is left.

    A metric that foretells is worth its gain, halved where it is weak, less the part of it that those
    already chosen tell: the square of its closest correlation with one of them, week by week, of the
    changes from one week to the next. At or above REPEATS it is left out. This is the greedy rule of
    most relevance and least redundancy (Peng, Long & Ding 2005, IEEE Transactions on Pattern Analysis 27).

    Parameters
    ----------
    standings : sequence of Standing
        Verdicts on the metrics of this business.
    indicators : sequence of Indicator
        Its metrics with their weeks; only these can be shown on the page.
    business, profile : str
        Whose page; 'b2c' or 'b2b'.
    most : int
        Metrics proposed at most, > RESULTS.
    """
    held = {one.name: one for one in indicators}
    changes = {name: _changes(one) for name, one in held.items()}
    picks = [_result(held[name]) for name in _HEADLINES[profile] if name in held][:RESULTS]
    waiting = [one for one in standings if one.trust in _WEIGHT and one.metric in held]
    left = [_elsewhere(one) for one in standings if one.trust is Trust.DECISION and one.metric not in held]
    while waiting and len(picks) < most:
        best = max(waiting, key=lambda one: (_worth(one, picks, changes), one.metric))
        waiting.remove(best)
        same, twin = _closest(best.metric, picks, changes)
        if twin is not None and same >= REPEATS:
            left.append(_repeats(best, twin))
        else:
            picks.append(_foretells(best))
    left += [_no_room(one) for one in waiting]
    return Choice(business, profile, tuple(picks), tuple(left))


def agreement(one: Mapping[date, float], other: Mapping[date, float]) -> float:
    """Size of the correlation of two series of changes over the weeks that both have, in [0, 1]; 0 for too few."""
    weeks = sorted(one.keys() & other.keys())
    if len(weeks) < FEWEST:
        return 0.0
    pair = np.array([[one[week] for week in weeks], [other[week] for week in weeks]])
    pair -= pair.mean(axis=1, keepdims=True)
    lengths = np.sqrt((pair**2).sum(axis=1))
    return 0.0 if lengths.min() == 0.0 else float(min(1.0, abs(pair[0] @ pair[1]) / lengths.prod()))


def _worth(one: Standing, picks: Sequence[Pick], changes: Mapping[str, Mapping[date, float]]) -> float:
    gain = max(0.0, one.gain.value) if one.gain else 0.0
    same, _ = _closest(one.metric, picks, changes)
    return gain * _WEIGHT[one.trust] * (1.0 - same**2)


def _closest(
    metric: str, picks: Sequence[Pick], changes: Mapping[str, Mapping[date, float]]
) -> tuple[float, Pick | None]:
    """How far it agrees with the metric already chosen that it agrees with most, and which that is."""
    return max(
        ((agreement(changes[metric], changes[pick.metric]), pick) for pick in picks),
        key=lambda pair: pair[0],
        default=(0.0, None),
    )


def _changes(one: Indicator) -> dict[date, float]:
    """Changes from week to week where both weeks are known: levels agree by a trend alone."""
    pairs = zip(one.series, one.series[1:], strict=False)
    return {day: after - before for (_, before), (day, after) in pairs if before is not None and after is not None}


def _result(one: Indicator) -> Pick:
    return Pick(one.name, one.label, Trust.RESULT, say("It is the result itself: everything else is there to move it."))


def _foretells(one: Standing) -> Pick:
    if one.trust is Trust.DECISION:
        reason = say(
            "It announces {outcome} {days} days before: look at it to act in time.",
            outcome=one.outcome,
            days=7 * (one.lead or 0),
        )
    else:
        reason = say(
            "It may announce {outcome} {days} days before; take it as a hint, not as proof.",
            outcome=one.outcome,
            days=7 * (one.lead or 0),
        )
    return Pick(one.metric, one.label, one.trust, reason, one.lead)


def _repeats(one: Standing, twin: Pick) -> Pick:
    reason = say("It goes up and down with “{twin}”, which is there already.", twin=twin.label)
    return Pick(one.metric, one.label, one.trust, reason, one.lead)


def _no_room(one: Standing) -> Pick:
    return Pick(one.metric, one.label, one.trust, say("Six are enough; others announce more."), one.lead)


def _elsewhere(one: Standing) -> Pick:
    reason = say(
        "It announces {outcome}, but it is a series of your own that the page cannot show yet.", outcome=one.outcome
    )
    return Pick(one.metric, one.label, one.trust, reason, one.lead)
