"""A brand in forty regions must not wait for an hour, nor be told of a fit that did not settle.

Simulated areas, 156 weeks, 6 channels: cost and gate by number of areas, cost of the proof, and the pass rate over data
sets of 40. Then calibration: truth and data drawn from the panel's own prior; and areas whose spend hardly moves.

References
----------
Talts, Betancourt, Simpson, Vehtari & Gelman (2018), Validating Bayesian inference algorithms with simulation-based
calibration, arXiv 1804.06788.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

import numpy as np
from scipy.stats import kstest
from tests.recovery.panels import curved, from_prior, panel

from bench.harness import Row, publish, wait_for_quiet
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import PanelFit, fit_panel
from probant.evidence.mmm.panel.model import panel_model
from probant.evidence.mmm.panel.proof import prove
from probant.evidence.mmm.specification import Specification

STEPS, CHANNELS, SETS, DRAWN, FLAT = 156, 6, 20, 100, 6
LIMITS = {10: 20, 40: 20, 200: 180}
"""CPU seconds by number of areas."""


def main() -> None:
    wait_for_quiet()
    fitted(areas(3, 0))
    rows = [row for count in LIMITS for row in costs(count)]
    rows += [*passed(), *calibrated(), *overstated()]
    publish("mmm_panel", rows, "4 chains of 500 draws, two threads, compiled before; calibration: 3 areas x 60 x 2")


def costs(count: int) -> Iterator[Row]:
    drawn, cpu = fitted(areas(count, 0))
    yield Row(f"{count} areas", cpu, "CPU s", "limit", LIMITS[count])
    yield Row(f"{count} areas, bulk ESS", drawn.sample.bulk, "draws", "limit", 400)
    yield Row(f"{count} areas, tail ESS", drawn.sample.tail, "draws", "limit", 400)
    yield Row(f"{count} areas, divergences", drawn.sample.divergences, "draws")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row(f"{count} areas, largest memory so far", peak, "MB", "limit", 1024)
    if count == 40:
        began = time.process_time()
        prove(drawn, np.random.default_rng(0), lambda *_: None)
        yield Row("40 areas, the proof", time.process_time() - began, "CPU s")


def passed() -> Iterator[Row]:
    sound, inside = [], []
    for seed in range(SETS):
        found, true = areas(40, seed)
        drawn, _ = fitted((found, true))
        sound.append(drawn.sample.sound)
        ranks = (drawn.totals.sum(axis=1) < true).mean(axis=0)
        inside.append(np.abs(ranks - 0.5) < 0.45)
    yield Row(f"40 areas, {SETS} data sets, gate passed", float(np.mean(sound)), "share")
    yield Row("their contributions inside 90 %", float(np.mean(inside)), "share")


def calibrated() -> Iterator[Row]:
    every = []
    for seed in range(DRAWN):
        drawn = from_prior(seed)
        found = fit_panel(drawn.model, np.random.default_rng(10_000 + seed))
        if found.sample.sound:
            every.append(drawn.ranks(found))
    yield Row(f"SBC: {DRAWN} data sets, gate passed", len(every) / DRAWN, "share")
    for name in every[0]:
        # The first of each: what belongs to one data set is not independent.
        first = np.array([one[name][0] for one in every])
        yield Row(f"SBC: {name}, rank test p", float(kstest(first, "uniform").pvalue), "p", "limit", 0.01)
        whole = np.abs(np.concatenate([one[name] for one in every]) - 0.5)
        yield Row(f"SBC: {name}, inside 50 %", float((whole < 0.25).mean()), "share")
        yield Row(f"SBC: {name}, inside 90 %", float((whole < 0.45).mean()), "share")


def overstated() -> Iterator[Row]:
    """What all channels bring, estimate over truth, where spend hardly moves: the data then say little of it."""
    ratios = []
    for seed in range(FLAT):
        found, true = flat(40, seed)
        one = panel_model(found, Specification(harmonics=0, trend="none"))
        ratios.append(fit_panel(one, np.random.default_rng(0)).totals.sum(axis=(1, 2)).mean() / true)
    yield Row(f"40 areas of flat spend, {FLAT} data sets: mean estimate over truth", float(np.mean(ratios)), "ratio")


def fitted(world: tuple[Panel, np.ndarray]) -> tuple[PanelFit, float]:
    began = time.process_time()
    drawn = fit_panel(panel_model(world[0], Specification()), np.random.default_rng(0))
    return drawn, time.process_time() - began


def areas(count: int, seed: int) -> tuple[Panel, np.ndarray]:
    """Areas of several sizes, whose spend shares a season, and whose effects scatter by a third; true contributions."""
    rng = np.random.default_rng(seed)
    week = np.arange(STEPS)
    keep, steep = rng.beta(2, 4, CHANNELS), rng.gamma(4, 0.8, CHANNELS) + 0.3
    share = 0.35 * rng.dirichlet(np.full(CHANNELS, 1.5))
    season = 0.5 * np.sin(2 * np.pi * (week[:, None] / 52.18 + rng.random(CHANNELS)))
    on = np.stack(
        [(week + rng.integers(20)) // 6 % 3 == 0 if c % 3 == 2 else np.ones(STEPS) for c in range(CHANNELS)], axis=1
    )
    sizes = rng.lognormal(0.0, 0.7, count)
    rates = np.exp(season + 0.7 * rng.normal(size=(count, STEPS, CHANNELS))) * on
    heights = np.stack([curved(one.T / rates.max(), keep, steep) for one in rates])
    effects = share / heights.mean(axis=(0, 1)) * np.exp(0.3 * rng.normal(size=(count, CHANNELS)))
    worked = sizes[:, None, None] * effects[:, None] * heights
    base = 0.65 + 0.05 * np.sin(2 * np.pi * week / 52.18) + 0.1 * (week / STEPS - 0.5)
    outcome = sizes[:, None] * (base + 0.08 * rng.normal(size=(count, STEPS))) + worked.sum(axis=2)
    return panel(1e3 * sizes[:, None, None] * rates, 1e4 * outcome), 1e4 * worked.sum(axis=(0, 1))


def flat(count: int, seed: int) -> tuple[Panel, float]:
    """Areas in which two channels bring 15 % by a spend that wavers by 15 %; what they truly bring in all."""
    rng = np.random.default_rng(seed)
    sizes, rates = rng.lognormal(0.0, 0.6, count), np.exp(0.15 * rng.normal(size=(count, 60, 2)))
    heights = np.stack([curved(one.T / rates.max(), np.full(2, 0.4), np.full(2, 2.0)) for one in rates])
    effects = np.array([0.1, 0.05]) / heights.mean(axis=(0, 1)) * np.exp(0.3 * rng.normal(size=(count, 2)))
    worked = (effects[:, None] * heights).sum(axis=2)
    outcome = 0.85 + worked + 0.1 * rng.normal(size=(count, 60))
    return panel(sizes[:, None, None] * rates, sizes[:, None] * outcome), float((sizes[:, None] * worked).sum())


if __name__ == "__main__":
    main()
