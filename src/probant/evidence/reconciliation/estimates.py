"""The ratios of a reconciliation: of claims to sales, to what analytics credits, and what analytics misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from probant.evidence.reconciliation import blocks, credit, untracked
from probant.evidence.reconciliation.precedence import NOUNS
from probant.evidence.reconciliation.weeks import Weeks
from probant.vocabulary import Estimate, Interval
from probant.words import Words, say

ALL, ANALYTICS, REVENUE, TRACKED = "(all)", "analytics", "revenue", "tracked orders"
UNTRACKED, SEVERAL, CHANGE = "(not tracked)", "(met by several platforms)", "change in 13 weeks"
Row = Mapping[str, Any]


def against_books(found: Weeks, level: float) -> dict[str, Estimate]:
    """Claims per sale over all; each channel's share of the sales; money claimed per money booked."""
    noun = NOUNS[found.source]
    whole = {
        f"{ALL} / {noun}s": _estimate(blocks.ratio(found.total, found.booked, level=level), f"conversions / {noun}")
    }
    channels = {
        f"{subject(found, pair)} / {noun}s": _estimate(blocks.ratio(one, found.booked, level=level), "share")
        for pair, one in found.claimed.items()
    }
    return _known(whole | _money(found, level) | channels)


def against_analytics(found: Weeks, rows: Sequence[Row], level: float) -> tuple[dict[str, Estimate], dict[str, Words]]:
    """Claims per order that complete analytics would credit, by channel; and why there is none."""
    every = {row["n"]: row["count"] for row in rows if row["what"] == "visitors"}
    scope = float(sum(row["count"] for row in rows if row["what"] == "orders"))
    if not every or not scope:
        return {}, {}
    known, unknown = {}, {}
    for channel, claimed in found.by_channel().items():
        name = f"{channel} / {ANALYTICS}"
        own = [row for row in rows if row["what"] == "credits" and row["channel"] == channel]
        one = credit.complete(credit.kinds(own, every), scope, level=level)
        if one is None:
            unknown[name] = say("Analytics credits {channel} with no order.", channel=channel)
        elif claimed.sum() > 0:
            known[name] = _over(float(claimed.sum()), one, float(found.orders.sum()) / scope)
    return known, unknown


def coverage(found: Weeks, rows: Sequence[Row], level: float) -> dict[str, Estimate]:
    """Share of orders and of their money that analytics missed, and of those it saw, met by several platforms."""
    if not found.tracked.sum():
        return {}
    several = blocks.ratio(found.met[:, 1], found.tracked, level=level, high=1.0)
    return _known(
        {
            f"{UNTRACKED} / orders": _missed(found.tracked, found.orders, rows, "count", level),
            f"{UNTRACKED} / {REVENUE}": _missed(found.tracked_value, found.value, rows, "value", level),
            f"{SEVERAL} / {TRACKED}": _estimate(several, "share"),
        }
    )


def moving(found: Weeks, level: float) -> dict[str, Estimate]:
    """Change of the ratio of all claims to all sales in 13 weeks, as a share of it."""
    one = blocks.drift(found.total, found.booked, level=level)
    return {} if one is None else {f"{ALL} / {CHANGE}": Estimate(one.value, "share", one.interval)}


def subject(found: Weeks, pair: tuple[str, str]) -> str:
    """The channel, with the platform in brackets where several claim for it."""
    channel, platform = pair
    alone = sum(other == channel for other, _ in found.claimed) == 1
    return channel if alone else f"{channel} ({platform})"


def _money(found: Weeks, level: float) -> dict[str, Estimate | None]:
    if found.revenue is None or not found.valued:
        return {}
    total = sum(found.valued.values(), np.zeros(len(found.starts)))
    unit = f"{found.currency} / {found.currency}"
    return {f"{ALL} / {REVENUE}": _estimate(blocks.ratio(total, found.revenue, level=level), unit)}


def _over(claimed: float, one: credit.Credit, scale: float) -> Estimate:
    """Claims over the credit of the same weeks; the interval of the divisor turned over."""
    unit, around = "conversions / order", one.interval
    value = claimed / (one.value * scale)
    if around is None:
        return Estimate(value, unit)
    ends = claimed / (around.high * scale), claimed / (around.low * scale)
    return Estimate(value, unit, Interval(*ends, around.level))


def _missed(
    tracked: blocks.Array, total: blocks.Array, rows: Sequence[Row], column: str, level: float
) -> Estimate | None:
    """None where nothing was sold or seen, or returns make the shares run out of [0, 1]."""
    seen, every = float(tracked.sum()), float(total.sum())
    if not 0 < seen <= every:
        return None
    who = untracked.people(rows, column, seen / every)
    share, interval = untracked.missed(tracked, total, who, level=level)
    return Estimate(share, "share", interval)


def _estimate(one: blocks.Ratio | None, unit: str) -> Estimate | None:
    return None if one is None else Estimate(one.value, unit, one.interval)


def _known(every: Mapping[str, Estimate | None]) -> dict[str, Estimate]:
    return {name: one for name, one in every.items() if one is not None}
