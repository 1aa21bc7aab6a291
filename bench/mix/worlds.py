"""Series for the benchmarks of the mix model: the peers' example, and worlds whose truth is known."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from probant.evidence.mmm.linear import Linear
from probant.evidence.mmm.model import Model, model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation

SHARED = Path(__file__).parents[3] / "shared" / "data" / "mmm"
MONDAY = date(2022, 1, 3)


@dataclass(frozen=True)
class World:
    """A series and what is true of it."""

    found: Series
    totals: np.ndarray
    """(C,) true contributions."""


def of(days: tuple[date, ...], outcome: np.ndarray, spend: np.ndarray, channels: tuple[str, ...]) -> Series:
    nothing = np.zeros((0, spend.shape[1]))
    return Series(days, 7, outcome, channels, spend, spend, nothing, (), np.zeros((len(days), 0)), spend.shape[1])


def example() -> Model:
    """pymc-marketing's mmm_example.csv with exactly the model and priors that its own run gets in the peer's file."""
    with (SHARED / "pymc_marketing__mmm_example.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = tuple(date.fromisoformat(row["date_week"]) for row in rows)
    wide = {name: np.array([float(row[name]) for row in rows]) for name in ("y", "x1", "x2", "event_1", "event_2", "t")}
    found = of(days, wide["y"], np.column_stack([wide["x1"], wide["x2"]]), ("x1", "x2"))
    angles = 2 * np.pi / 365.25 * np.array([day.timetuple().tm_yday for day in days])
    season = [wave(n * angles) for n in (1, 2) for wave in (np.sin, np.cos)]
    columns = np.column_stack([np.ones(len(days)), wide["event_1"], wide["event_2"], wide["t"], *season])
    names = ("level", "event_1", "event_2", "t", *(f"season {n}" for n in range(4)))
    block = Linear(names, columns, np.array([2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0]))
    return replace(model(found, Specification(prior="effect", harmonics=0, trend="none")), block=block)


def simulated(
    steps: int,
    channels: int,
    seed: int,
    *,
    alike: float = 0.3,
    hidden: float = 0.0,
    media: float = 0.35,
    noise: float = 0.04,
) -> World:
    """Weekly spend with memory, season and, for each third channel, flights; logistic curves, geometric carryover.

    `alike` is how much all spend follows one driver; `hidden` how much that driver moves the outcome too, as share of
    it; `media` the share of the outcome that channels bring; `noise` its deviation, likewise.
    """
    rng = np.random.default_rng(seed)
    week = np.arange(steps)
    driver = rng.normal(size=steps)
    spend = np.empty((steps, channels))
    for c in range(channels):
        shock, level = rng.normal(size=steps), np.zeros(steps)
        for t in range(steps):
            level[t] = 0.6 * (level[t - 1] if t else 0.0) + 0.8 * shock[t]
        wave = 0.5 * np.sin(2 * np.pi * (week / 52.18 + rng.random()))
        on = ((week + rng.integers(20)) // 6 % 3 == 0) if c % 3 == 2 else np.ones(steps)
        spend[:, c] = 1000 * np.exp(0.6 * level + wave + alike * driver + rng.normal(0, 0.7)) * on
    scaled = spend / spend.max(axis=0)
    keep, steep = rng.beta(2, 4, channels), rng.gamma(4, 0.8, channels) + 0.3
    weight = adstock.weights("geometric", [keep], 8)
    height = saturation.height("logistic", adstock.carry(scaled, weight), np.log(3.0) / steep, np.ones(channels))
    share = rng.dirichlet(np.full(channels, 1.5)) * media
    worked = share / height.mean(axis=0) * height
    season = 0.05 * np.sin(2 * np.pi * week / 52.18) + 0.03 * np.cos(4 * np.pi * week / 52.18)
    base = 1.0 - media + 0.1 * (week / steps - 0.5) + season + hidden * driver
    outcome = 1e5 * (base + worked.sum(axis=1) + noise * rng.normal(size=steps))
    days = tuple(MONDAY + timedelta(weeks=int(n)) for n in week)
    names = tuple(f"channel {n}" for n in range(channels))
    return World(of(days, outcome, spend, names), 1e5 * worked.sum(axis=0))
