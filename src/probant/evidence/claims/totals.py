"""What the platforms claim, as values: one total a channel and platform, in one currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probant.errors import Inconsistent
from probant.words import say

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one platform claims for one channel."""

    platform: str
    channel: str
    window: str
    value: float | None
    """In the currency of all; None where the platform states none."""
    conversions: float | None
    rows: int
    silent: int
    """Rows without a value."""
    spend: float | None
    """Spend on the channel on the same days; None where none is known, or other platforms share the channel."""


def one_currency(claimed: Sequence[Row]) -> str:
    """The currency of all claims; Inconsistent where there are several."""
    found = sorted({str(row["currency"]) for row in claimed})
    if len(found) > 1:
        raise Inconsistent(
            say("The claims are in several currencies: {currencies}.", currencies=tuple(found)),
            mend=say("ask for a business or a platform that has one currency, or convert before loading"),
        )
    return found[0]


def revenue_in(currency: str, earned: Sequence[Row]) -> float | None:
    """Revenue, in the currency of the claims; None where none is known, or some of it is in another currency."""
    if {row["currency"] for row in earned} != {currency}:
        return None
    return float(earned[0]["revenue"])


def claims(rows: Mapping[str, Sequence[Row]], currency: str) -> dict[str, Claim]:
    """Claims by subject: the channel, with the platform in brackets where several claim for it."""
    claimants = {row["channel"]: row["platforms"] for row in rows["claimants"]}
    found = {}
    for row in rows["claimed"]:
        alone = claimants[row["channel"]] == 1
        subject = row["channel"] if alone else f"{row['channel']} ({row['platform']})"
        found[subject] = Claim(
            platform=row["platform"],
            channel=row["channel"],
            window=row["window"],
            value=None if row["value"] is None else float(row["value"]),
            conversions=None if row["conversions"] is None else float(row["conversions"]),
            rows=row["rows"],
            silent=row["silent"],
            spend=_spend(rows["spent"], row["channel"], currency) if alone else None,
        )
    return found


def claimed_return(claim: Claim) -> float | None:
    """Claimed value over spend (ROAS as the platform has it), a ratio of sums; None where either is not known."""
    if claim.value is None or not claim.spend:
        return None
    return claim.value / claim.spend


def total_value(found: Mapping[str, Claim]) -> float:
    """Sum of all stated values."""
    return sum(claim.value for claim in found.values() if claim.value is not None)


def _spend(spent: Sequence[Row], channel: str, currency: str) -> float | None:
    ours = [row for row in spent if row["channel"] == channel]
    if {row["currency"] for row in ours} != {currency}:
        return None
    return float(ours[0]["amount"])
