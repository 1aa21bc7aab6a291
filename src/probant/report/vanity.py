"""Which metrics deserve trust: verdicts in words, for page, PDF and terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from probant.decision.answer import Board
from probant.decision.choose import Choice, Pick
from probant.decision.trust import Standing, Trust, standings
from probant.report.language import NOTHING, Language, precision
from probant.report.marks import SIGNS, Mark
from probant.report.titles import called
from probant.words import Words, say

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

TRUSTS: Mapping[Trust, Mark] = MappingProxyType(
    {
        Trust.DECISION: Mark(say("Decision-grade"), "good", "disc"),
        Trust.WEAK: Mark(say("Weak"), "info", "half"),
        Trust.VANITY: Mark(say("Vanity"), "plain", "cross"),
        Trust.UNKNOWN: Mark(say("Not enough data"), "warn", "ring"),
        Trust.RESULT: Mark(say("Result"), "plain", "disc"),
    }
)
TITLE = say("Which metrics deserve trust")
HINT = say("what announces money, beyond its own past, the season and the spend")
HEADS = (say("Metric"), say("Verdict"), say("Error saved"), say("Interval"), say("Lead"), say("Why"))


@dataclass(frozen=True, slots=True)
class Line:
    """One metric's verdict as a reader sees it."""

    label: str
    business: str
    """As readers call it; empty where there is one alone."""
    mark: Mark
    gain: str
    interval: str
    lead: str
    reason: str
    saved: str
    """Mean error that it saves a week, in the outcome's unit."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """The metrics in three heaps."""

    open: tuple[Line, ...]
    """Those that foretell, or may."""
    unknown: tuple[Line, ...]
    """Those on which the data are too few to judge."""
    vain: tuple[Line, ...]
    """Those that foretell nothing: folded away, greyed, with the reason."""

    @property
    def any(self) -> bool:
        """Whether any metric was looked at."""
        return bool(self.open or self.unknown or self.vain)


def trusted(board: Board, language: Language) -> Trusted:
    """Verdicts of all evidence at hand; results need none and are left out."""
    told = standings(board.evidence)
    several = len({one.business for one in told}) > 1

    def lines(*wanted: Trust) -> tuple[Line, ...]:
        return tuple(line(one, language, board.labels if several else None) for one in told if one.trust in wanted)

    return Trusted(lines(Trust.DECISION, Trust.WEAK), lines(Trust.UNKNOWN), lines(Trust.VANITY))


def line(one: Standing, language: Language, labels: Mapping[str, Words] | None = None) -> Line:
    """One verdict in words; with the business's name where `labels` are given."""
    gain, lead = one.gain, one.lead
    around = None if gain is None else gain.interval
    return Line(
        label=language.say(one.label),
        business="" if labels is None else language.say(called(one.business, labels)),
        mark=TRUSTS[one.trust],
        gain=NOTHING if gain is None else language.figure(gain.value, "share", like=precision(gain)),
        interval=NOTHING if gain is None or around is None else language.interval(gain),
        lead=NOTHING if lead is None else language.say(say("{days} days", days=7 * lead)),
        reason=language.say(one.reason),
        saved=NOTHING if one.saved is None else language.quantity(one.saved, one.unit, compact=True),
    )


def sheet(found: Trusted, language: Language) -> dict[str, Any]:
    """The table for the PDF, as plain JSON values; the vain ones last, faded."""
    heaps = ((found.open, False), (found.unknown, False), (found.vain, True))
    return {
        "title": language.say(TITLE),
        "hint": language.say(HINT),
        "heads": [language.say(head) for head in HEADS],
        "rows": [
            {
                "cells": [_named(one), one.gain, one.interval, one.lead, one.reason],
                "verdict": {"word": language.say(one.mark.word), "tone": one.mark.tone, "shape": one.mark.shape},
                "faded": faded,
            }
            for heap, faded in heaps
            for one in heap
        ],
    }


def terminal(told: Sequence[Standing], language: Language) -> Group:
    """All verdicts as a table, with what they save of the error; results in one sentence."""
    from rich.console import Group
    from rich.text import Text

    found = [line(one, language) for one in told if one.trust is not Trust.RESULT]
    results = tuple(one.label for one in told if one.trust is Trust.RESULT)
    parts: list[RenderableType] = [
        _table((*HEADS, say("Saved a week")), [(*_cells(one, language), one.saved) for one in found], language)
    ]
    if results:
        words = say("Results, which report and need not announce: {metrics}.", metrics=results)
        parts.append(Text(language.say(words), style="bright_black"))
    return Group(*parts)


def choice(found: Choice, language: Language) -> Group:
    """The proposal: what belongs on the first page and why, what was left out and why."""
    from rich.console import Group
    from rich.text import Text

    heads = (say("Metric"), say("Verdict"), say("Why"))
    parts: list[RenderableType] = [
        Text(language.say(say("For the first page of {business}:", business=found.business)), style="bold"),
        _table(heads, (_picked(one, language) for one in found.picks), language),
    ]
    if found.left:
        parts += [Text(language.say(say("Left out:")), style="bold")]
        parts += [_table(heads, (_picked(one, language) for one in found.left), language)]
    if not any(one.trust in (Trust.DECISION, Trust.WEAK) for one in found.picks):
        parts.append(Text(language.say(say("No other metric was found to announce money; more weeks may show some."))))
    parts.append(Text(language.say(_next(found))))
    return Group(*parts)


def _cells(one: Line, language: Language) -> list[str]:
    """In the order of HEADS."""
    verdict = f"{SIGNS[one.mark.shape]} {language.say(one.mark.word)}"
    return [_named(one), verdict, one.gain, one.interval, one.lead, one.reason]


def _named(one: Line) -> str:
    return f"{one.label}, {one.business}" if one.business else one.label


def _next(found: Choice) -> Words:
    if found.accepted:
        return say("Written to probant.toml, and entered in the ledger.")
    return say("Nothing is changed yet: `probant metrics choose --accept` writes it to probant.toml.")


def _picked(one: Pick, language: Language) -> tuple[str, ...]:
    mark = TRUSTS[one.trust]
    return language.say(one.label), f"{SIGNS[mark.shape]} {language.say(mark.word)}", language.say(one.reason)


def _table(heads: Sequence[Words], body: Iterable[Sequence[str]], language: Language) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        table.add_column(Text(language.say(head)), overflow="fold", no_wrap=place == 1)
    for row in body:
        table.add_row(*(Text(cell) for cell in row))
    return table
