"""A ratio of claims to sales is worth showing only if its interval keeps its word: invented companies say.

Each is loaded as a user would load it, from the platforms' own exports, and asked once. Three truths are held against
the intervals: what `truth.json` says all platforms together over-claim and what is not tracked; the rate behind the
weeks, which is that of all companies together; and what analytics would credit each channel with if it could follow
everybody, for which the same company is given complete tracking.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from bench.harness import Row, publish, scratch, wait_for_quiet
from probant.actions.folder import ingest_folder
from probant.actions.gather import gather
from probant.actions.init import init
from probant.actions.project import open_project
from probant.contract.catalog import CONTRACTS
from probant.evidence.reconciliation import journeys
from probant.evidence.reconciliation.blocks import BLOCKS
from probant.evidence.reconciliation.data import spanned
from probant.evidence.reconciliation.question import OverclaimQuestion
from probant.evidence.reconciliation.untracked import People, missed
from probant.simulate import claims, experiments, shop, tracking
from probant.simulate.chance import child
from probant.simulate.company import simulate
from probant.simulate.customers import kept
from probant.simulate.demand import demand
from probant.simulate.exports.shop import Sold, conversion_rows
from probant.simulate.settings import AgentSettings, Settings
from probant.simulate.truth import Truth
from probant.vocabulary import Estimate, Evidence

CUSTOMERS, WEEKS, AREAS, LEVEL = 1_000, 52, 4, 0.9
SPANS = (range(100), range(100, 150))
"""Seeds of the companies that are loaded."""
FOLLOWED = (range(100), range(100, 300), range(1_000))
"""Seeds of those of which only the share that is not tracked is asked, in memory: 100 tell a rate to 3 % at best."""
EXPORTS = {
    "google_ads_campaigns.csv": "google_ads.campaign",
    "meta_ads.csv": "meta_ads",
    "tiktok_ads.csv": "tiktok_ads",
    "microsoft_ads_*.csv": "microsoft_ads",
}
RULES = (
    ("search_brand", "google_ads", "Search | Brand*"),
    ("search_generic", "google_ads", "*"),
    ("retargeting", "meta", "Retargeting*"),
    ("meta", "meta", "*"),
    ("tiktok", "tiktok", "*"),
    ("search_microsoft", "microsoft_ads", "*"),
)
NOT_PERSONAL = ("touches", "conversions", "customers", "assignments", "observations", "leads", "deals")


@dataclass
class Found:
    """What all companies gave."""

    evidence: list[Evidence] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    complete: list[Mapping[str, float]] = field(default_factory=list)
    """By channel: orders that complete analytics would credit."""


def main() -> None:
    wait_for_quiet()
    every = []
    with scratch() as (place, env):
        os.environ.update(env)
        for seeds in SPANS:
            found = Found()
            for seed in seeds:
                one(place / str(seed), company(seed), found)
            every += [replace(row, name=f"{named(seeds)}, {row.name.strip()}") for row in rows(found)]
    of_many = [missed_of(seed) for seed in range(max(seeds.stop for seeds in FOLLOWED))]
    every += [row for seeds in FOLLOWED for row in of_followed(seeds, [of_many[seed] for seed in seeds])]
    made = f"Companies of {CUSTOMERS:,} customers, {WEEKS} weeks; level {LEVEL}"
    publish("reconciliation", every, f"{made}; of 100 companies a share has a standard error of .03, of 1,000 .01")


def company(seed: int) -> Settings:
    """Small, and of one line of business: what its ads claim are orders."""
    return Settings(
        seed=seed,
        customers=CUSTOMERS,
        weeks=WEEKS,
        areas=AREAS,
        off=("search_pro", "linkedin"),
        agents=AgentSettings(runs=1),
    )


def one(place: Path, settings: Settings, found: Found) -> None:
    """Make a company, load its exports, ask, and keep what came and what is true."""
    truth = simulate(place / "exports", settings)
    (place / "exports" / "shopify_orders.csv").unlink()  # the same orders as in conversions.csv: one of the two
    home = declared(place / "project")
    with open_project(home) as project:
        ingest_folder(project, str(place / "exports"))
        asked = {"business": "shop", "level": LEVEL}
        found.evidence.append(gather(project, "reconciliation.overclaim", asked).evidence)
    found.truth.append(truth)
    found.complete.append(followed_by_all(settings))


def missed_of(seed: int) -> list[Estimate]:
    """What is said of the share of orders, and of money, that is not tracked; 1,000 files less."""
    settings = company(seed)
    world = shop.world(settings, demand(settings))
    who, orders = shop.chunk(world, 0)
    test = experiments.holdout(world, 0, who)
    sold = kept(
        orders, shop.true_in(world, "actual", orders) & ~shop.held_out(world, orders, test.there & ~test.treated)
    )
    seen, told = who.tracked[sold.person], []
    for worth in (np.ones(len(seen)), sold.cents / 100):
        week = sold.at.astype(int)
        tracked, every = (np.bincount(week, mask * worth, WEEKS) for mask in (seen, seen | True))
        cuts = (sold.person, sold.person * BLOCKS + week * BLOCKS // WEEKS)
        who = People(*(float((np.bincount(cut, worth) ** 2).sum()) for cut in cuts))
        share, interval = missed(tracked, every, who, level=LEVEL)
        told.append(Estimate(share, "share", interval))
    return told


def declared(home: Path) -> Path:
    """A project that knows what only its user can know."""
    path = init(home, currency="EUR")
    sources = [
        f'[[source]]\nfile = "{file}"\ntable = "{table}"\nexport = "{export}"\n'
        + ('period = "name"\n' if "microsoft" in file else "")
        + 'constants = { business = "shop" }\n'
        for file, export in EXPORTS.items()
        for table in ("claims", "spend")
    ]
    basis = "\n".join(f'{table} = "not_personal"' for table in NOT_PERSONAL)
    path.write_text(path.read_text() + "\n".join(sources) + f"\n[privacy.basis]\n{basis}\n", encoding="utf-8")
    rules = [f'[[rule]]\nchannel = "{name}"\nplatform = "{who}"\ncampaign = "{what}"\n' for name, who, what in RULES]
    (home / "channels.toml").write_text("\n".join(rules), encoding="utf-8")
    return home


def followed_by_all(settings: Settings) -> Mapping[str, float]:
    """Orders by the channel that analytics would credit, had it followed those whom it could not follow too."""
    world = shop.world(settings, demand(settings))
    who, orders = shop.chunk(world, 0)
    test = experiments.holdout(world, 0, who)
    true = shop.true_in(world, "actual", orders) & ~shop.held_out(world, orders, test.there & ~test.treated)
    met = claims.met(child(settings.seed, "claims", 0), world, who, orders)[true]
    sold = kept(orders, true)
    followed = who.tracked[sold.person]
    touches = []
    for mask, rng in (
        (followed, child(settings.seed, "tracking", 0)),
        (~followed, np.random.default_rng(settings.seed)),
    ):
        contacts, visits, _ = tracking.of_buyers(rng, world, who, kept(sold, mask), met[mask])
        for part in (contacts, visits):
            touches.append(tracking.touch_rows(world, part, 1 + sum(table.num_rows for table in touches)))
    rows = conversion_rows(Sold(world, who, orders, true))
    order = np.argsort(sold.at, kind="stable")
    rows = rows.set_column(
        rows.schema.get_field_index("visitor"), "visitor", tracking.visitors(world, who.number[sold.person[order]])
    )
    return credited(rows, pa.concat_tables(touches))


def credited(conversions: pa.Table, touches: pa.Table) -> Mapping[str, float]:
    """The engine's own rule of credit over tables in memory."""
    orders, seen = (held(name, table) for name, table in (("conversions", conversions), ("touches", touches)))
    nobody = spanned(held("claims", CONTRACTS["claims"].schema.empty_table()), "day")
    counts = journeys.journeys(spanned(orders, "day"), seen, nobody, OverclaimQuestion(business="shop"))
    out: dict[str, float] = defaultdict(float)
    for row in ibis.duckdb.connect().to_pyarrow(counts).to_pylist():
        if row["what"] == "credited":
            out[row["channel"]] += row["count"]
    return out


