"""Three tests: a sound holdout of people, a geo test, and one that loses people on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from probant.simulate import cells
from probant.simulate.books import Books
from probant.simulate.chance import Ints, child, identifiers
from probant.simulate.channels import RETARGETING
from probant.simulate.claims import Flags
from probant.simulate.customers import People
from probant.simulate.demand import Floats
from probant.simulate.media import dark_areas
from probant.simulate.settings import BrokenSettings, HoldoutSettings, Settings
from probant.simulate.shop import Orders, World, baseline_rate
from probant.simulate.tables import contract_rows

HOLDOUT = "retargeting_holdout"
BROKEN = "checkout_redesign"
GEO = "geo_switch_off"


@dataclass(frozen=True, slots=True)
class Arms:
    """Who takes part in a test of people, and on which side; all (N,) over a chunk's people."""

    name: str
    start: int
    weeks: int
    names: tuple[str, str]
    """Names of the control and of the treated arm."""
    there: Flags
    treated: Flags


def runs(settings: Settings, test: HoldoutSettings | BrokenSettings) -> bool:
    """Whether a test ends before the data do."""
    return test.start + test.weeks <= settings.weeks


def holdout(world: World, number: int, who: People) -> Arms:
    """Known customers with and without retargeting, split at random before any order of the test."""
    test = world.settings.holdout
    rng = child(world.settings.seed, HOLDOUT, number)
    there, held = _enrolled(rng, who, test.start, test.enrolled), rng.random(len(who.born)) < test.held
    there &= runs(world.settings, test)
    return Arms(HOLDOUT, test.start, test.weeks, ("holdout", "ads"), there, ~held)


def broken(world: World, number: int, who: People, orders: Orders, true: Flags) -> Arms:
    """A change without any effect; treated people who did not order are lost more often than not at random."""
    test = world.settings.broken
    rng = child(world.settings.seed, BROKEN, number)
    there, treated = _enrolled(rng, who, test.start, test.enrolled), rng.random(len(who.born)) < 0.5
    inside = true & (orders.at >= test.start) & (orders.at < test.start + test.weeks)
    bought = np.bincount(orders.person[inside], minlength=len(who.born)) > 0
    lost = treated & ~bought & (rng.random(len(who.born)) < test.lost)
    there &= ~lost & runs(world.settings, test)
    return Arms(BROKEN, test.start, test.weeks, ("old_checkout", "new_checkout"), there, treated)


def assignment_rows(world: World, who: People, arms: Arms) -> pa.Table:
    """Rows of the contract `assignments` for one test of people."""
    mine = arms.there
    count = int(mine.sum())
    return contract_rows(
        "assignments",
        {
            "experiment": cells.same(arms.name, count),
            "unit": units(world, who.number[mine]),
            "business": cells.same("shop", count),
            "area": cells.named(who.area[mine], world.settings.area_names),
            "arm": cells.named(arms.treated[mine].astype(np.int8), arms.names),
            "at": cells.instants(world.settings.start, np.full(count, float(arms.start))),
            "segment": cells.named((who.born[mine] < 0).astype(np.int8), ("newer", "older")),
        },
    )


def observation_rows(world: World, who: People, orders: Orders, true: Flags, arms: Arms) -> Iterator[pa.Table]:
    """Rows of the contract `observations`: revenue and orders in the test, revenue in as many weeks before it."""
    mine = np.flatnonzero(arms.there)
    unit = units(world, who.number[mine])
    window = (arms.start, arms.start + arms.weeks)
    earlier = (arms.start - arms.weeks, arms.start)
    spent, before = (_per_person(who, orders, true, *span, orders.cents / 100) for span in (window, earlier))
    count = _per_person(who, orders, true, *window, np.ones(len(orders.at)))
    for metric, values in (("revenue", spent), ("orders", count), ("revenue_before", before)):
        yield _observed(arms.name, unit, metric, np.round(values[mine], 2))


def geo_rows(settings: Settings, books: Books) -> Iterator[tuple[str, pa.Table]]:
    """Rows of `assignments` and `observations` for the geo test, whose units are areas."""
    test = settings.geo
    if test.start + test.weeks > settings.weeks:
        return
    unit = pa.array(settings.area_names)
    dark = np.isin(np.arange(settings.areas), dark_areas(settings))
    columns = {
        "experiment": cells.same(GEO, settings.areas),
        "unit": unit,
        "business": cells.same("shop", settings.areas),
        "area": unit,
        "arm": cells.named(dark.astype(np.int8), ("on", "off")),
        "at": cells.instants(settings.start, np.full(settings.areas, float(test.start))),
        "segment": pa.nulls(settings.areas, pa.string()),
    }
    yield "assignments", contract_rows("assignments", columns)
    for metric, first in (("revenue", test.start), ("revenue_before", test.start - test.weeks)):
        cents = books.cents[max(7 * first, 0) : 7 * (first + test.weeks)].sum(axis=0)
        yield "observations", _observed(GEO, unit, metric, cents / 100)


def expected_effect(world: World) -> float:
    """True effect of retargeting on one person of the holdout over the whole test, expected; currency."""
    settings, test = world.settings, world.settings.holdout
    place = next((i for i, cause in enumerate(world.causes, 1) if cause.name == RETARGETING), None)
    if place is None or not runs(settings, test):
        return 0.0
    height = world.heights["actual"][place].reshape(settings.weeks, -1) @ world.demand.share
    known = settings.customers * settings.shop.existing + np.cumsum(baseline_rate(world).sum(axis=1))
    extra = world.causes[place - 1].most * (1 - world.causes[place - 1].newcomers) * height / known
    inside = slice(test.start, test.start + test.weeks)
    return float((extra * mean_value(world))[inside].sum())


def mean_value(world: World) -> Floats:
    """(T,) expected value of an order in each week; currency."""
    shop, demand = world.settings.shop, world.demand
    mean = shop.value_p * shop.value_v / (shop.value_q - 1)
    return np.asarray(mean * (1 - world.settings.demand.promotion_discount * demand.promotion))


def designs(settings: Settings) -> Mapping[str, bool]:
    """Names of the tests that are in the data, and whether each was sound."""
    geo = settings.geo.start + settings.geo.weeks <= settings.weeks
    every = ((HOLDOUT, runs(settings, settings.holdout)), (GEO, geo), (BROKEN, runs(settings, settings.broken)))
    return {name: name != BROKEN for name, there in every if there}


def units(world: World, numbers: Ints) -> pa.Array:
    """Identifiers of people in tests; they lead neither to the customer nor to the device."""
    return cells.glued("u", cells.whole(identifiers(numbers, world.settings.seed + 2)))


def _enrolled(rng: np.random.Generator, who: People, start: int, share: float) -> Flags:
    """Customers who are there whatever is advertised, and were known when the test began."""
    return np.asarray((rng.random(len(who.born)) < share) & (who.cause == 0) & (who.born < start))


def _per_person(who: People, orders: Orders, true: Flags, start: float, end: float, values: Floats) -> Floats:
    inside = true & (orders.at >= start) & (orders.at < end)
    total = np.bincount(orders.person[inside], weights=values[inside], minlength=len(who.born))
    return np.asarray(total, dtype=np.float64)


def _observed(name: str, unit: pa.Array, metric: str, values: Floats) -> pa.Table:
    count = len(unit)
    return contract_rows(
        "observations",
        {
            "experiment": cells.same(name, count),
            "unit": unit,
            "metric": cells.same(metric, count),
            "value": pa.array(values),
            "before": cells.flags(np.full(count, metric.endswith("before"))),
            "business": cells.same("shop", count),
        },
    )
