"""What is looked at before an experiment is believed, each with its reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from probant.evidence.experiments import power, sample_ratio, tails
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.experiments.sums import Arm
from probant.stats.multiple import benjamini_hochberg
from probant.vocabulary import Check, Period
from probant.words import say


def ratio_of_arms(arms: Mapping[str, Arm], split: Mapping[str, float]) -> Check:
    """Units, or clusters, per arm against the split that the design meant."""
    counts = tuple(arm.independent for arm in arms.values())
    p = sample_ratio.p_value(counts, [split.get(name, 1.0) for name in arms])
    if p >= sample_ratio.THRESHOLD:
        words = say("The arms {arms} received {counts} units, as designed (p = {p}).", **_sizes(arms), p=round(p, 3))
        return Check("sample_ratio", True, words)
    words = say(
        "The arms {arms} received {counts} units: by the stated split that happens less than once in 1,000 "
        "experiments. Units were lost or doubled on the way, or the split was another one.",
        **_sizes(arms),
    )
    return Check("sample_ratio", False, words, lowers=1)


def fixed_beforehand(question: DifferenceQuestion, days: Period | None) -> Check:
    """Whether the question was fixed before the last unit was assigned."""
    name, fixed = "fixed_beforehand", question.fixed_on
    if fixed is None:
        words = say("The question was not fixed before the results could be seen (fixed_on is empty).")
        return Check(name, False, words, lowers=1)
    if days is None:
        words = say("The question was fixed on {day}; when units were assigned is not known.", day=fixed)
        return Check(name, None, words)
    if fixed >= days.end:
        words = say("The question was fixed on {day}, after the last unit was assigned.", day=fixed)
        return Check(name, False, words, lowers=1)
    return Check(name, True, say("The question was fixed on {day}, before the last unit was assigned.", day=fixed))


def stated_power(question: DifferenceQuestion, errors: Sequence[float]) -> Check:
    """The smallest effect that could be found in every arm, against the planned one."""
    name, worst, unit = "power", max(errors), question.effect_unit
    if worst == 0.0:
        return Check(name, None, say("Without any spread, power cannot be stated."))
    least = power.detectable(worst, level=question.level, power=question.power)
    facts = {"least": least, "unit": unit, "power": question.power}
    if question.planned_effect is None:
        words = say("An effect of {least:{unit}} would be found with a probability of {power:share}.", **facts)
        return Check(name, None, words)
    facts |= {"planned": question.planned_effect}
    facts |= {"reached": power.power_at(question.planned_effect, worst, level=question.level)}
    words = say(
        "The planned effect of {planned:{unit}} is found with a probability of {reached:share}; "
        "one of {least:{unit}} with {power:share}.",
        **facts,
    )
    return Check(name, least <= question.planned_effect, words)


def independence(arms: Sequence[Arm], shared: int) -> Check:
    """Whether units stand alone, and clusters lie in one arm each."""
    name = "independence"
    if shared:
        words = say(
            "{clusters} clusters have units in more than one arm: one arm may have affected the other, "
            "and the interval leaves out what they share.",
            clusters=shared,
        )
        return Check(name, False, words, lowers=1)
    if any(arm.in_clusters for arm in arms):
        count = sum(arm.moments.clusters for arm in arms)
        words = say(
            "Units hang together in {clusters} clusters, each in one arm; errors are by cluster.", clusters=count
        )
        return Check(name, True, words)
    return Check(name, None, say("No clusters are given: every unit is taken to stand alone."))


def observed(question: DifferenceQuestion, arms: Sequence[Arm]) -> Check:
    """How many units lack an observation, and whether one arm lacks more than another."""
    name = "missing"
    lacking = tuple(max(arm.missing) for arm in arms)
    if not any(lacking):
        return Check(name, True, say("Every unit of the compared arms was observed."))
    facts = {"arms": tuple(arm.name for arm in arms), "lacking": lacking}
    if question.missing == "zero":
        return Check(
            name, None, say("In the arms {arms}, {lacking} units have no observation and count as 0.", **facts)
        )
    left = [arm.moments.n for arm in arms]
    if sample_ratio.p_value(left, [arm.assigned for arm in arms]) < sample_ratio.THRESHOLD:
        words = say(
            "In the arms {arms}, {lacking} units have no observation and are left out: more in one arm than "
            "chance explains, so what is left is no longer a random split.",
            **facts,
        )
        return Check(name, False, words, lowers=1)
    words = say(
        "In the arms {arms}, {lacking} units have no observation and are left out, about the same share.", **facts
    )
    return Check(name, True, words)


def spread(question: DifferenceQuestion, arms: Sequence[Arm], errors: Sequence[float]) -> Check:
    """Whether the metric varies, and whether the arms are large enough for how uneven it is."""
    name = "spread"
    if min(errors) == 0.0:
        words = say(
            "All units have the same value of “{metric}”, so no uncertainty can be stated.", metric=question.metric
        )
        return Check(name, False, words)
    if question.kind != "mean":
        return Check(name, True, say("“{metric}” varies between units.", metric=question.metric))
    skews = [arm.skewness or 0.0 for arm in arms]
    wanted = [tails.units_wanted(skew) for skew in skews]
    short = tuple(arm.name for arm, units in zip(arms, wanted, strict=True) if arm.moments.n < units)
    if not short:
        return Check(name, True, say("The arms are large enough for how uneven “{metric}” is.", metric=question.metric))
    words = say(
        "“{metric}” is very uneven between units (skewness {skew}): for a reliable interval each arm should have "
        "{wanted} units; too few are in {arms}.",
        metric=question.metric,
        skew=round(max(abs(skew) for skew in skews), 1),
        wanted=round(max(wanted)),
        arms=short,
    )
    return Check(name, False, words)


def several_arms(arms: Sequence[str], p_values: Sequence[float], level: float) -> Check:
    """Which of several treated arms differ once it is counted how many were tried."""
    adjusted = benjamini_hochberg(p_values)
    lone = [arm for arm, p in zip(arms, p_values, strict=True) if p < 1 - level]
    kept = tuple(arm for arm, q in zip(arms, adjusted, strict=True) if q < 1 - level)
    facts = {"count": len(arms), "rate": 1 - level}
    if len(kept) < len(lone):
        lost = tuple(arm for arm in lone if arm not in kept)
        words = say(
            "{count} arms were tried: {arms} may differ by that alone (false-discovery rate {rate:share}).",
            arms=lost,
            **facts,
        )
        return Check("several_arms", False, words)
    words = say("{count} arms were tried; at a false-discovery rate of {rate:share} the same ones differ.", **facts)
    return Check("several_arms", True, words)


def _sizes(arms: Mapping[str, Arm]) -> dict[str, tuple[object, ...]]:
    return {"arms": tuple(arms), "counts": tuple(arm.independent for arm in arms.values())}
