"""What platforms claim against what others count, for a page and for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from probant.decision.answer import Shown
from probant.report.language import Language
from probant.words import Words, say

if TYPE_CHECKING:
    from rich.console import Group

    from probant.report.table import Cell, Table


@dataclass(frozen=True, slots=True)
class RoleView:
    """What one source is used for, and why."""

    source: str
    used_for: Words
    why: Words

    @property
    def words(self) -> Words:
        """All of it as one line."""
        return say("{source}: {used_for}. {why}", source=self.source, used_for=self.used_for, why=self.why)


@dataclass(frozen=True, slots=True)
class WeekView:
    """One week of one channel."""

    start: date
    """Monday."""
    claimed: float
    """Conversions that platforms claim for it."""
    credited: float | None
    """Orders that analytics credits it with, scaled up to all orders; None without analytics."""


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel by week."""

    channel: str
    weeks: tuple[WeekView, ...]

    @property
    def claimed(self) -> float:
        """Conversions over all weeks."""
        return sum(one.claimed for one in self.weeks)

    @property
    def followed(self) -> bool:
        """Whether analytics follows any order."""
        return any(one.credited is not None for one in self.weeks)


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    """One business: the evidence, which source served for what, and the weeks behind it."""

    shown: Shown
    roles: tuple[RoleView, ...]
    channels: tuple[ChannelView, ...]
    sold: tuple[float, ...]
    """Orders, leads or deals by week, in the order of every channel's weeks."""

    def parted(self, table: Table) -> tuple[Table, Table]:
        """The evidence's table in two: on all channels together, whose subjects stand in brackets, and by channel.

        Each without columns that are empty in it; where its rows differ in their units, no head states one.
        """
        whole = tuple(row for row in table.rows if str(row[0].raw).startswith("("))
        return _alone(table, whole), _alone(table, tuple(row for row in table.rows if row not in whole))


def reconciliation(views: tuple[ReconciliationView, ...], language: Language) -> Group:
    """For the terminal: the evidence of each business, and which source served for what."""
    from rich.console import Group
    from rich.text import Text

    from probant.report.terminal import evidence

    parts: list[object] = []
    for view in views:
        parts += [Text(view.shown.evidence.business, style="bold"), evidence(view.shown, language)]
        parts += [Text(language.say(say("Which source is used for what:")), style="bold")]
        parts += [Text(f"  {language.say(role.words)}") for role in view.roles]
        parts.append(Text(""))
    return Group(*parts)  # type: ignore[arg-type]


def _alone(table: Table, rows: Sequence[tuple[Cell, ...]]) -> Table:
    from probant.report.table import without_empty

    mixed = len({row[1].unit for row in rows}) > 1
    heads = (table.heads[0], say("Estimate"), *table.heads[2:]) if mixed else table.heads
    return without_empty(replace(table, heads=heads, rows=tuple(rows)))
