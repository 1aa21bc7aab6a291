"""A brand in forty regions must not wait for an hour, nor be told of a fit that did not settle.

Simulated areas, 156 weeks, 6 channels: cost and gate by number of areas, and the pass rate over 20 data sets of 40.
"""

from __future__ import annotations

import resource
import time
from datetime import timedelta

import numpy as np

from bench.harness import Row, publish, wait_for_quiet
from bench.mix.worlds import MONDAY
from probant.evidence.mmm.panel import Panel, panel_model
from probant.evidence.mmm.panel_fit import PanelFit, fit_panel
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation

STEPS, CHANNELS, SETS = 156, 6, 20


def main() -> None:
    wait_for_quiet()
    fitted(areas(3, 0))
    rows = []
    for count in (10, 40, 200):
        found, true = areas(count, 0)
        drawn, cpu = fitted((found, true))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows += [
            Row(f"{count} areas", cpu, "CPU s", "limit", {10: 20, 40: 20, 200: 180}[count]),
            Row(f"{count} areas, bulk ESS", drawn.sample.bulk, "draws", "limit", 400),
            Row(f"{count} areas, tail ESS", drawn.sample.tail, "draws", "limit", 400),
            Row(f"{count} areas, divergences", drawn.sample.divergences, "draws"),
            Row(f"{count} areas, largest memory so far", peak, "MB", "limit", 1024),
        ]
    passed, inside = [], []
    for seed in range(SETS):
        found, true = areas(40, seed)
        drawn, _ = fitted((found, true))
        passed.append(drawn.sample.sound)
        ranks = (drawn.totals.sum(axis=1) < true).mean(axis=0)
        inside.append(np.abs(ranks - 0.5) < 0.45)
    rows.append(Row(f"40 areas, {SETS} data sets, gate passed", float(np.mean(passed)), "share"))
    rows.append(Row("their contributions inside 90 %", float(np.mean(inside)), "share"))
    publish("mmm_panel", rows, "4 chains of 500 draws, two threads, compiled before")


def fitted(world: tuple[Panel, np.ndarray]) -> tuple[PanelFit, float]:
    began = time.process_time()
    drawn = fit_panel(panel_model(world[0], Specification()), np.random.default_rng(0))
    return drawn, time.process_time() - began


def areas(count: int, seed: int) -> tuple[Panel, np.ndarray]:
    """Areas of several sizes, whose spend shares a season, and whose effects scatter by a third; true contributions."""
    rng = np.random.default_rng(seed)
    week, days = np.arange(STEPS), tuple(MONDAY + timedelta(weeks=n) for n in range(STEPS))
    keep, steep = rng.beta(2, 4, CHANNELS), rng.gamma(4, 0.8, CHANNELS) + 0.3
    weight, half = adstock.weights("geometric", [keep], 8), saturation.HALF_OF_LOGISTIC / steep
    share = 0.35 * rng.dirichlet(np.full(CHANNELS, 1.5))
    season = 0.5 * np.sin(2 * np.pi * (week[:, None] / 52.18 + rng.random(CHANNELS)))
    on = np.stack(
        [(week + rng.integers(20)) // 6 % 3 == 0 if c % 3 == 2 else np.ones(STEPS) for c in range(CHANNELS)], axis=1
    )
    sizes = rng.lognormal(0.0, 0.7, count)
    rates = np.exp(season + 0.7 * rng.normal(size=(count, STEPS, CHANNELS))) * on
    heights = np.stack(
        [
            saturation.height("logistic", adstock.carry(one / rates.max(), weight), half, np.ones(CHANNELS))
            for one in rates
        ]
    )
    effects = share / heights.mean(axis=(0, 1)) * np.exp(0.3 * rng.normal(size=(count, CHANNELS)))
    worked = sizes[:, None, None] * effects[:, None] * heights
    base = 0.65 + 0.05 * np.sin(2 * np.pi * week / 52.18) + 0.1 * (week / STEPS - 0.5)
    outcome = sizes[:, None] * (base + 0.08 * rng.normal(size=(count, STEPS))) + worked.sum(axis=2)
    names = tuple(f"channel {c}" for c in range(CHANNELS))
    found = tuple(series(days, 1e4 * outcome[g], 1e3 * sizes[g] * rates[g], names) for g in range(count))
    whole = series(days, 1e4 * outcome.sum(axis=0), 1e3 * np.einsum("g,gtc->tc", sizes, rates), names)
    return Panel(tuple(f"area {g}" for g in range(count)), found, whole), 1e4 * worked.sum(axis=(0, 1))


def series(days: tuple, outcome: np.ndarray, spend: np.ndarray, names: tuple[str, ...]) -> Series:
    nothing = np.zeros((0, CHANNELS))
    return Series(days, 7, outcome, names, spend, spend, nothing, (), np.zeros((STEPS, 0)), CHANNELS)


if __name__ == "__main__":
    main()
