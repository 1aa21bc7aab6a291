"""What figures on agents do not say."""

from __future__ import annotations

from probant.evidence.agents.question import AgentsQuestion, CompareQuestion, CostQuestion
from probant.words import Words, say

DESCRIBES = say("It describes the runs that were seen; that anything caused it is not shown.")


def efficiency() -> tuple[Words, ...]:
    """Of the index."""
    return (
        DESCRIBES,
        say(
            "The weights of the index were chosen on one published collection of runs; on others it may separate less."
        ),
        say("A good path that nobody declared or took before scores low until another run takes it."),
    )


def autonomy() -> tuple[Words, ...]:
    """Of autonomy."""
    return (
        DESCRIBES,
        say("Ending alone is no merit by itself: read it beside the effective rate."),
        say("A correction that nobody recorded counts as none."),
    )


def context() -> tuple[Words, ...]:
    """Of context awareness."""
    return (
        DESCRIBES,
        say("That a value stood in the context does not show that the agent understood it."),
    )


def deviation() -> tuple[Words, ...]:
    """Of deviations."""
    return (
        DESCRIBES,
        say("A rule sees only what it tests; what no rule tests is not in the rate."),
    )


def knowledge() -> tuple[Words, ...]:
    """Of knowledge."""
    return (
        DESCRIBES,
        say("Only runs whose knowledge was switched on or off by lot show what knowledge is worth."),
    )


def cost(question: CostQuestion) -> tuple[Words, ...]:
    """Of cost."""
    return (DESCRIBES, _people(question.hour_cost))


def _people(hour_cost: float | None) -> Words:
    if hour_cost is None:
        return say("The time of people is not in it (hour_cost is not given); it is often most of the cost.")
    return say("The time of people is in it as far as events record it.")


def compare(question: CompareQuestion) -> tuple[Words, ...]:
    """Of a comparison."""
    found = [say("It holds for the tasks that both did; on others the difference may be another one.")]
    if not question.randomised:
        found.append(say("Models, data and users may have changed between the two, too."))
    if question.metric == "cost":
        found.append(_people(question.hour_cost))
    return tuple(found)


def ids(question: AgentsQuestion) -> dict[str, str]:
    """Names by which a reader knows the evidence."""
    named = {"agent": question.agent, "version": question.version}
    return {key: name for key, name in named.items() if name is not None}
