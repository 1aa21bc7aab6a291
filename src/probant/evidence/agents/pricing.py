"""Cost of runs in whole micro-units: a price book by model, kind of token and day; what has no price stands apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from probant.errors import Inconsistent
from probant.evidence.agents.book import Flags
from probant.evidence.agents.data import WHOLE
from probant.words import say

MICRO = 1_000_000
KINDS: Mapping[str, str] = {"fresh": "input", "cached": "cached", "kept": "cache_write", "wrote": "output"}
"""Columns of `data.tokens` and the kind under which the price book has their price."""
Row = Mapping[str, Any]
Key = tuple[str, str, str]
"""Business, model, kind of token."""


@dataclass(frozen=True, slots=True)
class Book:
    """Prices by business, model and kind of token: first days in rising order, micro-units a million tokens."""

    days: Mapping[Key, Sequence[date]]
    prices: Mapping[Key, Sequence[int]]

    def at(self, business: str, model: str, kind: str, day: date) -> int | None:
        """Price in force on that day; None where there is none. A price of the business goes before one of all."""
        for key in ((business, model, kind), (WHOLE, model, kind)):
            place = bisect_right(self.days.get(key, ()), day)
            if place:
                return self.prices[key][place - 1]
        return None


@dataclass(frozen=True, slots=True)
class Costs:
    """What runs cost."""

    currency: str | None
    """None where nothing has a price."""
    micro: Sequence[int]
    """(R,) cost of what has a price, in millionths of the currency."""
    whole: Flags
    """(R,) whether all that the run used has a price, and it used anything."""
    unpriced: int
    """Tokens without a price, those of torn calls left out."""
    tokens: int
    """Tokens that no span priced by itself."""
    torn: int
    """Calls whose cached tokens exceed the tokens read: what they used is not known."""
    models: tuple[str, ...]
    """Models with tokens that have no price."""


def price_book(rows: Iterable[Row]) -> Book:
    """A price book from rows in the order of time."""
    days: dict[Key, list[date]] = {}
    prices: dict[Key, list[int]] = {}
    for row in rows:
        key = (row["business"], row["model"], row["tokens"])
        days.setdefault(key, []).append(row["day"])
        prices.setdefault(key, []).append(int(Decimal(row["price"]) * MICRO))
    return Book(days, prices)


def of(used: Iterable[Row], prices: Sequence[Row], traces: Sequence[str]) -> Costs:
    """Cost of each run, rounded half up to whole micro-units once a run.

    Parameters
    ----------
    used : iterable of mappings
        Rows of `data.tokens`.
    prices : sequence of mappings
        Rows of `data.prices`.
    traces : sequence of str
        Runs in order.

    Raises
    ------
    Inconsistent
        If costs and prices are in several currencies.
    """
    rows, book = list(used), price_book(prices)
    currency = _one_currency(rows, prices)
    run = {trace: number for number, trace in enumerate(traces)}
    exact, whole, seen = [0] * len(run), np.ones(len(run), bool), np.zeros(len(run), bool)
    unpriced, tokens, torn, models = 0, 0, 0, set()
    for row in rows:
        if row["trace"] not in run:
            continue
        number = run[row["trace"]]
        cost, missing, counted = _row(row, book)
        exact[number] += cost
        seen[number] = True
        whole[number] &= not missing and not row["torn"]
        unpriced, tokens, torn = unpriced + missing, tokens + counted, torn + (row["torn"] or 0)
        models |= {str(row["model"] or "(unnamed)")} if missing else set()
    micro = [(one + MICRO // 2) // MICRO for one in exact]
    return Costs(currency, micro, whole & seen, unpriced, tokens, torn, tuple(sorted(models)))


def _row(row: Row, book: Book) -> tuple[int, int, int]:
    """Cost in millionths of micro-units, tokens without a price, tokens in all."""
    cost = int(Decimal(row["stated"] or 0) * MICRO) * MICRO
    missing = counted = 0
    for column, kind in KINDS.items():
        tokens = int(row[column] or 0)
        price = book.at(row["business"], row["model"] or "", kind, row["day"]) if tokens else 0
        counted += tokens
        if price is None:
            missing += tokens
        else:
            cost += tokens * price
    return cost, missing, counted


def _one_currency(used: Iterable[Row], prices: Iterable[Row]) -> str | None:
    """The currency of stated costs and of the prices of the models that were used."""
    rows = list(used)
    models = {row["model"] for row in rows}
    found = {row["money"] for row in rows if row["money"]}
    found |= {row["currency"] for row in prices if row["model"] in models}
    if len(found) > 1:
        raise Inconsistent(
            say("The costs of the runs are in several currencies: {currencies}.", currencies=tuple(sorted(found))),
            mend=say("state costs and prices in one currency, or ask for a business or an agent that has one"),
        )
    return found.pop() if found else None
