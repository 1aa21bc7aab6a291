"""The return of an initiative, one reading a horizon: for tables that show them below each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probant.report.initiatives import ReturnView
from probant.report.language import NOTHING, Language
from probant.vocabulary import Estimate
from probant.words import say


@dataclass(frozen=True, slots=True)
class Reading:
    """A return over one horizon."""

    months: int | None
    """None for a pilot: what it teaches has no horizon."""
    back: Estimate | None
    """A share of the cost; None where it is not known."""
    value: Estimate | None
    """Net present value."""
    positive: float | None
    """Probability of a positive return, in [0, 1]."""


HEADS = (say("Months"), say("Return"), say("Interval"), say("Net present value"), say("Pays, probability"))
"""Of the cells of a reading."""


def readings(found: ReturnView) -> Iterator[Reading]:
    """The short horizon, where anything is known of it, then the long one; of what a pilot teaches there is one."""
    near = Reading(found.horizons.short, found.short, found.short_value, found.short_positive)
    if (near.back, near.value, near.positive) != (None, None, None):
        yield near
    months = None if found.model == "exploratory" else found.horizons.long
    yield Reading(months, found.long, found.value, found.positive)


def cells(one: Reading, language: Language) -> tuple[str, ...]:
    """Under `HEADS`, in the reader's language; what is not known is a dash."""
    back, value = one.back, one.value
    return (
        language.figure(one.months, "count"),
        NOTHING if back is None else language.quantity(back.value, back.unit, compact=True),
        NOTHING if back is None else language.interval(back),
        NOTHING if value is None else language.quantity(value.value, value.unit, compact=True),
        language.figure(one.positive, "share"),
    )
