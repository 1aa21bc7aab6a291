"""Who was there before an order: journeys cut into stretches, one for each touch.

A stretch is a touch and all orders of the same person until the next touch. Cut by a running count,
in a total order (time, touches before orders, id): no join by time, which engines answer differently.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.metrics.cut import Cut
from probant.metrics.parts import DIMENSIONS, Rows, Tables, stacked, unknown

LOOKBACK_DAYS = 30
VISIT_DAYS = 1
DIRECT = "direct"
"""Channel of those who came by themselves: not marketing."""
_VISITS = ("visit", "qualified")
_RESPONSES = ("click", *_VISITS)
_PERSON = ("business", "visitor")
_ZONES = 2
"""Days by which the local day of two instants may differ from their distance in UTC, rounded up."""


def last_touched(tables: Tables, cut: Cut) -> ir.Table:
    """Orders that a click or visit went before: day, business, area, channel of the touch, value.

    Reads touches and conversions(kind 'order', visitor known). The last touch within `LOOKBACK_DAYS`
    takes all; impressions and the channel 'direct' are passed over. One row per order.
    """
    orders = cut.around(_orders(tables), LOOKBACK_DAYS + _ZONES)
    touches = cut.around(tables["touches"], LOOKBACK_DAYS + _ZONES)
    # Most people order nothing: their touches bear on no order, and putting them in order is most of the work.
    bearing = touches.filter(_.kind.isin(_RESPONSES), _.channel != DIRECT).semi_join(orders, _PERSON)
    steps = _stretches(bearing, orders)
    last = steps.filter(_.is_order == 0).select(*_PERSON, "stretch", by="channel", since="touched_at")
    found = steps.filter(_.is_order == 1).drop("channel").inner_join(last, (*_PERSON, "stretch"))
    recent = found.at <= found.since + ibis.interval(LOOKBACK_DAYS, unit="D")
    return found.filter(recent).select("day", "business", "area", "value", channel="by")


def visited(tables: Tables, cut: Cut) -> ir.Table:
    """Visits: day, business, area, channel, and whether an order followed.

    Reads touches(kind 'visit' or 'qualified') and conversions(kind 'order', visitor known). An order
    follows a visit if the same visitor placed it within `VISIT_DAYS` of it and before the next one.
    A business without any such order does not record who ordered: left out, so that its rate is NULL.
    """
    orders = _orders(tables)
    reach = VISIT_DAYS + _ZONES
    visits, near = cut.around(tables["touches"].filter(_.kind.isin(_VISITS)), reach), cut.around(orders, reach)
    # Most people order nothing: no order can have followed, and putting their visits in order is most of the work.
    people = near.select(*_PERSON)
    idle = visits.select(*_PERSON, "area", "channel", "day").anti_join(people, _PERSON).semi_join(orders, "business")
    steps = _stretches(visits.semi_join(people, _PERSON), near).filter(_.stretch > 0)
    visit = steps.is_order == 0
    found = steps.group_by("business", "visitor", "stretch").agg(
        day=steps.day.max(where=visit),
        area=steps.area.max(where=visit),
        channel=steps.channel.max(where=visit),
        since=steps.touched_at.max(),
        ordered_at=steps.at.min(where=~visit),
    )
    soon = found.ordered_at <= found.since + ibis.interval(VISIT_DAYS, unit="D")
    followed = found.select("day", "business", "area", "channel", converted=soon.fill_null(False))
    return stacked(idle.select("day", "business", "area", "channel", converted=ibis.literal(False)), followed)


LAST_TOUCHED = Rows(("conversions", "touches"), DIMENSIONS, last_touched)
VISITED = Rows(("conversions", "touches"), DIMENSIONS, visited)


def _orders(tables: Tables) -> ir.Table:
    return tables["conversions"].filter(_.kind == "order", _.visitor.notnull())


def _stretches(touches: ir.Table, orders: ir.Table) -> ir.Table:
    """Touches and orders of each visitor, numbered by the touches up to then; 0 before the first."""
    kept = ("business", "visitor", "area", "day", "at")
    touched = touches.select(
        *kept, "channel", is_order=ibis.literal(0), id="touch", touched_at="at", value=unknown(orders.value)
    )
    ordered = orders.select(
        *kept,
        channel=ibis.null("string"),
        is_order=ibis.literal(1),
        id="conversion",
        touched_at=unknown(touches["at"]),
        value="value",
    )
    so_far = ibis.window(
        group_by=("business", "visitor"), order_by=("at", "is_order", "id"), preceding=None, following=0
    )
    steps = stacked(touched, ordered)
    return steps.mutate(stretch=steps.touched_at.count().over(so_far))
