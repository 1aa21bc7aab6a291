"""A proposal for the budget in words: for the page and the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from probant.decision.budget.answer import Move, Proposal, Reversal, Speaks
from probant.decision.budget.terms import Goal
from probant.report.language import Language, label
from probant.report.marks import GRADES
from probant.vocabulary import Estimate
from probant.words import Words, say

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

GOALS: Mapping[Goal, Words] = MappingProxyType(
    {
        Goal.EXPECTED: say("the largest expected gain"),
        Goal.CAUTIOUS: say("the best of the bad cases"),
        Goal.TARGET: say("the target at the least spend"),
    }
)
HEADS = (
    say("Channel"),
    say("Today"),
    say("Proposed"),
    say("Change"),
    say("Seen"),
    say("Expected effect"),
    say("Interval"),
)
_NET = say("Effect, spend taken off")
_SMALL = 0.005
"""Of today's spend: a smaller change is shown as none."""


def headline(found: Proposal, language: Language) -> Words:
    """What is proposed, in a sentence."""
    gain = found.effect.gain
    facts = {
        "gain": language.quantity(gain.value, gain.unit, compact=True, signed=True),
        "interval": _around(gain, language),
        "loses": found.effect.loses,
    }
    if found.net:
        return say(
            "Expected gain in margin, spend taken off: {gain} ({interval}); it loses with a probability of "
            "{loses:share}.",
            **facts,
        )
    return say(
        "Expected gain in outcome, spend not taken off: {gain} ({interval}); it loses with a probability of "
        "{loses:share}.",
        **facts,
    )


def sentences(found: Proposal, language: Language) -> Iterator[Words]:
    """Of which time it speaks, how it can be undone, what lies beyond, and what waiting is worth."""
    yield spoken(found, language)
    now, total = (language.quantity(one, found.spend_unit, compact=True) for one in (found.now, found.total))
    weekly = found.step_days == 7
    spend = (
        say("Spend per week, all channels: {now} today, {total} proposed.", now=now, total=total)
        if weekly
        else say("Spend per day, all channels: {now} today, {total} proposed.", now=now, total=total)
    )
    further = {
        "money": language.quantity(1, found.spend_unit),
        "gain": language.quantity(found.next_gain, _top(found.effect.gain.unit)),
    }
    yield spend
    yield (
        say("The next {money} per week would bring {gain} on average; no interval is stated.", **further)
        if weekly
        else say("The next {money} per day would bring {gain} on average; no interval is stated.", **further)
    )
    yield say(
        "Mean of the worst cases: {worst}.",
        worst=language.quantity(found.effect.worst, found.effect.gain.unit, compact=True, signed=True),
    )
    yield _undone(found)
    if found.at_most is not None:
        most = language.quantity(found.at_most, found.effect.gain.unit, compact=True, signed=True)
        yield say("No other plan within these bounds has an expected gain above {most}.", most=most)
    yield from _further(found, language)


def spoken(found: Proposal, language: Language) -> Words:
    """Of which time it speaks."""
    period = language.period(found.period)
    weekly = found.step_days == 7
    if found.speaks is Speaks.STEADY and weekly:
        return say("It speaks of one steady week, of a time like {period}.", period=period)
    if found.speaks is Speaks.STEADY:
        return say("It speaks of one steady day, of a time like {period}.", period=period)
    if weekly:
        return say("It speaks of the {steps} weeks to come, {period}.", steps=found.steps, period=period)
    return say("It speaks of the {steps} days to come, {period}.", steps=found.steps, period=period)


def _undone(found: Proposal) -> Words:
    days = round(found.works_on_days)
    if found.reversal is Reversal.EASY:
        return say("It can be undone at any time; what was spent works on for about {days} days.", days=days)
    return say(
        "It can be undone in part: a channel is switched off, and what is known of it grows old; what was spent works "
        "on for about {days} days.",
        days=days,
    )


def _further(found: Proposal, language: Language) -> Iterator[Words]:
    if found.beyond is not None:
        further = found.beyond.effect
        yield say(
            "Beyond what was seen the model expects {gain} more ({interval}), and less than this proposal with a "
            "probability of {loses:share}; that is the curve's shape speaking, not data (grade {grade}).",
            gain=language.quantity(further.gain.value, further.gain.unit, compact=True),
            interval=_around(further.gain, language),
            loses=further.loses,
            grade=found.beyond.grade.value,
        )
    if found.waiting is not None:
        unit = found.effect.gain.unit
        yield say(
            "Testing “{channel}” first would be worth about {worth}, with a test that measures its gain to a standard "
            "error of {error}; waiting forgoes {forgone} meanwhile.",
            channel=label(found.waiting.channel, language),
            worth=language.quantity(found.waiting.worth, unit, compact=True),
            error=language.quantity(found.waiting.error, unit, compact=True),
            forgone=language.quantity(found.effect.gain.value, unit, compact=True),
        )


def heads(found: Proposal) -> tuple[Words, ...]:
    """Of the table of moves."""
    return tuple(_NET if found.net and place == 5 else head for place, head in enumerate(HEADS))


def row(move: Move, unit: str, language: Language) -> tuple[str, ...]:
    """In the order of HEADS."""

    def money(value: float, *, signed: bool = False) -> str:
        return language.quantity(value, unit, compact=True, signed=signed)

    moved = abs(move.change) > _SMALL * max(move.now, 1e-9)
    change = f"{money(move.change, signed=True)}" if moved else "="
    seen = language.say(say("{least} to {largest}", least=money(move.least), largest=money(move.largest)))
    effect = language.quantity(move.effect.value, _top(move.effect.unit), compact=True, signed=True)
    return (
        label(move.channel, language),
        money(move.now),
        money(move.proposed),
        change,
        seen,
        effect if moved else "=",
        _around(move.effect, language) if moved else "",
    )


def _top(unit: str) -> str:
    """A unit without what it is counted per: a sentence or a table says that once for all its figures."""
    return unit.partition(" / ")[0]


def _around(estimate: Estimate, language: Language) -> str:
    return language.interval(replace(estimate, unit=_top(estimate.unit)), signed=True)


def terminal(found: Proposal, language: Language) -> Group:
    """The proposal with its table, its risk and its limits."""
    from rich.console import Group
    from rich.text import Text

    mark = GRADES[found.grade]
    title = language.say(say("Proposal: {goal}", goal=GOALS[found.goal]))
    head = Text(title, style="bold").append(f"  {found.grade.value} {language.say(mark.word)}", style="cyan")
    parts: list[RenderableType] = [head, Text(language.say(headline(found, language))), _table(found, language)]
    parts += [Text(language.say(one)) for one in sentences(found, language)]
    parts += [Text(language.say(reason), style="yellow") for reason in found.reasons]
    parts += [Text(language.say(say("Limit: {limit}", limit=limit)), style="bright_black") for limit in found.limits]
    parts.append(Text(language.say(say("Evidence {id}", id=found.evidence)), style="bright_black"))
    return Group(*parts)


def _table(found: Proposal, language: Language) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads(found)):
        table.add_column(Text(language.say(head)), justify="right" if place else "left")
    for move in found.moves:
        table.add_row(*(Text(cell) for cell in row(move, found.spend_unit, language)))
    return table
