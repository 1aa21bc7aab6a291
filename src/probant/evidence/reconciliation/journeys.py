"""Which channels analytics saw before each order, added up in one pass: who is tracked, credited, met by several."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.evidence.reconciliation.blocks import BLOCKS
from probant.evidence.reconciliation.question import OverclaimQuestion

RESPONSES = ("click", "visit", "qualified")
"""Kinds of contact that take the credit; an impression is seen by platforms alone."""
DIRECT = "direct"
"""Channel of those who came by themselves: it takes no credit while another was there."""


def journeys(orders: ir.Table, touches: ir.Table, claims: ir.Table, question: OverclaimQuestion) -> ir.Table:
    """Counts of orders before which analytics saw a contact of the same visitor within the lookback.

    Columns: what, channel, start, n, a, count, value. 'orders': all orders by week; 'tracked': those with any contact;
    'credited': those whose last click or visit, direct ones passed over, was of `channel`; 'met': by how many (`a`)
    platforms that claim; 'visitors': visitors with `n` tracked orders; 'credits': of these, visitors with `a` orders
    credited to `channel`; 'customers': sum over customers of the square of each one's orders, `n` being the orders
    whose customer is known, with `a` = 1 over the whole time, with `a` = 6 in each sixth of it; 'followed': the same
    of visitors and their tracked orders. `value` is that of the orders where `what` is 'orders' or 'tracked', the sum
    of the squares of what each one spent where it is 'customers' or 'followed', else NULL.
    """
    pairs = _pairs(orders, touches, question.lookback_days)
    per_order = pairs.select("conversion", "business", "visitor", "start", "value").distinct()
    credited = _credited(pairs)
    each = per_order.group_by("business", "visitor").agg(n=_.count())
    found = [
        _counted("orders", _by_week(orders)),
        _counted("tracked", _by_week(per_order)),
        _counted("credited", credited.group_by("channel", "start").agg(count=_.count())),
        _counted("met", _met(pairs, claims)),
        _counted("visitors", each.group_by("n").agg(count=_.count())),
        _counted("credits", _credits(credited, each)),
        _counted("customers", _squares(orders, "customer", orders)),
        _counted("followed", _squares(per_order, "visitor", orders)),
    ]
    return ibis.union(*found).order_by("what", "channel", "start", "n", "a")


def _pairs(orders: ir.Table, touches: ir.Table, lookback: int) -> ir.Table:
    """One row per order and contact before it: of the same business and visitor, within the lookback."""
    known = orders.filter(_.visitor.notnull()).select(
        "conversion", "business", "visitor", "start", "value", sold_at="at"
    )
    seen = touches.select("business", "visitor", "channel", "kind", seen_at="at")
    both = known.join(seen, ["business", "visitor"])
    return both.filter(both.seen_at <= both.sold_at, both.seen_at > both.sold_at - ibis.interval(days=lookback))


def _credited(pairs: ir.Table) -> ir.Table:
    """One row per order that any click or visit but a direct one went before: the channel of the last one."""
    answered = pairs.filter(pairs.kind.isin(RESPONSES), pairs.channel != DIRECT)
    newest = ibis.row_number().over(group_by=("business", "conversion"), order_by=[ibis.desc("seen_at"), "channel"])
    ranked = answered.mutate(place=newest)
    return ranked.filter(ranked.place == 0).select("conversion", "business", "visitor", "start", "channel")


def _met(pairs: ir.Table, claims: ir.Table) -> ir.Table:
    """Orders by week and by how many claiming platforms had a contact before them; those that none had are left out."""
    claimants = claims.select("channel", "platform").distinct()
    found = pairs.select("conversion", "business", "start", "channel").distinct().join(claimants, "channel")
    several = found.group_by("conversion", "business", "start").agg(a=_.platform.nunique())
    return several.group_by("start", "a").agg(count=_.count())


def _by_week(orders: ir.Table) -> ir.Table:
    return orders.group_by("start").agg(count=_.count(), value=_.value.sum())


def _credits(credited: ir.Table, each: ir.Table) -> ir.Table:
    """Visitors by how many orders they have (`n`) and how many of these a channel is credited with (`a`)."""
    own = credited.group_by("channel", "business", "visitor").agg(a=_.count())
    both = own.join(each, ["business", "visitor"])
    return both.group_by("channel", "n", "a").agg(count=_.count())


def _squares(table: ir.Table, who: str, orders: ir.Table) -> ir.Table:
    """Sums of squares by person, and by person and block of the weeks in which there are `orders`."""
    ends = orders.agg(since=_.start.min(), until=_.start.max() + ibis.interval(days=7))
    known = table.filter(_[who].notnull()).cross_join(ends)
    block = (_.start.delta(_.since, unit="day") * BLOCKS / _.until.delta(_.since, unit="day")).floor()
    cut = known.mutate(block=block, whole=0)
    sums = []
    for parts, part in ((1, "whole"), (BLOCKS, "block")):
        each = cut.group_by("business", who, part).agg(n=_.count(), spent=_.value.sum().cast("float64"))
        squares = {"count": (_.n * _.n).sum(), "value": (_.spent * _.spent).sum()}
        sums.append(each.agg(a=parts, n=_.n.sum(), **squares))
    return ibis.union(*sums)


def _counted(what: str, table: ir.Table) -> ir.Table:
    """The table with all columns that the counts share; those it lacks are NULL."""
    kinds = {"channel": "string", "start": "date", "n": "int64", "a": "int64", "value": "float64"}
    held = {name: table[name].cast(kind) if name in table.columns else ibis.null(kind) for name, kind in kinds.items()}
    return table.select(what=ibis.literal(what), **held, count=table["count"].cast("int64"))
