"""Whether analytics follows some kinds of customers less than others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import erfc, sqrt

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, grouped, positive
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import Words, say

NAME = "coverage_bias"
FEWEST = 30
"""Customers that a segment needs, or orders where customers are not known."""
APART = 0.1
"""Difference of shares from which it matters."""
CHANCE = 0.001
SEGMENTS = ("area", "is_first")


def judge(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Segments of which analytics sees far fewer orders than of all, beyond chance.

    It is a flaw of `touches`: evidence from them speaks of those who are seen.
    """
    for (business, _), whole in grouped(subject, rows, source=False).items():
        for segment in SEGMENTS:
            low = _low(whole, segment)
            if low:
                yield _flaw(business, segment, low, whole)


def _flaw(business: str, segment: str, low: list[tuple[Words, list[Row]]], whole: Sequence[Row]) -> Flaw:
    unseen = sum(
        ((row["money"] or Decimal()) - (row["seen_money"] or Decimal()) for _, own in low for row in own), Decimal()
    )
    currencies = {row["currency"] for row in whole}
    return Flaw(
        NAME,
        "touches",
        business,
        (segment,),
        severity=Severity.WARNING,
        words=say(
            "Analytics follows {share:share} of all orders, but far fewer of {segments}.",
            share=sum(row["seen"] for row in whole) / sum(row["rows"] for row in whole),
            segments=tuple(name for name, _ in low),
        ),
        cure=say(
            "see why it is blind there (consent banner, app, shop in person); read figures by channel with that in mind"
        ),
        money=positive(unseen) if len(currencies) == 1 else None,
        currency=next(iter(currencies)) if len(currencies) == 1 else None,
        lowers=1,
    )


def _low(rows: Sequence[Row], segment: str) -> list[tuple[Words, list[Row]]]:
    """Segments that are seen less than all together, by more than `APART` and than chance, tried for all at once."""
    by_segment: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row[segment] is not None:
            by_segment[row[segment]].append(row)
    seen, every = (sum(row[name] for row in rows) for name in ("seen", "rows"))
    share = seen / every
    found = []
    for name, own in sorted(by_segment.items(), key=lambda one: str(one[0])):
        count = sum(row["rows"] for row in own)
        gap = share - sum(row["seen"] for row in own) / count
        # Whoever is not followed is not followed in any order: people are what chance draws, not orders.
        drawn = sum(row["people"] for row in own) or count
        error = sqrt(share * (1 - share) / drawn)
        if drawn >= FEWEST and gap > APART and error and erfc(gap / error / sqrt(2)) / 2 * len(by_segment) < CHANCE:
            found.append((_named(segment, name), own))
    return found


def _named(segment: str, value: object) -> Words:
    if segment == "is_first":
        return say("first orders") if value else say("orders of known customers")
    return say("{area}", area=str(value))
