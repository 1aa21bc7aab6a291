"""What analytics missed: a share of orders, or of their money, and the share that it misses of anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from probant.evidence.reconciliation import blocks
from probant.evidence.reconciliation.blocks import BLOCKS, FEWEST, Array
from probant.evidence.reconciliation.tails import student
from probant.vocabulary import Interval

Row = Mapping[str, Any]
LARGE = 1e3
"""So many times the variance of the blocks, and Student's t is the normal: what they leave open no longer counts."""


@dataclass(frozen=True, slots=True)
class People:
    """How orders, or money, lie with people, of whom analytics follows each always or never."""

    squares: float
    """Sum over people of the square of what each ordered."""
    by_block: float
    """Sum over people and blocks of weeks of the square of what each ordered in each; at least squares / BLOCKS."""


def people(rows: Sequence[Row], column: str, seen: float) -> People:
    """All customers, where the shop names the one of every order; else visitors followed, each standing for 1 / seen.

    Parameters
    ----------
    rows : sequence of mappings
        Those of `journeys`.
    column : str
        'count' for orders, 'value' for their money.
    seen : float
        Share of it that analytics saw, in (0, 1].
    """
    orders = sum(row["count"] for row in rows if row["what"] == "orders")
    named = sum(row["n"] or 0 for row in rows if row["what"] == "customers" and row["a"] == 1)
    what, times = ("customers", 1.0) if named == orders else ("followed", 1 / seen)
    squares = {row["a"]: times * (row[column] or 0.0) for row in rows if row["what"] == what}
    return People(squares[1], squares[BLOCKS])


def missed(tracked: Array, total: Array, who: People, *, level: float) -> tuple[float, Interval | None]:
    """Share of orders, or of their money, that analytics missed, and an interval for the share it misses of anybody.

    With share s, a person's part w of all, and w_b that of one block of weeks, the share varies for two reasons.
    Whole people are followed or not: s (1 - s) sum w^2, those who order often weighing as one. And consent and
    blockers change with banners and browsers, for all at once: what the sums of the blocks vary by beyond
    B / (B - 1) s (1 - s) (sum w_b^2 - sum w^2 / B), which people alone would make of B blocks. The first has no
    uncertainty of its own, so s stands for the share behind in it (a score interval); the second rests on B - 1
    degrees of freedom, and Student's t on so many of their sum as Satterthwaite gives.

    Parameters
    ----------
    tracked, total : (T,) arrays
        Orders or money that analytics saw, and all, by week; over all weeks 0 <= tracked <= total, total > 0.
    who : People
        In the unit of `total`, squared.
    level : float
        Coverage, in (0, 1).

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22: the score interval; Kish (1965), Survey
    Sampling, 8.2: unequal weights; DerSimonian & Laird (1986), Controlled Clinical Trials 7: the excess by moments;
    Satterthwaite (1946), Biometrics 2.
    """
    every = float(total.sum())
    share = 1 - float(tracked.sum()) / every
    weight, spread = who.squares / every**2, share * (1 - share)
    alone = BLOCKS / (BLOCKS - 1) * spread * (who.by_block / every**2 - weight / BLOCKS)
    found = blocks.variance(total - tracked - share * total) / every**2 if len(total) >= FEWEST else 0.0
    moving = max(0.0, found - max(0.0, alone))
    times = (spread * weight + moving) / found if moving else LARGE
    freedom = (BLOCKS - 1) * min(times, LARGE) ** 2
    reach = student(level, freedom) ** 2
    middle = (share + reach * weight / 2) / (1 + reach * weight)
    inner = reach * weight * (spread + reach * weight / 4) + reach * moving * (1 + reach * weight)
    half = sqrt(inner) / (1 + reach * weight)
    low, high = max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
    return share, Interval(low, high, level) if low < high else None
