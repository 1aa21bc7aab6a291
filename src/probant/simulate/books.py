"""Running sums over the chunks: what the company books, and what truth needs of the worlds beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from probant.simulate.cells import day_of
from probant.simulate.chance import Ints
from probant.simulate.claims import Flags
from probant.simulate.customers import People, lifetime
from probant.simulate.demand import Floats
from probant.simulate.shop import FIRST, LATER, Orders, World, true_in


@dataclass
class Books:
    """Sums in whole hundredths and counts. Days D, areas G, weeks T, causes K (0: nothing that was advertised)."""

    cents: Ints
    """(D, G)"""
    orders: Ints
    """(D, G)"""
    new_cents: Ints
    """(D, G)"""
    new_orders: Ints
    """(D, G)"""
    by_cause: Ints
    """(2, K, 3, T) orders and cents by cause, kind of order and week."""
    worlds: dict[str, Ints]
    """By scenario: (2, T) cents of first and added orders, and of all."""
    lifetimes: Floats
    """(2, K) how many people each cause won, and the sum of their true lifetime values."""
    tracked: Ints
    """(2, T) tracked orders and their cents."""
    held_back: Ints = field(default_factory=lambda: np.zeros(2, np.int64))
    """Orders and cents that the holdout kept from happening."""

    def add(self, world: World, who: People, orders: Orders, true: Flags, held: Flags) -> None:
        """Add one chunk: `true` says which orders happened, `held` which only the holdout prevented."""
        self._worlds(world, orders, held)
        self.held_back += (int(held.sum()), int(orders.cents[held].sum()))
        self._outcomes(world, who, orders, true)
        week = orders.at.astype(np.int64)
        cell = (orders.cause * 3 + orders.kind) * world.settings.weeks + week
        self.by_cause += _both(cell[true], orders.cents[true], self.by_cause[0].shape)
        followed = true & who.tracked[orders.person]
        self.tracked += _both(week[followed], orders.cents[followed], (world.settings.weeks,))
        won = _came(world, who)
        value = lifetime(who, world.settings.shop)
        kinds = self.lifetimes.shape[1]
        self.lifetimes[0] += np.bincount(who.cause[won], minlength=kinds)
        self.lifetimes[1] += np.bincount(who.cause[won], weights=value[won], minlength=kinds)

    def _outcomes(self, world: World, who: People, orders: Orders, true: Flags) -> None:
        cell = day_of(orders.at) * world.settings.areas + who.area[orders.person]
        count, cents = _both(cell[true], orders.cents[true], self.cents.shape)
        first = true & (orders.kind == FIRST)
        new_count, new_cents = _both(cell[first], orders.cents[first], self.cents.shape)
        self.orders += count
        self.cents += cents
        self.new_orders += new_count
        self.new_cents += new_cents

    def _worlds(self, world: World, orders: Orders, held: Flags) -> None:
        week = orders.at.astype(np.int64)
        direct = orders.kind != LATER
        for name, sums in self.worlds.items():
            there = true_in(world, name, orders) & ~held
            for row, mask in enumerate((there & direct, there)):
                cents = np.bincount(week[mask], weights=orders.cents[mask], minlength=world.settings.weeks)
                sums[row] += cents.astype(np.int64)


def books(world: World) -> Books:
    """Empty books."""
    days, areas, weeks = 7 * world.settings.weeks, world.settings.areas, world.settings.weeks
    kinds = len(world.causes) + 1

    def daily() -> Ints:
        return np.zeros((days, areas), np.int64)

    return Books(
        cents=daily(),
        orders=daily(),
        new_cents=daily(),
        new_orders=daily(),
        by_cause=np.zeros((2, kinds, 3, weeks), np.int64),
        worlds={name: np.zeros((2, weeks), np.int64) for name in world.heights},
        lifetimes=np.zeros((2, kinds)),
        tracked=np.zeros((2, weeks), np.int64),
    )


def _came(world: World, who: People) -> npt.NDArray[np.bool_]:
    """(N,) who is a customer in the world as it is."""
    cell = np.maximum(who.born, 0).astype(np.int64) * world.settings.areas + who.area
    return np.asarray(who.mark < world.heights["actual"][who.cause, cell])


def _both(cell: Ints, cents: Ints, shape: tuple[int, ...]) -> Ints:
    """(2, *shape) counts and cents by cell; exact, since no sum comes near 2^53."""
    size = int(np.prod(shape))
    count = np.bincount(cell, minlength=size)
    total = np.bincount(cell, weights=cents, minlength=size).astype(np.int64)
    return np.array([count, total]).reshape(2, *shape)
