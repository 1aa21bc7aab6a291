"""Who met which channel before an order, and what the platforms claim of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probant.simulate.cells import day_of
from probant.simulate.chance import Ints
from probant.simulate.channels import BRAND
from probant.simulate.customers import People
from probant.simulate.shop import Orders, World

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Claims:
    """Sums of what platforms claim. Days D, areas G, channels of the shop C."""

    orders: Ints
    """(D, G, C)"""
    cents: Ints
    """(D, G, C)"""

    def __iadd__(self, other: Claims) -> Claims:
        self.orders[:] += other.orders
        self.cents[:] += other.cents
        return self


def nothing(world: World) -> Claims:
    """No claim yet."""
    shape = (7 * world.settings.weeks, world.settings.areas, len(world.settings.of("shop")))
    return Claims(np.zeros(shape, np.int64), np.zeros(shape, np.int64))


def met(rng: np.random.Generator, world: World, who: People, orders: Orders) -> Flags:
    """(M, C) which channels of the shop the buyer met before each order.

    Whoever was won by a channel met it. The others met it by chance, the more so the more was spent; those
    who search for the brand anyway meet its ads, which is why these claim so much and cause so little. Part
    of what channels with a halo cause comes by such a search.
    """
    channels = world.settings.of("shop")
    week, area = orders.at.astype(np.int64), who.area[orders.person]
    found = np.zeros((len(orders.at), len(channels)), bool)
    plan = world.plans["actual"]
    by_brand = np.array([0.0, *(channel.by_brand for channel in channels), 0.0])[orders.cause]
    for place, channel in enumerate(channels):
        column = world.settings.channels.index(channel)
        height = plan.height[:, :, column] / channel.mean_curve
        chance = np.minimum(channel.reach * height[week, area], 0.95)
        if channel.name == BRAND:
            chance = np.where(height[week, area] > 0, np.maximum(chance, by_brand), 0.0)
        found[:, place] = (rng.random(len(week), np.float32) < chance) | (orders.cause == place + 1)
    return found


def claimed(rng: np.random.Generator, world: World, who: People, orders: Orders, found: Flags, true: Flags) -> Claims:
    """What the platforms claim of the orders that came true: each what it saw, none what it caused."""
    out = nothing(world)
    days, areas, _ = out.orders.shape
    cell = day_of(orders.at) * areas + who.area[orders.person]
    for place, channel in enumerate(world.settings.of("shop")):
        saw = rng.random(len(cell), np.float32) < channel.seen
        if channel.platform is None:
            continue
        mine = true & found[:, place] & saw
        out.orders[:, :, place] = np.bincount(cell[mine], minlength=days * areas).reshape(days, areas)
        cents = np.bincount(cell[mine], weights=orders.cents[mine], minlength=days * areas)
        out.cents[:, :, place] = cents.astype(np.int64).reshape(days, areas)
    return out