def held(name: str, table: pa.Table) -> Any:
    """Rows as the contract's table."""
    schema = CONTRACTS[name].schema
    columns = [
        table[one.name].cast(one.type) if one.name in table.column_names else pa.nulls(table.num_rows, one.type)
        for one in schema
    ]
    return ibis.memtable(pa.Table.from_arrays(columns, names=schema.names))


def rows(found: Found) -> list[Row]:
    """Shares of the intervals that hold the truth, and how far what is counted lies from what `truth.json` counts."""
    by_channel = channels(found)
    every = [hit for hits in by_channel.values() for hit in hits]
    return [
        *of_all_platforms(found),
        kept_word("by channel, complete analytics: intervals that hold", every),
        *(kept_word(f"  {name}", hits) for name, hits in sorted(by_channel.items())),
        *of_tracking(found),
        Row("by channel: intervals that hold claims over what was caused", caused(found), "share"),
    ]


def of_all_platforms(found: Found) -> list[Row]:
    """Claims per order; a month of Microsoft's is cut where the weeks end, hence the limit."""
    totals = [evidence.estimates["(all) / orders"] for evidence in found.evidence]
    planted = [truth.over_claim["(all)"] for truth in found.truth]
    behind = sum(one["claimed_orders"] or 0 for one in planted) / sum(one["true_orders"] or 0 for one in planted)
    exact = [one["ratio_orders"] or 0.0 for one in planted]
    error = max(abs(total.value / one - 1) for total, one in zip(totals, exact, strict=True))
    return [
        Row("all platforms: largest error against truth.json", error, "relative", "limit", 1e-3),
        Row("all platforms: intervals that hold truth.json", float(np.mean(held_by(totals, exact))), "share"),
        kept_word("all platforms: intervals that hold the rate behind", held_by(totals, [behind] * len(totals))),
    ]


