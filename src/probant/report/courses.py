"""Pictures over time that a board can show beside its evidence, made of the series of its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from probant.decision.answer import Board
from probant.errors import UnknownName
from probant.vocabulary import Grade, Indicator, Period
from probant.words import Words, say

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Course:
    """One or two indicators of one business, week by week."""

    id: str
    """Name of the picture on its page."""
    title: Words
    indicators: tuple[Indicator, ...]

    @property
    def business(self) -> str:
        """Whose course it is."""
        return self.indicators[0].business

    @property
    def grade(self) -> Grade:
        """That of the weakest of the indicators."""
        return max(one.grade for one in self.indicators)

    @property
    def period(self) -> Period:
        """From the first week shown to the last one."""
        days = [day for one in self.indicators for day, _ in one.series]
        return Period(min(days), max(days) + WEEK)


def courses(board: Board) -> tuple[Course, ...]:
    """Revenue beside spend, and the cost of a new customer: of the first business that has the weeks for it."""
    found: dict[str, dict[str, Indicator]] = {}
    for one in (*board.lag, *board.lead):
        if _by_week(one):
            found.setdefault(one.business, {})[one.name] = one
    return next(filter(None, map(_of_business, found.values())), ())


def course(board: Board, id: str) -> Course:  # noqa: A002 - it is the name of that field
    """The picture of that name; UnknownName where the board has none."""
    found = {one.id: one for one in courses(board)}
    if id not in found:
        raise UnknownName(say("chart"), id, found)
    return found[id]


def _of_business(found: Mapping[str, Indicator]) -> tuple[Course, ...]:
    pictures = []
    if {"revenue", "spend"} <= set(found):
        both = (found["revenue"], found["spend"])
        pictures.append(Course("revenue-and-spend", say("Revenue and spend by week"), both))
    if "cac_blended" in found:
        pictures.append(Course("cost-per-customer", say("Cost per new customer by week"), (found["cac_blended"],)))
    return tuple(pictures)


def _by_week(one: Indicator) -> bool:
    """Whether there is a way to show, in steps of one week."""
    days = [day for day, _ in one.series]
    seen = sum(value is not None for _, value in one.series)
    return seen > 1 and all(later - earlier == WEEK for earlier, later in pairwise(days))
