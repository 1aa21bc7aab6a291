"""What is looked at before an over-claim is believed, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from probant.evidence.reconciliation import blocks
from probant.evidence.reconciliation.precedence import PLURALS
from probant.evidence.reconciliation.weeks import Weeks
from probant.vocabulary import Check
from probant.words import Words, say

LEAST_TRACKED = 0.5
"""Share of orders that analytics must follow: below it more is scaled up than was seen."""
Row = Mapping[str, Any]


def within_books(found: Weeks) -> Check:
    """Whether all platforms together claim no more than was sold."""
    claimed, sold = float(found.total.sum()), float(found.booked.sum())
    facts = {"claimed": round(claimed), "sold": round(sold), "things": PLURALS[found.source]}
    if claimed > sold:
        words = say(
            "The platforms together claim {claimed} conversions where there were {sold} {things}: at least {twice} are "
            "claimed more than once, or are not yours.",
            twice=round(claimed - sold),
            **facts,
        )
        return Check("claims_within_books", False, words)
    words = say(
        "The platforms together claim {claimed} conversions of {sold} {things}: some may still be claimed twice.",
        **facts,
    )
    return Check("claims_within_books", True, words)


def tracked(found: Weeks) -> Check:
    """Whether analytics follows enough of the orders to be scaled up."""
    name, orders = "orders_tracked", float(found.orders.sum())
    if orders == 0 or found.tracked.sum() == 0:
        return Check(name, None, say("No order is linked to a visit, so the claims cannot be set against analytics."))
    share = float(found.tracked.sum()) / orders
    if share < LEAST_TRACKED:
        words = say(
            "Analytics follows {share:share} of the orders, less than half: most of what it is made to say is scaled "
            "up from the others.",
            share=share,
        )
        return Check(name, False, words, lowers=1)
    return Check(name, True, say("Analytics follows {share:share} of the orders; the rest is scaled up.", share=share))


def steady(found: Weeks, level: float) -> Check:
    """Whether the ratio of claims to sales stays what it is, for all and by channel."""
    name = "no_drift"
    by_channel = found.by_channel()
    strict = 1 - (1 - level) / max(1, len(by_channel))
    moving = tuple(
        channel
        for channel, claimed in sorted(by_channel.items())
        if _moves(blocks.drift(claimed, found.booked, level=strict))
    )
    whole = blocks.drift(found.total, found.booked, level=level)
    if whole is None:
        words = say("{weeks} weeks are too few to see whether the ratio moves.", weeks=len(found.starts))
        return Check(name, None, words)
    if moving or _moves(whole):
        words = say(
            "The ratio of claims to sales moves, by {change:+share} in 13 weeks over all; channels that move by "
            "themselves: {channels}. One figure for the whole time does not hold for its end.",
            change=whole.value,
            channels=moving or (say("none"),),
        )
        return Check(name, False, words)
    return Check(name, True, say("The ratio of claims to sales does not move beyond chance."))


def counted(claims: Sequence[Row]) -> Check:
    """Whether every row of claims states a number."""
    silent, rows = sum(row["silent"] for row in claims), sum(row["rows"] for row in claims)
    if silent:
        words = say("{silent} of {rows} rows state no conversions and are not in the sum.", silent=silent, rows=rows)
        return Check("conversions_stated", False, words)
    return Check("conversions_stated", True, say("Every row states its conversions."))


def by_week(claims: Sequence[Row]) -> Check:
    """Whether claims come by week or finer."""
    long = sum(row["number"] or 0.0 for row in claims if row["days"] > 7)
    every = sum(row["number"] or 0.0 for row in claims)
    if long:
        platforms = tuple(sorted({row["platform"] for row in claims if row["days"] > 7}))
        words = say(
            "{platforms} report spans longer than a week ({share:share} of the claims): they are spread evenly over "
            "their days.",
            platforms=platforms,
            share=long / every if every else None,
        )
        return Check("claims_by_week", False, words)
    return Check("claims_by_week", True, say("All claims come by week or by day."))


def limits(found: Weeks, claims: Sequence[Row], consents: Sequence[Row], apart: tuple[str, ...]) -> tuple[Words, ...]:
    """What counting claims and sales does not say; `apart` names the sources of claims that claim nothing."""
    windows = tuple(sorted({row["window"] for row in claims}))
    silent = tuple(sorted({row["platform"] for row in claims} - {platform for _, platform in found.valued}))
    said = [
        say("It compares what sources count. What would have been sold without the ads, only an experiment shows."),
        say("A sale counts for a platform if it falls into its own window: {windows}.", windows=windows),
    ]
    if apart:
        said.append(
            say("{platforms} count for every channel by one rule and are not among those that claim.", platforms=apart)
        )
    if found.tracked.sum() > 0:
        said.append(
            say("Those whom analytics cannot follow are taken to buy by the same channels as those whom it follows.")
        )
        said.append(say("Analytics credits the last click or visit; by another rule the figures by channel differ."))
    if consents and consents[0]["asked"]:
        said.append(
            say(
                "Of {asked} visitors who were asked, {refused} refused to be measured. What is missing beyond that are "
                "blockers, other devices and sales without a visit; they cannot be told apart.",
                asked=consents[0]["asked"],
                refused=consents[0]["refused"],
            )
        )
    if silent and found.valued:
        said.append(say("{platforms} claim no value and are not in the ratio of money.", platforms=silent))
    return tuple(said)


def _moves(drift: blocks.Drift | None) -> bool:
    return drift is not None and not drift.interval.low <= 0.0 <= drift.interval.high
