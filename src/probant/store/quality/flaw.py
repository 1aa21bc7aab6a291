"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from probant.words import Words


class Severity(StrEnum):
    """How bad it is: to be known, to be mended soon, or to be mended before a figure is believed."""

    NOTE = "note"
    WARNING = "warning"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with one source of one table."""

    check: str
    table: str
    business: str
    """'(all)' where the table knows no business."""
    source: tuple[str, ...]
    """What delivers the rows, e.g. account and channel; empty: the whole table of that business."""
    severity: Severity
    words: Words
    cure: Words
    money: Decimal | None = None
    """How much money it touches, in `currency`, never negative; None where there is none, or it cannot be known."""
    currency: str | None = None
    lowers: int = 0
    """Grades that evidence loses which uses the table."""