def of_tracking(found: Found) -> list[Row]:
    """Share of orders that analytics missed: what it was, and what was planted for anybody."""
    missing = [evidence.estimates["(not tracked) / orders"] for evidence in found.evidence]
    exact = [truth.tracking["share_of_orders_not_tracked"] for truth in found.truth]
    error = max(abs(one.value - true) for one, true in zip(missing, exact, strict=True))
    return [
        Row("not tracked: largest error against truth.json", error, "share", "limit", 1e-9),
        kept_word("not tracked: intervals that hold what was planted", held_by(missing, planted(len(missing)))),
    ]


def named(seeds: range) -> str:
    """The first and the last one."""
    return f"seeds {seeds.start} to {seeds.stop - 1}"


def of_followed(seeds: range, found: list[list[Estimate]]) -> list[Row]:
    """The same without files, of orders and of money."""
    return [
        kept_word(f"{named(seeds)}, not tracked, in memory: {name}", held_by(list(told), planted(len(found))))
        for name, told in zip(("orders", "money"), zip(*found, strict=True), strict=True)
    ]


def planted(count: int) -> list[float]:
    """Share of the people whom analytics cannot follow, the same for each company."""
    how = company(0).tracking
    return [1 - how.consent * (1 - how.blocked)] * count


def kept_word(name: str, hits: list[bool]) -> Row:
    """Share of hits beside the one that was stated."""
    return Row(name, float(np.mean(hits)), "share", "stated", LEVEL)


def held_by(estimates: list[Estimate], truths: list[float]) -> list[bool]:
    """Whether each interval holds its truth; one that is not there does not."""
    pairs = zip(estimates, truths, strict=True)
    return [one.interval is not None and one.interval.low <= true <= one.interval.high for one, true in pairs]


def channels(found: Found) -> dict[str, list[bool]]:
    """By channel and company: whether the interval holds claims over complete credit."""
    out: dict[str, list[bool]] = defaultdict(list)
    for evidence, truth in zip(found.evidence, found.complete, strict=True):
        for subject, estimate in evidence.estimates.items():
            name, _, base = subject.partition(" / ")
            if base == "analytics" and estimate.interval and truth[name]:
                true = evidence.sample[subject] / truth[name]
                out[name].append(estimate.interval.low <= true <= estimate.interval.high)
    return out


def caused(found: Found) -> float:
    """Share of the intervals by channel that hold claims over what the channel truly caused: counting cannot know."""
    hits = []
    for evidence, truth in zip(found.evidence, found.truth, strict=True):
        for subject, estimate in evidence.estimates.items():
            name, _, base = subject.partition(" / ")
            if base == "analytics" and estimate.interval and truth.channels[name].orders:
                true = evidence.sample[subject] / truth.channels[name].orders
                hits.append(estimate.interval.low <= true <= estimate.interval.high)
    return float(np.mean(hits))


if __name__ == "__main__":
    main()
