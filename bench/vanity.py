"""A page that greys out a good metric, or praises an idle one, does harm: how often does the test of metrics err?

First on companies made by `probant simulate`, in which two metrics are planted that announce revenue and four that
only look as if, with twelve series of pure noise beside them; then on series of our own in which one metric of twenty
takes a known share off the error, to say how large a gain must be to be found in so many weeks. No other open
package tests marketing metrics for foresight, so there is no peer.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv

from bench.harness import Row, publish, wait_for_quiet
from probant.decision.answer import Shown
from probant.decision.trust import Standing, Trust, standings
from probant.evidence.foresight.absence import bounds
from probant.evidence.foresight.engine import ForecastSkill
from probant.evidence.foresight.panel import Candidate, Panel
from probant.evidence.foresight.question import SkillQuestion
from probant.evidence.foresight.scale import Scale
from probant.evidence.foresight.skill import skill
from probant.simulate import claims, experiments, shop
from probant.simulate.books import Books, books
from probant.simulate.chance import child
from probant.simulate.customers import kept
from probant.simulate.delivery import Delivery, delivery
from probant.simulate.demand import demand
from probant.simulate.exports import analytics
from probant.simulate.settings import Settings
from probant.simulate.shop import World
from probant.simulate.tracking import Seen, of_buyers, of_lookers, unseen
from probant.stats.multiple import benjamini_hochberg

SEEDS, WEEKS, NOISES = range(1, 101), 104, 12
"""Others than those by which the test was made: these were 1000 to 1099."""
SIZES = (2_000, 10_000, 40_000)
"""Customers: what is counted is the noisier, the fewer they are."""
QUALIFIED = 3
"""Kind of a touch, as the simulator numbers them."""
LEADING = {"qualified_visits": 3, "brand_searches": 2}
VANITY = ("followers", "social_reactions", "impressions", "sessions")
KINDS = {"white": 0.0, "memory": 0.7, "drift": 1.0}
"""Kinds of noise, and what is left of it a week on."""
SPANS, GAINS, REPEATS, DRAWS = (78, 104, 130, 156), (0.1, 0.2, 0.3), 40, 399


def main() -> None:
    """Print error rates and power."""
    wait_for_quiet()
    rows = [row for customers in SIZES for row in errors(customers)]
    publish("vanity", [*rows, *power()], f"{len(SEEDS)} companies of each size, {WEEKS} weeks; shares of the verdicts")


def errors(customers: int) -> list[Row]:
    """Over SEEDS companies: planted metrics kept and found, and false ones."""
    verdicts: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    false = []
    for seed in SEEDS:
        told = {one.metric: one for one in asked(customers, seed)}
        for name, one in told.items():
            verdicts[_kind(name), one.trust] += 1
            right[name] += one.lead == LEADING.get(name, -1)
        found = [name for name, one in told.items() if one.trust is Trust.DECISION]
        idle = [name for name in found if name in VANITY or name.startswith("noise")]
        false.append(len(idle) / max(1, len(found)))
    size = f"{customers:,} customers: "
    names = (*LEADING, *VANITY, *(f"noise {name}" for name in KINDS))
    rows = [row for name in names for row in told_of(size, name, verdicts)]
    rows += [Row(f"{size}{name} at its true lead", right[name] / len(SEEDS), "share") for name in LEADING]
    return [*rows, Row(f"{size}false among those found", float(np.mean(false)), "share", "limit", 0.05)]


def told_of(size: str, name: str, verdicts: Counter[tuple[str, str]]) -> list[Row]:
    """Shares of the verdicts on one metric; the one that would do harm has its limit."""
    every = sum(count for (metric, _), count in verdicts.items() if metric == name)
    harm = Trust.VANITY if name in LEADING else Trust.DECISION
    return [
        Row(
            f"{size}{name}: {trust.value}",
            verdicts[name, trust] / every,
            "share",
            *(("limit", 0.05) if trust is harm else ()),
        )
        for trust in (Trust.DECISION, Trust.WEAK, Trust.UNKNOWN, Trust.VANITY)
    ]


def _kind(name: str) -> str:
    return name.rsplit(" ", 1)[0] if name.startswith("noise") else name


def asked(customers: int, seed: int) -> tuple[Standing, ...]:
    """Verdicts on the metrics of one simulated company, as its weekly rows would give them from the store."""
    settings = Settings(seed=seed, customers=customers, weeks=WEEKS)
    question = SkillQuestion(business="shop", metrics=("qualified_visits", "impressions", "sessions"))
    evidence = ForecastSkill().estimate(question, loaded(settings), np.random.default_rng(seed))
    return standings((Shown("", evidence),))


def loaded(settings: Settings) -> dict[str, pa.Table]:
    """What the engine reads of a company, without the way through files and store."""
    world = shop.world(settings, demand(settings))
    sold, seen, qualified = happened(world)
    plan, shown = world.plans["actual"], delivery(settings, world.plans["actual"])
    mine = [place for place, one in enumerate(settings.channels) if one.business == "shop"]
    tiktok = [place for place in mine if settings.channels[place].platform == "tiktok_ads"]
    series = {
        "revenue": weekly(sold.cents) / 100,
        "orders": weekly(sold.orders),
        "spend": weekly(plan.cents[:, :, mine].sum(axis=2)) / 100,
        "impressions": weekly(shown.impressions[:, :, tiktok].sum(axis=2)),
        "sessions": weekly(seen.visits + analytics.bounces(world, seen)),
        "qualified_visits": qualified,
    }
    weeks = [settings.start + timedelta(weeks=week) for week in range(settings.weeks)]
    held = {f"metric:{name}": pa.table({"start": weeks, "value": values}) for name, values in series.items()}
    extents = {f"extent:{table}": extent(table, settings) for table in ("outcomes", "spend", "touches")}
    names = pa.table({"name": ["shop"]})
    return {"names": names, "controls": pa.Table.from_pylist(controls(world, shown, weeks)), **held, **extents}


def happened(world: World) -> tuple[Books, Seen, np.ndarray]:
    """The company's books, what analytics counts, and (T,) qualified visits: as `simulate` draws them."""
    settings = world.settings
    sold, seen, qualified = books(world), unseen(world), np.zeros(settings.weeks)
    for number in range(world.chunks):
        who, orders = shop.chunk(world, number)
        test = experiments.holdout(world, number, who)
        held = shop.held_out(world, orders, test.there & ~test.treated)
        true = shop.true_in(world, "actual", orders) & ~held
        sold.add(world, who, orders, true, held)
        met = claims.met(child(settings.seed, "claims", number), world, who, orders)
        followed = true & who.tracked[orders.person]
        rng = child(settings.seed, "tracking", number)
        _, _, bought = of_buyers(rng, world, who, kept(orders, followed), met[followed])
        looked, passed = of_lookers(world, number, int(followed.sum()))
        seen += bought
        seen += passed
        qualified += np.bincount(looked.at[looked.kind == QUALIFIED].astype(int), minlength=settings.weeks)
    return sold, seen, qualified


