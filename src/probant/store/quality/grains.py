"""The scans: rows of a table added up by source, by day, by likeness and by segment; a few for all checks."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject

Measures = Mapping[str, ir.Value]
FEW = 10_000
"""Rows of which identifiers are looked at; names are looked at in all of them."""
SHOWN = 200


def within(subject: Subject, table: ir.Table, scope: Scope) -> ir.Table:
    """Rows of the business and period; 'business', 'currency', 'money' and 'span' are there in every table."""
    kept = table
    if scope.business is not None and "business" in subject.columns:
        kept = kept.filter(kept.business == scope.business)
    if scope.period is not None and subject.day is not None:
        kept = kept.filter(kept[subject.day] >= scope.period.start, kept[subject.day] < scope.period.end)
    more: dict[str, ir.Value] = {
        "money": ibis.null("decimal(18, 4)") if subject.money is None else kept[subject.money].cast("decimal(18, 4)"),
        "span": kept.span_days.cast("int64") if "span_days" in subject.columns else ibis.literal(1, "int64"),
    }
    if "business" not in subject.columns:
        more["business"] = ibis.literal("(all)")
    if "currency" not in subject.columns:
        more["currency"] = ibis.null("string")
    return kept.mutate(**more)


def by_source(subject: Subject, table: ir.Table, measures: Measures) -> ir.Table | None:
    """One row per business, source and currency: rows, money, and what the checks measure; None without either."""
    if not measures and subject.money is None:
        return None
    keys = ("business", *subject.by, "currency")
    return table.group_by(*keys).agg(rows=_.count(), money=_.money.sum(), **measures).order_by(*keys)


def by_day(subject: Subject, table: ir.Table, measures: Measures) -> ir.Table | None:
    """One row per business, source, currency, day and span: rows and money; None without a day."""
    if subject.day is None:
        return None
    keys = ("business", *subject.by, "currency", "day", "span")
    days = table.mutate(day=table[subject.day])
    return days.group_by(*keys).agg(rows=_.count(), money=_.money.sum(), **measures).order_by(*keys)


def by_likeness(subject: Subject, table: ir.Table, measures: Measures) -> ir.Table | None:
    """One row per business and currency: events, those beyond the first of their like, and their money.

    Events are alike that share all columns of `twin`, none of them empty; None where the table has no such columns.
    """
    if not subject.twin:
        return None
    must = [column for column in subject.twin if column != "closed_on"]
    known = table.filter(*(table[column].notnull() for column in must))
    keys = tuple(dict.fromkeys(("business", "currency", *subject.twin)))
    like = known.group_by(*keys).agg(alike=_.count(), one=known.money.max())
    keys = ("business", "currency")
    return (
        like.group_by(*keys)
        .agg(
            rows=_.alike.sum(),
            extra=(_.alike - 1).sum(),
            money=(_.one * (_.alike - 1)).sum(where=_.alike > 1),
            **measures,
        )
        .order_by(*keys)
    )


def by_segment(subject: Subject, table: ir.Table, measures: Measures) -> ir.Table | None:
    """One row per business, currency, area and whether it is a first order: orders, those with a visitor, their
    money, and how many customers placed them.

    None for all tables but conversions.
    """
    if subject.table != "conversions":
        return None
    keys = ("business", "currency", "area", "is_first")
    orders = table.filter(table.kind == "order")
    seen = orders.visitor.notnull()
    return (
        orders.group_by(*keys)
        .agg(
            rows=orders.count(),
            seen=orders.count(where=seen),
            people=orders.customer.nunique(),
            money=orders.money.sum(),
            seen_money=orders.money.sum(where=seen),
            **measures,
        )
        .order_by(*keys)
    )


def texts(subject: Subject, table: ir.Table, scope: Scope) -> ir.Table | None:
    """Column, text and rows of texts that fit the pattern, the most frequent of each column; None without pattern.

    Of identifiers only the first `FEW` rows are looked at.
    """
    if scope.pattern is None or not subject.texts:
        return None
    found = []
    for name in subject.texts:
        whole = table if name in _NAMES else table.limit(FEW)
        each = whole.filter(whole[name].notnull()).group_by(text=whole[name].cast("string")).agg(rows=_.count())
        fits = each.filter(each.text.re_search(scope.pattern)).order_by(ibis.desc("rows"), "text").limit(SHOWN)
        found.append(fits.select(column=ibis.literal(name), text="text", rows="rows"))
    return ibis.union(*found).order_by("column", ibis.desc("rows"), "text")


_NAMES = frozenset({"business", "area", "channel", "campaign", "account", "platform", "segment", "arm", "kind"})
