"""The nouns behind a number, in words that can be translated."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from probant.words import Words, say

NOUNS: Mapping[str, Words] = MappingProxyType(
    {
        "1000 actions": say("thousand actions"),
        "1000 impressions": say("thousand impressions"),
        "accepted result": say("accepted result"),
        "account": say("account"),
        "accounts": say("accounts"),
        "acquisition": say("acquisition"),
        "action": say("action"),
        "actions": say("actions"),
        "click": say("click"),
        "clicks": say("clicks"),
        "conversion": say("conversion"),
        "conversions": say("conversions"),
        "correlation": say("correlation"),
        "customer": say("customer"),
        "customers": say("customers"),
        "day": say("day"),
        "days": say("days"),
        "deal": say("deal"),
        "deals": say("deals"),
        "deviations": say("deviations"),
        "elasticity": say("% for 1% of spend"),
        "hour": say("hour"),
        "hours": say("hours"),
        "impression": say("impression"),
        "impressions": say("impressions"),
        "lead": say("sales lead"),
        "leads": say("leads"),
        "minute": say("minute"),
        "minutes": say("minutes"),
        "month": say("month"),
        "months": say("months"),
        "new customer": say("new customer"),
        "new customers": say("new customers"),
        "opportunity": say("opportunity"),
        "opportunities": say("opportunities"),
        "order": say("order"),
        "orders": say("orders"),
        "output": say("output"),
        "outputs": say("outputs"),
        "people": say("people"),
        "person": say("person"),
        "piece": say("piece"),
        "pieces": say("pieces"),
        "points of 100": say("points of 100"),
        "rows": say("rows"),
        "run": say("run"),
        "runs": say("runs"),
        "seconds": say("seconds"),
        "session": say("session"),
        "sessions": say("sessions"),
        "severity points": say("severity points"),
        "unit": say("unit"),
        "units": say("units"),
        "visit": say("visit"),
        "visits": say("visits"),
        "week": say("week"),
        "weeks": say("weeks"),
        "year": say("year"),
        "years": say("years"),
    }
)
PLAIN = frozenset({"", "ratio", "number", "count", "1"})
"""Units that a reader needs no word for."""


def points(number: str) -> Words:
    """A difference of shares, in points of a hundred, whose number is written already."""
    return say("{number}\N{NO-BREAK SPACE}pt", number=number)
