"""What a return is a return of, and what it does not say."""

from __future__ import annotations

from probant.evidence.initiatives.lines import MODELS, Model
from probant.evidence.initiatives.published import PUBLISHED
from probant.evidence.initiatives.question import Horizons, PriorityQuestion, ReturnQuestion
from probant.evidence.initiatives.valuation import Valuation
from probant.words import Words, say


def estimand(question: ReturnQuestion) -> Words:
    """The number that stands under the initiative's name."""
    facts = {"initiative": question.initiative, "months": question.long_months, "model": MODELS[question.model]}
    if question.model is Model.EXPLORATORY:
        return say(
            "Return on the pilot of “{initiative}”: what it teaches less its cost, over its cost ({model})", **facts
        )
    return say("Return of “{initiative}” over {months} months, relative to its cost ({model})", **facts)


def ranked(question: PriorityQuestion) -> Words:
    """What initiatives are ranked by."""
    return say(
        "Expected value of each initiative per person-month that it still takes ({model})",
        model=MODELS[question.model],
    )


def limits(question: Horizons, found: Valuation) -> tuple[Words, ...]:
    """What the return does not say."""
    return (
        say("The four models are four views of one initiative: their amounts are never added up."),
        *_published(found),
        say(
            "Later money is discounted by {rate:share} a year; the short horizon is {short} months, the long {long}.",
            rate=question.discount,
            short=question.short_months,
            long=question.long_months,
        ),
        say("That its factors do not depend on each other is assumed."),
    )


def _published(found: Valuation) -> tuple[Words, ...]:
    ids = [
        factor.source
        for one in found.benefits
        for factor in one.factors.values()
        if factor.basis == "published" and factor.source
    ]
    return tuple(
        say(
            "Published elsewhere, widened, and nothing with a probability of 3 in 7: {study} ({year}), {of}.",
            study=PUBLISHED[one].study,
            year=PUBLISHED[one].year,
            of=PUBLISHED[one].of,
        )
        for one in dict.fromkeys(ids)
    )
