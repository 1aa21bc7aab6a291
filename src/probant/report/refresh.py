"""What moved between two fits of a mix model, for page, PDF and terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from probant.report.language import Language, label
from probant.report.marks import GRADES
from probant.report.table import Cell, Table
from probant.vocabulary import Estimate, Grade, Period
from probant.words import Words, say

if TYPE_CHECKING:
    from rich.console import Group, RenderableType


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two fits."""

    id: str
    """Of its evidence."""
    period: Period | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Moved:
    """The return of one channel in both fits."""

    subject: str
    before: Estimate
    now: Estimate
    deviations: float
    """How far it moved, in deviations of the older fit; its sign is that of the move."""
    by: Words
    """What moved it."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Two fits of one business and outcome, the newest and the one before it."""

    business: str
    was: Side
    now: Side
    moved: tuple[Moved, ...]
    """The furthest moved first."""
    says: tuple[Words, ...]
    """What moved, and whether new data, other beliefs or other assumptions moved it."""
    fitted: bool = True
    """False where nothing new was loaded, so that no fit was needed."""

    @property
    def regraded(self) -> Words | None:
        """That the grade is another; None where it is the same."""
        if self.was.grade is self.now.grade:
            return None
        return say("The grade was {before}, is {after}.", before=self.was.grade.value, after=self.now.grade.value)

    def table(self, language: Language) -> Table:
        """One row a channel."""
        heads = (say("Channel"), say("Before"), say("Now"), say("Deviations"), say("Moved by"))
        rows = tuple(
            (
                Cell(label(one.subject, language), one.subject),
                _figure(one.before, language),
                _figure(one.now, language),
                Cell(
                    language.quantity(round(one.deviations, 1), "", signed=True), round(one.deviations, 2), figure=True
                ),
                Cell(language.say(one.by), language.say(one.by)),
            )
            for one in self.moved
        )
        return Table(say("What moved since the fit before"), heads, rows)


def refreshed(found: Refreshed, language: Language) -> Group:
    """For the terminal: the sentences, and the channels in a table."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table as Rich
    from rich.text import Text

    told = found.table(language)
    head = Text(f"{found.was.id[:12]} → {found.now.id[:12]}  ", style="bold")
    head.append(f"{found.now.grade.value} {language.say(GRADES[found.now.grade].word)}", style="cyan")
    parts: list[RenderableType] = [head, *(Text(language.say(one)) for one in found.says)]
    if found.regraded is not None:
        parts.append(Text(language.say(found.regraded), style="yellow"))
    if told.rows:
        table = Rich(box=SIMPLE_HEAD, pad_edge=False)
        for place, name in enumerate(told.heads):
            table.add_column(Text(language.say(name)), justify="right" if 0 < place < 4 else "left")
        for row in told.rows:
            table.add_row(*(Text(cell.text) for cell in row))
        parts.append(table)
    return Group(*parts)


def _figure(one: Estimate, language: Language) -> Cell:
    """The estimate with its interval, as readers write it."""
    value = language.quantity(one.value, one.unit, compact=True)
    text = language.say(say("{value} ({interval})", value=value, interval=language.interval(one)))
    return Cell(text, one.value, figure=True, unit=one.unit)
