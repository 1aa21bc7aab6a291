"""Initiatives laid out for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from probant.report.initiatives import STAGES, InitiativesView, InitiativeView, ReturnView
from probant.report.language import NOTHING, Language
from probant.report.readings import HEADS, cells, readings
from probant.report.terminal import receipts
from probant.vocabulary import Check
from probant.words import Words, say

if TYPE_CHECKING:
    from probant.actions.initiatives import Declaration

_SIGNS = {True: "✓", False: "✕", None: "?"}
_DRIVERS = 3


def initiatives(view: InitiativesView, language: Language) -> RenderableType:
    """Each initiative with its four returns, its lines, what drives them, gates and stop rules."""
    parts: list[RenderableType] = []
    for one in view.initiatives:
        parts += [_head(one, language), Padding(Group(*_body(one, language)), (0, 0, 1, 2))]
    for fault in view.faults:
        parts.append(Text(f"! {fault.initiative} {fault.model}: {language.say(fault.what)}", style="red"))
        parts.append(Text(f"  → {language.say(fault.mend)}"))
    if not view.initiatives:
        parts.append(Text(language.say(say("No initiative is declared yet: probant initiatives declare FILE."))))
    return Group(*parts)


def declaration(made: Declaration, language: Language) -> RenderableType:
    """The account of what was loaded, and what the file does not name."""
    return Group(receipts(made.receipts, language), *(Text(language.say(note)) for note in made.notes))


def _head(one: InitiativeView, language: Language) -> Text:
    text = Text(one.name, style="bold").append(f"  {language.say(STAGES[one.step.stage])}", style="cyan")
    return text.append(f"  {one.use_case} · {one.owner}", style="bright_black")


def _body(one: InitiativeView, language: Language) -> Iterable[RenderableType]:
    yield _returns(one.returns, language)
    for found in one.returns:
        yield from _said(found, language)
    reasons = dict.fromkeys(language.say(reason) for found in one.returns for reason in found.reasons)
    yield from (Text(reason, style="bright_black") for reason in reasons)
    step = one.step
    if step.gates:
        yield Text(language.say(step.ahead), style="bold")
    yield from (_check(check, language) for check in (*step.gates, *step.stops))
    if step.start is not None and step.end is not None:
        words = say("Roadmap: from month {start} to month {end}.", start=round(step.start, 1), end=round(step.end, 1))
        yield Text(language.say(words))
    if step.first is not None:
        yield Text(language.say(say("Among the first with a probability of {chance:share}.", chance=step.first)))


def _returns(found: Iterable[ReturnView], language: Language) -> Table:
    """One row a model and horizon; what holds for both stands in the first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in (say("Model"), *HEADS, say("Grade")):
        table.add_column(Text(language.say(head)), overflow="fold")
    for one in found:
        grade = one.grade.value if one.grade else NOTHING
        for place, reading in enumerate(readings(one)):
            ends = ("", "") if place else (language.say(one.label), grade)
            table.add_row(*map(Text, (ends[0], *cells(reading, language), ends[1])))
    return table


def _said(one: ReturnView, language: Language) -> Iterable[Text]:
    """Lines that are known, and what drives the return."""
    for line in one.lines:
        if line.state != "unknown":
            yield Text(language.say(say("{subject}: {value}", subject=line.label, value=line.words)))
    if one.drivers:
        told = ", ".join(f"{name} {language.percent(share)}" for name, share in one.drivers[:_DRIVERS])
        yield Text(language.say(say("Driven by: {drivers}", drivers=told)), style="bright_black")


def _check(check: Check, language: Language) -> Text:
    words: Words = check.words
    return Text(f"{_SIGNS[check.passed]} {language.say(words)}")
