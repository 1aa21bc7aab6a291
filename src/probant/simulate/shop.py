"""Orders of the shop: streams of what would happen anyway, and of what each channel causes on top.

Each cause has its own candidates, drawn as if it worked with all its might; a candidate comes true where
its mark lies below the height of its cause in that week and area. So a company with a channel switched
off is the same company less exactly that channel's orders, and truth is a difference of two sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probant.simulate import media
from probant.simulate.chance import Ints, child
from probant.simulate.channels import RETARGETING
from probant.simulate.customers import Clock, People, clock, come_back, joined, order_values, people
from probant.simulate.demand import Demand, Floats
from probant.simulate.settings import Settings

CHUNK = 200_000
"""Customers who are made at once; bounds the memory."""
FIRST, LATER, EXTRA = range(3)
"""Kinds of order: a person's first, a later one of their own accord, one that a channel adds for a known customer."""
ASSISTANT = "ai_assistant"
_PEOPLE, _ORDERS = 1 << 20, 1 << 22
"""Room for numbers in one stream of one chunk."""
_PAST = 104
"""Weeks before the start in which existing customers came."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What can cause orders on top: a channel, or the assistant."""

    name: str
    most: float
    """Orders a week at most."""
    newcomers: float
    loyalty: float


@dataclass(frozen=True, slots=True)
class World:
    """What all chunks share."""

    settings: Settings
    demand: Demand
    plans: Mapping[str, media.Plan]
    """By scenario: 'actual', 'no_geo_test', and 'off:' with each channel's name."""
    causes: tuple[Cause, ...]
    heights: Mapping[str, npt.NDArray[np.float32]]
    """By scenario: (1 + causes, T G) height of each cause; row 0, what happens anyway, is above every mark."""
    lives: Clock

    @property
    def chunks(self) -> int:
        """Parts in which customers are made; depends on their number alone."""
        return -(-self.settings.customers // CHUNK)


@dataclass(frozen=True, slots=True)
class Orders:
    """M orders that come true in at least some world."""

    number: Ints
    person: Ints
    """(M,) place in the chunk's people."""
    at: Floats
    """(M,) in weeks from the start."""
    cents: Ints
    """(M,) net value in hundredths."""
    cause: Ints
    kind: Ints
    mark: npt.NDArray[np.float32]
    cell: Ints
    """(M,) week times G plus area, of the event that caused it."""


def world(settings: Settings, demand: Demand) -> World:
    """Plans and heights of the company as it is, and of each other world that truth compares it with."""
    names = [channel.name for channel in settings.channels]
    plans = {"actual": media.plan(settings, demand), "no_geo_test": media.plan(settings, demand, geo=False)}
    plans |= {f"off:{name}": media.plan(settings, demand, off=(name,)) for name in names}
    new = settings.customers * (1 - settings.shop.existing) / settings.weeks
    actual = plans["actual"]
    causes = [
        Cause(c.name, float(actual.most[names.index(c.name)]), c.newcomers, c.loyalty) for c in settings.of("shop")
    ]
    causes.append(Cause(ASSISTANT, settings.agents.effect * new, 1.0, 1.0))
    apart = {f"off:{channel.name}" for channel in settings.of("pro")}
    heights = {name: _heights(settings, one, assistant=True) for name, one in plans.items() if name not in apart}
    heights["no_ai_assistant"] = _heights(settings, actual, assistant=False)
    return World(settings, demand, plans, tuple(causes), heights, clock(demand.baseline))


def _heights(settings: Settings, plan: media.Plan, *, assistant: bool) -> npt.NDArray[np.float32]:
    cells = settings.weeks * settings.areas
    rows = [np.full(cells, 2.0)]
    for place, channel in enumerate(settings.channels):
        if channel.business == "shop":
            rows.append(plan.height[:, :, place].reshape(cells))
    weeks = np.repeat(np.arange(settings.weeks), settings.areas)
    rows.append((weeks >= settings.agents.rollout) * (2.0 if assistant else 0.0))
    return np.array(rows, dtype=np.float32)


def baseline_rate(world: World) -> Floats:
    """(T, G) expected new customers a week whom no advertising won."""
    settings = world.settings
    won = sum(channel.effect * channel.newcomers for channel in settings.of("shop"))
    usual = settings.customers * (1 - settings.shop.existing) * (1 - won) / settings.weeks
    return np.asarray(usual * world.demand.baseline[:, None] * world.demand.share * world.demand.local)


def chunk(world: World, number: int) -> tuple[People, Orders]:
    """People and orders of one part, those of every other world included; `truth` says which came true.

    The part has the whole company's mix; parts are independent, so that their sums are the company's.
    """
    known = [_existing(world, number), _anyway(world, number)]
    parts = [*known, *(_won(world, number, place) for place in range(1, len(world.causes) + 1))]
    starts = np.cumsum([0, *(len(who.born) for who, _ in parts)])
    orders = [_moved(found, start) for (_, found), start in zip(parts, starts, strict=False)]
    pool = joined([who for who, _ in known])
    orders += [_added(world, number, place, pool) for place in range(1, len(world.causes) + 1)]
    return joined([who for who, _ in parts]), joined(orders)


def true_in(world: World, scenario: str, orders: Orders) -> npt.NDArray[np.bool_]:
    """(M,) which orders happen in a scenario, the holdout left out of account."""
    return np.asarray(orders.mark < world.heights[scenario][orders.cause, orders.cell])


def held_out(world: World, orders: Orders, held: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """(M,) orders that retargeting would have caused, had their people, (N,) `held`, not been held out."""
    test = world.settings.holdout
    place = next((i for i, cause in enumerate(world.causes, 1) if cause.name == RETARGETING), -1)
    inside = (orders.at >= test.start) & (orders.at < test.start + test.weeks)
    return np.asarray((orders.cause == place) & inside & held[orders.person])


def moments(rng: np.random.Generator, settings: Settings, weeks: Ints) -> Floats:
    """Times in weeks within given weeks: days by their usual weight, hours around the early afternoon."""
    weights = np.roll(media.WEEKDAYS, -settings.start.weekday())
    day = np.searchsorted(np.cumsum(weights / weights.sum())[:-1], rng.random(len(weeks)), side="right")
    hour = 0.2 + 0.75 * (rng.random(len(weeks)) + rng.random(len(weeks))) / 2
    return np.asarray(weeks + (day + hour) / 7)


def _existing(world: World, number: int) -> tuple[People, Orders]:
    settings = world.settings
    rng = child(settings.seed, "existing", number)
    count = int(rng.poisson(settings.customers * settings.shop.existing / world.chunks))
    area = _areas(rng, world, count)
    who = people(rng, settings, -_PAST * rng.random(count), area, first=_person(number, 0))
    return who, _bought(rng, world, who, first=_order(number, 0))


def _anyway(world: World, number: int) -> tuple[People, Orders]:
    settings = world.settings
    rng = child(settings.seed, "anyway", number)
    counts = rng.poisson(baseline_rate(world) / world.chunks).ravel()
    week, area = np.divmod(np.repeat(np.arange(counts.size), counts), settings.areas)
    who = people(rng, settings, moments(rng, settings, week), area, first=_person(number, 1))
    return who, _bought(rng, world, who, first=_order(number, 1))


def _won(world: World, number: int, place: int) -> tuple[People, Orders]:
    """Customers whom a cause wins, if it works well enough when they would come."""
    settings, cause = world.settings, world.causes[place - 1]
    rng = child(settings.seed, "won", cause.name, number)
    count = int(rng.poisson(cause.most * cause.newcomers * settings.weeks / world.chunks))
    born = moments(rng, settings, rng.integers(settings.weeks, size=count))
    area, mark = _areas(rng, world, count), rng.random(count, np.float32)
    first = _person(number, 2 * place)
    who = people(rng, settings, born, area, first=first, cause=place, loyalty=cause.loyalty, mark=mark)
    return who, _bought(rng, world, who, first=_order(number, 2 * place))


def _added(world: World, number: int, place: int, pool: People) -> Orders:
    """Orders that a cause adds among the customers who are there anyway, whom it picks at random."""
    settings, cause = world.settings, world.causes[place - 1]
    rng = child(settings.seed, "added", cause.name, number)
    count = int(rng.poisson(cause.most * (1 - cause.newcomers) * settings.weeks / world.chunks))
    at = moments(rng, settings, rng.integers(settings.weeks, size=count))
    by_age = np.argsort(pool.born, kind="stable")
    known = np.searchsorted(pool.born[by_age], at)
    picked = by_age[np.minimum((rng.random(count) * known).astype(np.int64), max(len(by_age) - 1, 0))]
    cents = _cents(rng, world, pool.thrift[picked], at)
    mark = np.where(known > 0, rng.random(count, np.float32), np.float32(2))
    first = _order(number, 2 * place + 1)
    return Orders(
        number=first + np.arange(count),
        person=picked,
        at=at,
        cents=cents,
        cause=np.full(count, place),
        kind=np.full(count, EXTRA),
        mark=mark,
        cell=at.astype(np.int64) * settings.areas + pool.area[picked],
    )


def _bought(rng: np.random.Generator, world: World, who: People, *, first: int) -> Orders:
    """First and later orders of people; those before the start are nobody's business here."""
    new = np.flatnonzero(who.born >= 0)
    again, times = come_back(rng, who, world.lives)
    person, at = np.concatenate([new, again]), np.concatenate([who.born[new], times])
    cell = np.maximum(who.born, 0).astype(np.int64) * world.settings.areas + who.area
    return Orders(
        number=first + np.arange(len(person)),
        person=person,
        at=at,
        cents=_cents(rng, world, who.thrift[person], at),
        cause=who.cause[person],
        kind=np.repeat([FIRST, LATER], [len(new), len(again)]),
        mark=who.mark[person],
        cell=cell[person],
    )


def _cents(rng: np.random.Generator, world: World, thrift: Floats, at: Floats) -> Ints:
    discount = world.settings.demand.promotion_discount * world.demand.promotion[at.astype(np.int64)]
    return order_values(rng, thrift, discount, world.settings.shop.value_p)


def _moved(orders: Orders, start: int) -> Orders:
    orders.person[:] += start
    return orders


def _areas(rng: np.random.Generator, world: World, count: int) -> Ints:
    edges = np.cumsum(world.demand.share)[:-1]
    return np.asarray(np.searchsorted(edges, rng.random(count), side="right"), dtype=np.int64)


def _person(number: int, stream: int) -> int:
    return (number * 64 + stream) * _PEOPLE


def _order(number: int, stream: int) -> int:
    return (number * 64 + stream) * _ORDERS
