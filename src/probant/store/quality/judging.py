"""What the judgements share: the place of a row, days that rows cover, money that is never negative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from probant.store.quality.subject import Subject

Row = Mapping[str, Any]
DAY = timedelta(days=1)
CENT = Decimal("0.01")


def place(subject: Subject, row: Row) -> tuple[str, tuple[str, ...]]:
    """Business and source of a row."""
    return row["business"], tuple(str(row[name]) for name in subject.by)


def positive(money: Decimal | None) -> Decimal | None:
    """An amount without its sign; None for nothing and for 0."""
    return abs(money) if money else None


def grouped(subject: Subject, rows: Iterable[Row], *, source: bool = True) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by business, or by business and source."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        business, own = place(subject, row)
        found[(business, own if source else ())].append(row)
    return found


def covered(rows: Iterable[Row]) -> set[date]:
    """All days that rows cover."""
    return {row["day"] + DAY * step for row in rows for step in range(row["span"])}


def one_currency(rows: Sequence[Row]) -> str | None:
    """The currency of the rows; None where there are several, or none."""
    found = {row["currency"] for row in rows if row["currency"] is not None}
    return str(next(iter(found))) if len(found) == 1 else None


def usual(rows: Sequence[Row]) -> Decimal | None:
    """Median of the money a day, over days that are covered; None without money or in several currencies."""
    if one_currency(rows) is None:
        return None
    per_day: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["money"] is not None:
            for step in range(row["span"]):
                per_day[row["day"] + DAY * step] += Decimal(row["money"]) / row["span"]
    ranked = sorted(per_day.values())
    return ranked[len(ranked) // 2] if ranked else None


def over(rows: Sequence[Row], days: int) -> Decimal | None:
    """What usually comes in so many days, to the cent; None where it is not known or not above 0."""
    amount = usual(rows)
    return None if amount is None or amount <= 0 else (amount * days).quantize(CENT)