def weekly(daily: np.ndarray) -> np.ndarray:
    """(T,) sums of a (7 T, ...) table."""
    return daily.reshape(len(daily) // 7, -1).sum(axis=1)


def extent(table: str, settings: Settings) -> pa.Table:
    """Until when a table goes."""
    last = settings.start + timedelta(days=7 * settings.weeks - 1)
    currency = None if table == "touches" else settings.currency
    return pa.Table.from_pylist([{"table": table, "currency": currency, "span_days": 1, "last": last}])


def controls(world: World, shown: Delivery, weeks: list[date]) -> list[dict[str, Any]]:
    """Controls and signals, those of pure noise among them, as the folder's own files hold them."""
    with tempfile.TemporaryDirectory(prefix="probant-vanity-") as place:
        analytics.write_controls(Path(place), world, analytics.brand_searches(world), shown)
        files = [csv.read_csv(Path(place) / f"{name}.csv").to_pylist() for name in ("controls", "signals")]
    known = [(row["day"], row["control"], row["kind"], float(row["value"])) for rows in files for row in rows]
    idle = [
        (day, name, "other", float(value))
        for name, made in noises(world.settings)
        for day, value in zip(weeks, made, strict=True)
    ]
    return [dict(zip(("start", "control", "kind", "value"), row, strict=True)) for row in (*known, *idle)]


def noises(settings: Settings) -> Iterator[tuple[str, np.ndarray]]:
    """Series that know nothing of the company."""
    rng = np.random.default_rng((settings.seed, 1))
    for number in range(NOISES):
        name = list(KINDS)[number % len(KINDS)]
        yield f"noise {name} {number}", np.exp(0.1 * with_memory(rng, settings.weeks, KINDS[name]))


def with_memory(rng: np.random.Generator, weeks: int, kept: float) -> np.ndarray:
    """(T,) a first-order autoregression."""
    series = rng.standard_normal(weeks)
    for week in range(1, weeks):
        series[week] += kept * series[week - 1]
    return series


def silent(_: float) -> None:
    """Tell nobody how far the work is."""


def power() -> list[Row]:
    """How often a metric that takes a known share off the error is found, among twenty; and what is ruled out."""
    rows = []
    for weeks in SPANS:
        for gain in GAINS:
            found, most = zip(*(planted(weeks, gain, seed) for seed in range(REPEATS)), strict=True)
            rows.append(Row(f"power, {weeks} weeks, true gain {gain:.0%}", float(np.mean(found)), "share"))
        rows.append(Row(f"gain not ruled out of a metric without any, {weeks} weeks", float(np.median(most)), "share"))
    return rows


def planted(weeks: int, gain: float, seed: int) -> tuple[bool, float]:
    """Whether the one metric of twenty that foretells by three weeks is found; the gain not ruled out of the others."""
    rng, lead, before = np.random.default_rng((seed, weeks)), 3, 20
    metrics = np.array([with_memory(rng, weeks + before, 0.5) * np.sqrt(0.75) for _ in range(20)]).T
    share = 1 - (1 - gain) ** 2
    told = np.r_[np.zeros(lead), metrics[:-lead, 0]] * np.sqrt(share / (1 - share))
    week = np.arange(weeks + before)
    outcome = 10 + 0.002 * week + 0.25 * np.cos(2 * np.pi * week / 52.18)
    outcome += 0.1 * (rng.standard_normal(weeks + before) + told)
    none = np.empty((weeks, 0))
    values = np.exp(outcome[before:])
    panel = Panel(date(2024, 1, 1), values, Scale.of(values), none, none, none)
    made = skill(panel, metrics[before:], leads=8, training=30, draws=DRAWS, rng=rng, tell=silent)
    found = benjamini_hochberg(made.chance)[0] <= 0.05
    others = [Candidate(str(place), 0, one, 0.0) for place, one in enumerate(metrics[before:, 1:].T)]
    most = bounds(panel, others, leads=8, training=30, draws=DRAWS, rng=rng).most
    return bool(found), float(np.median(most))
