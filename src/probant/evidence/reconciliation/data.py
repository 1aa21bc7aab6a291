"""Expressions over the store: what is claimed and what was booked, by week, added up there."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from probant.evidence.protocol import Tables
from probant.evidence.reconciliation import journeys
from probant.evidence.reconciliation.question import OverclaimQuestion

WEEK = 7


def needs(question: OverclaimQuestion, tables: Tables) -> Mapping[str, ir.Table]:
    """All that the engine reads, by name."""
    claims = asked(question, tables["claims"], "day")
    claims = claims.filter(claims.platform.notin(question.analytics))
    if question.window is not None:
        claims = claims.filter(claims.window == question.window)
    orders = asked(question, tables["conversions"], "day")
    orders = orders.filter(orders.kind == "order")
    return {
        "names": names(tables["claims"]),
        "claimed": claimed(claims),
        "booked": booked(question, tables, orders),
        "journeys": journeys.journeys(
            _covered(orders, claims), _of_business(question, tables["touches"]), claims, question
        ),
        "consents": consents(_of_business(question, tables["consents"])),
    }


def names(claims: ir.Table) -> ir.Table:
    """What there are claims of: kind ('business', 'platform', 'window') and name."""
    found = [
        claims[kind].cast("string").name("name").as_table().distinct().select(kind=ibis.literal(kind), name="name")
        for kind in ("business", "platform", "window")
    ]
    return ibis.union(*found).order_by("kind", "name")


def claimed(claims: ir.Table) -> ir.Table:
    """One row per platform, channel, window, currency and span: conversions, value, rows, rows without a count.

    Reads claims. A sum over no known number is NULL. Spans are those of `spanned`.
    """
    keys = ("platform", "channel", "window", "currency", "start", "days")
    return (
        claims.group_by(*keys)
        .agg(
            number=ibis._.conversions.sum().cast("float64"),
            value=ibis._.value.sum().cast("float64"),
            rows=ibis._.count(),
            silent=ibis._.count(where=ibis._.conversions.isnull()),
            first=ibis._.day.min(),
            after=ibis._.after.max(),
        )
        .order_by(*keys)
    )


def booked(question: OverclaimQuestion, tables: Tables, orders: ir.Table) -> ir.Table:
    """One row per source ('outcomes', 'conversions', 'leads', 'deals'), currency and span: number and value.

    `orders` are conversions of the kind 'order'; a lead counts on the day on which it came in, a deal on the one
    on which it was won. Without a currency (leads) the currency is NULL.
    """
    deals = tables["deals"].filter(tables["deals"].state == "won", tables["deals"].closed_on.notnull())
    whole = [
        _sums("outcomes", asked(question, tables["outcomes"], "day"), "orders", "revenue"),
        _sums("conversions", orders, None, "value"),
        _sums("leads", asked(question, tables["leads"], "created_on"), None, None),
        _sums("deals", asked(question, deals, "closed_on"), None, "amount"),
    ]
    return ibis.union(*whole).order_by("source", "currency", "start", "days")


def consents(table: ir.Table) -> ir.Table:
    """One row: visitors who were asked, and those whose newest answer is no. Reads consents(purpose 'audience')."""
    asked_of = table.filter(table.kind == "visitor", table.purpose == "audience")
    newest = ibis.row_number().over(group_by="subject", order_by=[ibis.desc("at"), "granted"])
    latest = asked_of.mutate(place=newest)
    latest = latest.filter(latest.place == 0)
    return latest.agg(asked=latest.count(), refused=latest.count(where=~latest.granted))


def asked(question: OverclaimQuestion, table: ir.Table, day: str) -> ir.Table:
    """Rows of the business that lie wholly in the period, with `after`, and the span of `spanned`."""
    kept = spanned(_of_business(question, table), day)
    if question.start is not None:
        kept = kept.filter(kept[day] >= question.start)
    if question.end is not None:
        kept = kept.filter(kept.after <= question.end)
    return kept


def spanned(table: ir.Table, day: str) -> ir.Table:
    """The table with `after` (day after the last one covered), and the span that a row counts for.

    A row of at most a week counts for the calendar week of its middle day: `start` is that week's Monday, `days`
    is 7. A longer row keeps its own first day and length.
    """
    first = table[day]
    span = table.span_days.cast("int32") if "span_days" in table.columns else ibis.literal(1, "int32")
    middle = ibis.ifelse(span == WEEK, first + ibis.interval(days=3), first).cast("date")
    weekly = span <= WEEK
    return table.mutate(
        after=(first + span.as_interval("D")).cast("date"),
        start=ibis.ifelse(weekly, middle.truncate("W").cast("date"), first).cast("date"),
        days=ibis.ifelse(weekly, ibis.literal(WEEK, "int32"), span).cast("int32"),
    )


def _covered(orders: ir.Table, claims: ir.Table) -> ir.Table:
    """Orders of the whole weeks that the claims cover."""
    both = orders.cross_join(claims.agg(since=claims.day.min(), until=claims.after.max()))
    return both.filter(both.start >= both.since, both.start + ibis.interval(days=WEEK) <= both.until)


def _of_business(question: OverclaimQuestion, table: ir.Table) -> ir.Table:
    return table if question.every_business else table.filter(table.business == question.business)


def _sums(source: str, table: ir.Table, number: str | None, value: str | None) -> ir.Table:
    """Number and value by currency and span; a row counts one where no column holds the number."""
    nothing = ibis.null("float64")
    currency = table.currency.cast("string") if "currency" in table.columns else ibis.null("string")
    day = next(name for name in ("day", "created_on", "closed_on") if name in table.columns)
    day = "closed_on" if source == "deals" else day
    return (
        table.mutate(currency=currency)
        .group_by("currency", "start", "days")
        .agg(
            number=(ibis._.count() if number is None else ibis._[number].sum()).cast("float64"),
            value=nothing if value is None else ibis._[value].sum().cast("float64"),
            first=ibis._[day].min().cast("date"),
            after=ibis._.after.max().cast("date"),
        )
        .select("currency", "start", "days", "number", "value", "first", "after", source=ibis.literal(source))
    )
