"""What is published, how much of it the AI made, and what that saved and cost."""

from __future__ import annotations

from ibis import _

from probant.metrics.definition import BOTH, Metric
from probant.metrics.parts import ONE, Part, each, exact, flag
from probant.metrics.proof import AGENT_TEST, EXPOSED
from probant.vocabulary import Grade
from probant.words import say

_WITH_AI = _.made_by.isin(("ai", "both"))
_MADE = each("content", day="published_on")
_BY_AI = each("content", day="published_on", where=_WITH_AI)
_RELEASED = each("content", day="published_on", where=_WITH_AI & _.accepted)
_ACCEPTED = Part(_BY_AI, flag(_.accepted))

CONTENT = (
    Metric(
        name="content_made",
        label=say("Pieces of content published"),
        meaning=say("Texts, pictures and films published, by people or by AI."),
        unit="pieces",
        better="neither",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(_MADE, ONE),
        proof=EXPOSED,
        vanity_prone=True,
    ),
    Metric(
        name="content_quality",
        label=say("Quality of content"),
        meaning=say("Mean quality of the pieces published, from 0 to 1, as the business itself judges it."),
        unit="share",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(_MADE, exact(_.quality)),
        denominator=Part(_MADE, ONE),
        grade=Grade.F,
        valid=(0.0, 1.0),
        proof=EXPOSED,
    ),
    Metric(
        name="ai_content_share",
        label=say("Share of content made with AI"),
        meaning=say("Pieces that AI made, alone or with people, over all pieces published."),
        unit="share",
        better="neither",
        timing="lead",
        profiles=BOTH,
        owner="ai",
        numerator=Part(_MADE, flag(_WITH_AI)),
        denominator=Part(_MADE, ONE),
        valid=(0.0, 1.0),
        proof=AGENT_TEST,
        vanity_prone=True,
    ),
    Metric(
        name="ai_content_acceptance_rate",
        label=say("AI content that is accepted"),
        meaning=say("Share of the pieces made with AI that a person released, where that is recorded."),
        unit="share",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="ai",
        numerator=_ACCEPTED,
        denominator=Part(_BY_AI, ONE),
        valid=(0.0, 1.0),
        proof=AGENT_TEST,
    ),
    Metric(
        name="cost_per_accepted_output",
        label=say("Cost per accepted piece of AI content"),
        meaning=say("Cost of tools and outside work for all pieces made with AI, over those that a person released."),
        unit="currency / piece",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="ai",
        numerator=Part(_BY_AI, _.cost),
        denominator=_ACCEPTED,
        proof=AGENT_TEST,
    ),
    Metric(
        name="time_saved_per_accepted_output",
        label=say("Working time saved per accepted piece of AI content"),
        meaning=say(
            "Working time that a like piece took before, as measured, less that of the piece and its review,"
            " over the pieces released for which both are known."
        ),
        unit="minutes / piece",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="ai",
        numerator=Part(_RELEASED, exact(_.baseline_minutes) - exact(_.minutes)),
        denominator=Part(_RELEASED, ONE),
        valid=(None, None),
        proof=AGENT_TEST,
    ),
)
