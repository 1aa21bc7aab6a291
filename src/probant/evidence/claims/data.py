"""Expressions over the store: what is claimed, what was earned and what was spent, added up there."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from probant.evidence.claims.question import ClaimsQuestion
from probant.evidence.protocol import Tables


def needs(question: ClaimsQuestion, tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads, by name."""
    claims = _asked(question, tables["claims"])
    if question.platform not in question.analytics:
        claims = claims.filter(claims.platform.notin(question.analytics))
    every = claims
    if question.platform is not None:
        claims = claims.filter(claims.platform == question.platform)
    if question.window is not None:
        claims = claims.filter(claims.window == question.window)
    days = _days(claims)
    return {
        "names": names(tables["claims"]),
        "days": days,
        "claimed": claimed(claims),
        "claimants": claimants(every),
        "earned": earned(_within(_asked(question, tables["outcomes"]), days)),
        "spent": spent(_within(_asked(question, tables["spend"]), days)),
    }


def names(claims: ir.Table) -> ir.Table:
    """What may be asked for: kind ('business', 'platform', 'window') and name."""
    found = [
        claims[kind].cast("string").name("name").as_table().distinct().select(kind=ibis.literal(kind), name="name")
        for kind in ("business", "platform", "window")
    ]
    return ibis.union(*found).order_by("kind", "name")


def claimed(claims: ir.Table) -> ir.Table:
    """One row per platform, channel, window and currency: value, conversions, rows, rows without a value.

    Reads claims(platform, channel, window, currency, value, conversions). A sum over no known value is NULL.
    """
    return (
        claims.group_by("platform", "channel", "window", "currency")
        .agg(
            value=ibis._.value.sum(),
            conversions=ibis._.conversions.sum(),
            rows=ibis._.count(),
            silent=ibis._.count(where=ibis._.value.isnull()),
        )
        .order_by("platform", "channel", "window", "currency")
    )


def claimants(claims: ir.Table) -> ir.Table:
    """One row per channel: how many platforms claim for it, those not asked about included."""
    return claims.group_by("channel").agg(platforms=ibis._.platform.nunique()).order_by("channel")


def earned(outcomes: ir.Table) -> ir.Table:
    """One row per currency: revenue on the days that the claims cover. Reads outcomes(currency, revenue)."""
    known = outcomes.filter(outcomes.revenue.notnull())
    return known.group_by("currency").agg(revenue=ibis._.revenue.sum()).order_by("currency")


def spent(spend: ir.Table) -> ir.Table:
    """One row per channel and currency: amount on the days that the claims cover.

    Reads spend(channel, currency, amount).
    """
    return spend.group_by("channel", "currency").agg(amount=ibis._.amount.sum()).order_by("channel", "currency")


def _asked(question: ClaimsQuestion, table: ir.Table) -> ir.Table:
    """Rows of the business that lie wholly in the period."""
    kept = table.mutate(after=_after(table))
    if not question.every_business:
        kept = kept.filter(kept.business == question.business)
    if question.start is not None:
        kept = kept.filter(kept.day >= question.start)
    if question.end is not None:
        kept = kept.filter(kept.after <= question.end)
    return kept


def _days(claims: ir.Table) -> ir.Table:
    """One row: first day claimed, and the day after the last one; NULL where nothing is."""
    return claims.agg(start=claims.day.min(), end=claims.after.max())


def _within(table: ir.Table, days: ir.Table) -> ir.Table:
    both = table.cross_join(days)
    return both.filter(both.day >= both.start, both.after <= both.end)


def _after(table: ir.Table) -> ir.DateValue:
    """Day after the last one that a row covers."""
    after: ir.DateValue = (table.day + table.span_days.cast("int32").as_interval("D")).cast("date")
    return after
