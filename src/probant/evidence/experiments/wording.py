"""What was estimated, and what it does not say, in words."""

from __future__ import annotations

from probant.evidence.experiments.question import DifferenceQuestion
from probant.words import Words, say


def estimand(question: DifferenceQuestion) -> Words:
    """What the difference is a difference of."""
    facts = {"metric": question.metric, "experiment": _place(question), "control": question.control}
    if question.kind == "proportion":
        return say("Difference in the share of units with “{metric}” in {experiment}, against “{control}”", **facts)
    if question.kind == "ratio":
        return say(
            "Difference in “{metric}” per “{denominator}” in {experiment}, against “{control}”",
            denominator=question.denominator,
            **facts,
        )
    return say("Difference in “{metric}” per unit in {experiment}, against “{control}”", **facts)


def _place(question: DifferenceQuestion) -> Words:
    if question.segment is None:
        return say("“{experiment}”", experiment=question.experiment)
    return say("“{experiment}” (segment “{segment}”)", experiment=question.experiment, segment=question.segment)


def limits(question: DifferenceQuestion) -> tuple[Words, ...]:
    """What the experiment does not say."""
    found = [say("It holds for the units and the days of the experiment; elsewhere and later the effect may differ.")]
    if question.segment is not None:
        found.append(say("It holds for the segment “{segment}” only.", segment=question.segment))
    if question.kind == "ratio":
        found.append(
            say("A ratio can change because “{denominator}” did: look at both.", denominator=question.denominator)
        )
    if question.missing == "exclude":
        found.append(say("Units without an observation are left out; the effect on them is not known."))
    return tuple(found)


def ids(question: DifferenceQuestion) -> dict[str, str]:
    """Names by which a reader knows the evidence."""
    found = {
        "experiment": question.experiment,
        "metric": question.metric,
        "control": question.control,
        "subject": question.subject or question.experiment,
    }
    return found | ({"segment": question.segment} if question.segment else {})
