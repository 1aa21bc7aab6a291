"""Who came, how much they looked at, and how many ordered."""

from __future__ import annotations

from ibis import _

from probant.metrics.definition import BOTH, CONSUMER, Metric
from probant.metrics.journeys import VISIT_DAYS, VISITED
from probant.metrics.parts import ONE, Part, each, flag
from probant.metrics.proof import HOLDOUT
from probant.metrics.revenue import EARNED
from probant.words import say

_SESSIONS = Part(EARNED, _.sessions)
_ARRIVED = each("touches", where=_.kind.isin(("visit", "qualified")))

ENGAGEMENT = (
    Metric(
        name="sessions",
        label=say("Visits to the site"),
        meaning=say("Visits to the site or the app, as web analytics count them."),
        unit="sessions",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=_SESSIONS,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="engagement_rate",
        label=say("Engagement rate"),
        meaning=say("Share of visits that lasted, converted or saw two pages."),
        unit="share",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(EARNED, _.engaged_sessions),
        denominator=_SESSIONS,
        valid=(0.0, 1.0),
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="qualified_visits",
        label=say("Qualified visits"),
        meaning=say("Visits that the business counts as qualified, by the channel that brought them."),
        unit="visits",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(_ARRIVED, flag(_.kind == "qualified")),
        proof=HOLDOUT,
    ),
    Metric(
        name="qualified_visit_share",
        label=say("Share of visits that are qualified"),
        meaning=say("Visits that the business counts as qualified over all visits."),
        unit="share",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(_ARRIVED, flag(_.kind == "qualified")),
        denominator=Part(_ARRIVED, ONE),
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
    Metric(
        name="conversion_rate",
        label=say("Conversion rate of visits"),
        meaning=say(
            "Share of visits after which the same visitor ordered within {hours} hours and before coming back.",
            hours=24 * VISIT_DAYS,
        ),
        unit="share",
        better="more",
        timing="lag",
        profiles=CONSUMER,
        owner="marketing",
        numerator=Part(VISITED, flag(_.converted)),
        denominator=Part(VISITED, ONE),
        maturity_days=VISIT_DAYS,
        valid=(0.0, 1.0),
        attribution=say("An order belongs to the last visit before it."),
        proof=HOLDOUT,
    ),
)
