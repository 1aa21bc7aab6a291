"""What analytics sees: touches of those who consent and are not blocked, visits, consents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from probant.simulate import cells
from probant.simulate.chance import Ints, child, identifiers
from probant.simulate.claims import Flags
from probant.simulate.customers import People
from probant.simulate.demand import Floats
from probant.simulate.shop import Orders, World, moments
from probant.simulate.tables import contract_rows

UNPAID = ("organic", "direct", "referral")
_BY_THEMSELVES = np.array([0.45, 0.45, 0.1])
_VISITORS = 60
"""Stream of numbers for visitors who order nothing."""
_ALWAYS = 52 * 100.0
"""Weeks that a consent lasts: a folder must load whatever the year in which it is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Sums of what analytics counts. Days D, areas G, channels of touches K."""

    visits: Ints
    """(D, K)"""
    orders: Ints
    """(D, K) tracked orders, by the last channel clicked"""
    cents: Ints
    """(D, K)"""
    by_area: Ints
    """(D, G) visits"""

    def __iadd__(self, other: Seen) -> Seen:
        for name in ("visits", "orders", "cents", "by_area"):
            getattr(self, name)[:] += getattr(other, name)
        return self


@dataclass(frozen=True, slots=True)
class Touches:
    """Touches, one row each; `visit` numbers its visitor, `channel` is a place among `touch_channels`."""

    at: Floats
    visitor: Ints
    channel: Ints
    area: Ints
    kind: Ints
    """0 impression, 1 click, 2 visit, 3 qualified"""


def touch_channels(world: World) -> tuple[str, ...]:
    """Channels that touches can name: those of the shop, then what is not paid for."""
    return (*(channel.name for channel in world.settings.of("shop")), *UNPAID)


def unseen(world: World) -> Seen:
    """Nothing counted yet."""
    days, kinds = 7 * world.settings.weeks, len(touch_channels(world))
    shape = (days, kinds)
    area = np.zeros((days, world.settings.areas), np.int64)
    return Seen(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64), area)


def of_buyers(
    rng: np.random.Generator, world: World, who: People, orders: Orders, found: Flags
) -> tuple[Touches, Touches, Seen]:
    """Touches before tracked orders: contacts with channels, then the visit in which the order was placed."""
    channels = world.settings.of("shop")
    delay = rng.exponential(world.settings.tracking.delay / 7, found.shape)
    click = rng.random(found.shape, np.float32) < np.array([channel.clicked for channel in channels], np.float32)
    digital = found & np.array([channel.group != "Unassigned" for channel in channels])
    row, place = np.nonzero(digital & (orders.at[:, None] - delay >= 0))
    area = who.area[orders.person]
    visitor = who.number[orders.person]
    kind = click[row, place].astype(np.int64)
    contacts = Touches(orders.at[row] - delay[row, place], visitor[row], place, area[row], kind)
    waited = np.where(digital & click, delay, np.inf)
    alone = len(channels) + np.searchsorted(np.cumsum(_BY_THEMSELVES)[:-1], rng.random(len(area)))
    last = np.where(np.isfinite(waited.min(axis=1)), waited.argmin(axis=1), alone)
    before = orders.at - rng.uniform(3, 30, len(area)) / (7 * 24 * 60)
    visits = Touches(np.maximum(before, 0), visitor, last, area, np.full(len(area), 2))
    return contacts, visits, _counted(world, visits, orders.at, last, orders.cents)


def of_lookers(world: World, number: int, orders: int) -> tuple[Touches, Seen]:
    """Visits without an order in one part of the company; the qualified ones announce sales.

    `orders` is how many tracked orders the part had: the more customers, the more others look.
    """
    settings, how = world.settings, world.settings.tracking
    rng, noise = child(settings.seed, "lookers", number), child(settings.seed, "lookers").standard_normal
    usual = how.visits * orders / settings.weeks * world.demand.wanted
    wavering = np.exp(settings.signals.noise * noise((2, settings.weeks)))
    counts = rng.poisson(
        np.array([(1 - how.qualified) * wavering[0], how.qualified * wavering[1] * np.exp(world.demand.visits)]) * usual
    )
    week = np.concatenate([np.repeat(np.arange(settings.weeks), one) for one in counts])
    kind = np.repeat([2, 3], counts.sum(axis=1))
    reach = np.cumsum(_attraction(world), axis=1)
    channel = (rng.random(len(week))[:, None] > reach[week, :-1]).sum(axis=1)
    area = np.searchsorted(np.cumsum(world.demand.share)[:-1], rng.random(len(week)), side="right")
    visitor = (number * 64 + _VISITORS) * (1 << 20) + np.arange(len(week))
    visits = Touches(moments(rng, settings, week), visitor, channel, area, kind)
    return visits, _counted(world, visits, np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))


def touch_rows(world: World, touches: Touches, first: int) -> pa.Table:
    """Rows of the contract `touches`; ids go up from `first`."""
    names = touch_channels(world)
    order = np.argsort(touches.at, kind="stable")
    count, at = len(order), touches.at[order]
    return contract_rows(
        "touches",
        {
            "touch": cells.glued("t", cells.whole(first + np.arange(count))),
            "at": cells.instants(world.settings.start, at),
            "day": cells.days(world.settings.start, cells.day_of(at)),
            "business": cells.same("shop", count),
            "area": cells.named(touches.area[order], world.settings.area_names),
            "visitor": visitors(world, touches.visitor[order]),
            "channel": cells.named(touches.channel[order], names),
            "campaign": cells.same("(all)", count),
            "kind": cells.named(touches.kind[order], ("impression", "click", "visit", "qualified")),
            "paid": cells.flags(touches.channel[order] < len(names) - len(UNPAID)),
        },
    )


def consent_rows(world: World, who: People, lookers: Ints) -> pa.Table:
    """Rows of the contract `consents`: every customer's answer, and the yes of those who only looked."""
    numbers = np.concatenate([who.number, lookers])
    count = len(numbers)
    start, end = np.zeros(count), np.full(count, _ALWAYS)
    return contract_rows(
        "consents",
        {
            "subject": visitors(world, numbers),
            "kind": cells.same("visitor", count),
            "purpose": cells.same("audience", count),
            "at": cells.instants(world.settings.start, start),
            "granted": cells.flags(np.concatenate([who.consent, np.ones(len(lookers), bool)])),
            "expires_at": cells.instants(world.settings.start, end),
            "business": cells.same("shop", count),
        },
    )


