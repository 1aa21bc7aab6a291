"""Which source is used for what, and why; and which of them says how much was sold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from probant.evidence.reconciliation.question import PRECEDENCE, Books, OverclaimQuestion
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Role:
    """What one source is used for."""

    source: str
    used_for: Words
    why: Words


SOLD = say("how much was sold")
WHY_BOOKS: Mapping[str, Words] = MappingProxyType(
    {
        "outcomes": say("The books count every sale once, whoever claims it and whether analytics saw it or not."),
        "conversions": say("The shop holds every order one by one; the books (outcomes) count none."),
        "leads": say(
            "Neither books nor shop count orders: what the platforms claim here are leads, as the CRM has them."
        ),
        "deals": say("Only deals that were won are known; they come long after the lead that a platform claims."),
    }
)
NOUNS: Mapping[str, str] = MappingProxyType(
    {"outcomes": "order", "conversions": "order", "leads": "lead", "deals": "deal"}
)
"""What one unit of a source's number is called."""
PLURALS: Mapping[str, Words] = MappingProxyType(
    {"outcomes": say("orders"), "conversions": say("orders"), "leads": say("leads"), "deals": say("deals")}
)


def chosen(question: OverclaimQuestion, booked: Sequence[Mapping[str, Any]]) -> Books | None:
    """The source asked for, else the first in `PRECEDENCE`, that counts anything; None where none does."""
    counting = {row["source"] for row in booked if row["number"]}
    wanted = PRECEDENCE if question.books == "auto" else (question.books,)
    return next((source for source in wanted if source in counting), None)


def roles(source: Books, *, followed: bool) -> tuple[Role, ...]:
    """Every source that was used, what for and why; analytics only where it follows any order."""
    seen = Role(
        "touches",
        say("which channel was there before a sale"),
        say("Analytics judges all channels by one rule, but follows only those who consent and do not block it."),
    )
    whom = Role(
        "conversions",
        say("which sales analytics missed"),
        say("An order that the shop has and before which analytics saw nobody was not tracked."),
    )
    own = Role(
        "claims",
        say("what the platforms say of themselves"),
        say("Each counts the sales that it saw, in its own window, without knowing of the others: never the measure."),
    )
    return (Role(source, SOLD, WHY_BOOKS[source]), *((seen, whom) if followed else ()), own)
