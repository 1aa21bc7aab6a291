"""A page that greys out a good metric, or praises an idle one, does harm: how often does the test of metrics err?

First on companies made by `probant simulate`, in which two metrics are planted that announce revenue and four that
only look as if, with twelve series of pure noise beside them; then on series of our own in which one metric of twenty
takes a known share off the error, to say how large a gain must be to be found in so many weeks. No other open
package tests marketing metrics for foresight, so there is no peer.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.csv as csv

from bench.harness import Row, publish, wait_for_quiet
from probant.contract.catalog import CONTRACTS
from probant.decision.answer import Shown
from probant.decision.trust import Standing, Trust, standings
from probant.evidence.foresight.engine import ForecastSkill
from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.power import detectable
from probant.evidence.foresight.question import SkillQuestion
from probant.evidence.foresight.scale import Scale
from probant.evidence.foresight.skill import skill
from probant.simulate.company import simulate
from probant.simulate.settings import Settings
from probant.stats.multiple import benjamini_hochberg

SEEDS, WEEKS, NOISES = 100, 104, 12
SIZES = (10_000, 40_000)
"""Customers: what is counted is the noisier, the fewer they are."""
LEADING = {"qualified_visits": 3, "brand_searches": 2}
VANITY = ("followers", "social_reactions", "impressions", "sessions")
KINDS = {"white": 0.0, "memory": 0.7, "drift": 1.0}
"""Kinds of noise, and what is left of it a week on."""
SPANS, GAINS, REPEATS = (78, 104, 130, 156), (0.1, 0.2, 0.3), 40


def main() -> None:
    """Print error rates and power."""
    wait_for_quiet()
    rows = [row for customers in SIZES for row in errors(customers)]
    publish("vanity", [*rows, *power()], "found: verdict decision-grade, or vanity; kept: not called vanity")


def errors(customers: int) -> list[Row]:
    """Over SEEDS companies: planted metrics kept and found, and false ones."""
    verdicts: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    false = []
    for seed in range(SEEDS):
        told = {one.metric: one for one in asked(customers, seed)}
        for name, one in told.items():
            verdicts[_kind(name), one.trust] += 1
            right[name] += one.lead == LEADING.get(name, -1)
        found = [name for name, one in told.items() if one.trust is Trust.DECISION]
        idle = [name for name in found if name in VANITY or name.startswith("noise")]
        false.append(len(idle) / max(1, len(found)))
    size = f"{customers:,} customers, {WEEKS} weeks: "
    rows = []
    for name in LEADING:
        rows += [
            Row(f"{size}{name} found", verdicts[name, Trust.DECISION] / SEEDS, "share"),
            Row(f"{size}{name} kept", 1 - verdicts[name, Trust.VANITY] / SEEDS, "share"),
            Row(f"{size}{name} at its true lead", right[name] / SEEDS, "share"),
        ]
    rows += [Row(f"{size}{name} called vanity", verdicts[name, Trust.VANITY] / SEEDS, "share") for name in VANITY]
    rows += [Row(f"{size}{name} found", verdicts[name, Trust.DECISION] / SEEDS, "share") for name in VANITY]
    each = SEEDS * NOISES / len(KINDS)
    rows += [
        Row(f"{size}noise ({name}) found", verdicts[f"noise {name}", Trust.DECISION] / each, "share", "limit", 0.05)
        for name in KINDS
    ]
    return [*rows, Row(f"{size}false among those found", float(np.mean(false)), "share", "limit", 0.05)]


def _kind(name: str) -> str:
    return name.rsplit(" ", 1)[0] if name.startswith("noise") else name


def asked(customers: int, seed: int) -> tuple[Standing, ...]:
    """Verdicts on the metrics of one simulated company."""
    with tempfile.TemporaryDirectory(prefix="probant-vanity-") as place:
        folder = Path(place) / "company"
        settings = Settings(seed=seed, customers=customers, weeks=WEEKS, format="csv")
        truth = simulate(folder, settings)
        tables = {name: empty(name) for name in CONTRACTS} | loaded(folder, settings, truth.channels)
        question = SkillQuestion(
            business="shop", metrics=(*LEADING.keys() - {"brand_searches"}, "impressions", "sessions")
        )
        engine, store = ForecastSkill(), ibis.duckdb.connect()
        data = {name: store.to_pyarrow(one) for name, one in engine.needs(question, tables).items()}
        return standings((Shown("", engine.estimate(question, data, np.random.default_rng(seed))),))


def loaded(folder: Path, settings: Settings, channels: Mapping[str, Any]) -> dict[str, Any]:
    """The tables that the metrics read; spend by week and channel, with TikTok's impressions."""
    seen = csv.read_csv(folder / "tiktok_ads.csv")
    shown = np.bincount(
        [(date.fromisoformat(str(day)[:10]) - settings.start).days // 7 for day in seen[_day(seen)].to_pylist()],
        weights=seen["Impressions"].to_pylist(),
        minlength=settings.weeks,
    )
    spend = [
        {
            "day": settings.start + timedelta(weeks=week),
            "span_days": 7,
            "business": "shop",
            "channel": name,
            "currency": settings.currency,
            "amount": amount,
            "impressions": int(shown[week]) if one.platform == "tiktok_ads" else None,
        }
        for name, one in channels.items()
        if one.business == "shop"
        for week, amount in enumerate(one.spend_by_week)
    ]
    noise = pa.Table.from_pylist(noises(settings))
    known = [csv.read_csv(folder / name).select(noise.column_names) for name in ("signals.csv", "controls.csv")]
    signals = pa.concat_tables([noise, *(one.cast(noise.schema) for one in known)])
    return {
        "outcomes": filled("outcomes", csv.read_csv(folder / "outcomes_shop.csv")),
        "touches": filled("touches", csv.read_csv(folder / "touches.csv").select(["day", "business", "kind"])),
        "spend": filled("spend", pa.Table.from_pylist(spend)),
        "controls": filled("controls", signals),
    }


def _day(seen: pa.Table) -> str:
    return next(name for name in seen.column_names if "day" in name.lower() or "date" in name.lower())


def noises(settings: Settings) -> list[dict[str, Any]]:
    """Series that know nothing of the company."""
    rng = np.random.default_rng((settings.seed, 1))
    made = []
    for number in range(NOISES):
        name = list(KINDS)[number % len(KINDS)]
        series = with_memory(rng, settings.weeks, KINDS[name])
        made += [
            {
                "day": settings.start + timedelta(weeks=week),
                "span_days": 7,
                "business": "shop",
                "control": f"noise {name} {number}",
                "kind": "other",
                "value": float(np.exp(0.1 * value)),
            }
            for week, value in enumerate(series)
        ]
    return made


def with_memory(rng: np.random.Generator, weeks: int, kept: float) -> np.ndarray:
    """(T,) a first-order autoregression."""
    series = rng.standard_normal(weeks)
    for week in range(1, weeks):
        series[week] += kept * series[week - 1]
    return series


def filled(name: str, given: pa.Table) -> Any:
    """Columns at hand as the contract's table; the rest has its default."""
    contract = CONTRACTS[name]
    defaults = {column.name: column.default for column in contract.columns}
    columns = [
        given[field.name].cast(field.type).combine_chunks()
        if field.name in given.column_names
        else pa.array([defaults[field.name]] * given.num_rows, field.type)
        for field in contract.schema
    ]
    return ibis.memtable(pa.Table.from_arrays(columns, schema=contract.schema))


def empty(name: str) -> Any:
    """The contract's table without rows."""
    return ibis.memtable(CONTRACTS[name].schema.empty_table())


def silent(_: float) -> None:
    """Tell nobody how far the work is."""


def power() -> list[Row]:
    """How often a metric that takes a known share off the error is found, among twenty."""
    rows = []
    for weeks in SPANS:
        for gain in GAINS:
            found, said = zip(*(planted(weeks, gain, seed) for seed in range(REPEATS)), strict=True)
            rows.append(Row(f"power, {weeks} weeks, true gain {gain:.0%}", float(np.mean(found)), "share"))
        rows.append(Row(f"gain said to be found in 80 %, {weeks} weeks", float(np.median(said)), "share"))
    return rows


def planted(weeks: int, gain: float, seed: int) -> tuple[bool, float]:
    """Whether the one metric of twenty that foretells by three weeks is found, and the gain said to be detectable."""
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
    made = skill(panel, metrics[before:], leads=8, training=30, draws=999, rng=rng, tell=silent)
    found = benjamini_hochberg(made.chance)[0] <= 0.05
    said = detectable(panel, metrics[before:], made, training=30, level=0.05 / 20, draws=99, rng=rng)
    return bool(found), float(np.median(said))