def visitors(world: World, numbers: Ints) -> pa.Array:
    """Identifiers of devices; they do not lead to the customer's."""
    return cells.glued("v", cells.whole(identifiers(numbers, world.settings.seed + 1)))


def _attraction(world: World) -> Floats:
    """(T, K) share of the visits without order that each channel brings: paid ones by their clicks."""
    channels = world.settings.of("shop")
    places = [world.settings.channels.index(channel) for channel in channels]
    weekly = world.plans["actual"].cents[:, :, places].reshape(world.settings.weeks, 7, -1, len(channels)).sum((1, 2))
    price = np.array([channel.click_cost if channel.group != "Unassigned" else np.inf for channel in channels])
    clicks = weekly / price
    paid = 0.6 * clicks / np.maximum(clicks.sum(axis=1, keepdims=True), 1)
    rest = (1 - paid.sum(axis=1, keepdims=True)) * _BY_THEMSELVES
    return np.hstack([paid, rest])


def _counted(world: World, visits: Touches, sold_at: Floats, channel: Ints, cents: Ints) -> Seen:
    out = unseen(world)
    days, kinds = out.visits.shape
    day = cells.day_of(visits.at)
    out.visits[:] = np.bincount(day * kinds + visits.channel, minlength=days * kinds).reshape(days, kinds)
    area = np.bincount(day * world.settings.areas + visits.area, minlength=out.by_area.size)
    out.by_area[:] = area.reshape(out.by_area.shape)
    sold = cells.day_of(sold_at) * kinds + channel
    out.orders[:] = np.bincount(sold, minlength=days * kinds).reshape(days, kinds)
    out.cents[:] = np.bincount(sold, weights=cents, minlength=days * kinds).astype(np.int64).reshape(days, kinds)
    return out
