"""What is wrong with the data, for a page and for the terminal: how bad, what money, what cures it, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from probant.report.language import Language
from probant.report.marks import Mark
from probant.words import Words, say

if TYPE_CHECKING:
    from rich.console import Group

SEVERITIES: Mapping[str, Mark] = MappingProxyType(
    {
        "serious": Mark(say("Serious"), "bad", "cross"),
        "warning": Mark(say("Warning"), "warn", "ring"),
        "note": Mark(say("Note"), "plain", "half"),
    }
)
"""The worst first."""
CHECKS: Mapping[str, Words] = MappingProxyType(
    {
        "completeness": say("Empty cells"),
        "currency": say("Currency"),
        "units": say("Unit of amounts"),
        "day_breakdown": say("Breakdown by day"),
        "time_zone": say("Time zone"),
        "gaps": say("Missing days"),
        "freshness": say("Freshness"),
        "outliers": say("Outliers"),
        "doubled_source": say("Source counted twice"),
        "duplicates": say("Events counted twice"),
        "coverage_bias": say("Whom analytics misses"),
        "personal_data": say("Personal data in the clear"),
    }
)
_SIGNS = {"serious": ("✕", "red"), "warning": ("○", "yellow"), "note": ("◐", "bright_black")}


@dataclass(frozen=True, slots=True)
class FlawView:
    """One thing that is wrong with one source of one table."""

    check: str
    table: str
    business: str
    source: tuple[str, ...]
    """What delivers the rows; empty: the whole table of that business."""
    severity: str
    words: Words
    cure: Words
    money: Decimal | None
    """How much money it touches, in `currency`; None where there is none, or it cannot be known."""
    currency: str | None
    lowers: int
    """Grades that evidence loses which uses the table."""

    @property
    def name(self) -> Words:
        """What was looked at."""
        return CHECKS.get(self.check, say("{check}", check=self.check))

    @property
    def mark(self) -> Mark:
        """How its severity looks."""
        return SEVERITIES[self.severity]

    @property
    def where(self) -> str:
        """Table, business and source, as data name them."""
        parts = (self.table, self.business, *self.source)
        return " · ".join(part for part in parts if part != "(all)")

    @property
    def effect(self) -> Words:
        """What it does to the grade of evidence from the table."""
        if self.lowers:
            return say("Evidence from this table loses a grade.")
        return say("It lowers no grade.")

    def touched(self, language: Language) -> str:
        """The money that it touches; a dash where that is not known."""
        return language.quantity(self.money, self.currency or "")


@dataclass(frozen=True, slots=True)
class QualityView:
    """All that was found, the worst first, and in which tables it was looked for."""

    flaws: tuple[FlawView, ...]
    tables: tuple[str, ...]

    @property
    def heaps(self) -> tuple[tuple[FlawView, tuple[str, ...]], ...]:
        """Flaws that say the same of several places as one, with those places; one that touches money stands alone."""
        heaps: dict[object, list[FlawView]] = {}
        for one in self.flaws:
            same = (one.check, one.severity, one.words, one.cure, one.lowers)
            heaps.setdefault(str(same) if one.money is None else id(one), []).append(one)
        return tuple((found[0], tuple(one.where for one in found)) for found in heaps.values())

    @property
    def grave(self) -> tuple[tuple[FlawView, tuple[str, ...]], ...]:
        """Of the heaps, those that are more than a note."""
        return tuple(one for one in self.heaps if one[0].severity != "note")

    @property
    def notes(self) -> tuple[tuple[FlawView, tuple[str, ...]], ...]:
        """Of the heaps, the notes."""
        return tuple(one for one in self.heaps if one[0].severity == "note")

    @property
    def verdict(self) -> Words:
        """How many of which severity, in one sentence."""
        if not self.tables:
            return say("Nothing has been loaded yet.")
        count = {name: sum(one.severity == name for one in self.flaws) for name in SEVERITIES}
        if not self.flaws:
            return say("Nothing was found in {tables} tables.", tables=len(self.tables))
        return say(
            "Found in {tables} tables: serious {serious}, warnings {warnings}, notes {notes}.",
            tables=len(self.tables),
            serious=count["serious"],
            warnings=count["warning"],
            notes=count["note"],
        )


def quality(view: QualityView, language: Language) -> Group:
    """For the terminal: the verdict, then each flaw with its place, its money, its cure and its effect."""
    from rich.console import Group
    from rich.text import Text

    parts = [Text(language.say(view.verdict), style="bold")]
    for one in view.flaws:
        sign, style = _SIGNS[one.severity]
        head = Text(f"{sign} ", style=style).append(language.say(one.name), style="bold").append(f"  {one.where}")
        if one.money is not None:
            head.append(f"  {one.touched(language)}", style="bold")
        parts += [Text(""), head, Text(f"  {language.say(one.words)}")]
        parts += [Text("  → ").append(language.say(one.cure))]
        parts += [Text(f"  {language.say(one.effect)}", style="yellow" if one.lowers else "bright_black")]
    return Group(*parts)
