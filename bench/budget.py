"""A budget is asked for again at each move of a slider: the optimum of 20 channels must not keep a reader waiting.

Set against SciPy's SLSQP on the same value and the same slopes, from the same start: what is compared is the optimum
and the time, for the mean of the draws and for the mean of the worst tenth.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench.harness import Row, publish, wait_for_quiet
from probant.decision.budget.climb import Aim, climb, worth_of
from probant.decision.budget.gains import Gains, steady_gains
from probant.decision.budget.region import Region
from probant.stats.response import ResponseCurves

CHANNELS, DRAWS, LAGS, AGAIN = 20, 4000, 8, 5
FAMILIES = ("logistic", "michaelis_menten", "hill")
AIMS = {"mean": Aim(), "worst tenth": Aim(tail=0.1)}


def main() -> None:
    wait_for_quiet()
    rows = []
    for family in FAMILIES:
        curves = made(family)
        gains, usual = steady_gains(curves, 0.5), curves.usual
        region = Region(0.5 * usual, 2.0 * usual, float(usual.sum()))
        for name, aim in AIMS.items():
            ours, peak = timed(lambda g=gains, a=aim, r=region, u=usual: climb(g, a, r, u))
            theirs, found = timed(lambda g=gains, a=aim, r=region, u=usual: slsqp(g, a, r, u), again=1)
            best = worth_of(gains, aim, found)
            what = f"{family}, {name}, {CHANNELS} channels x {DRAWS:,} draws"
            rows.append(Row(what, ours * 1000, "CPU ms", "SLSQP", theirs * 1000))
            if name == "mean":
                rows.append(Row(what, ours * 1000, "CPU ms", "limit", 50))
            rows.append(
                Row(f"{family}, {name}: SLSQP's value over ours, less 1", best / peak.value - 1, "", "limit", 1e-4)
            )
    publish("budget", rows, "a difference below 0: our optimum is the higher one; Hill's slope is 0.8, about")


def made(family: str) -> ResponseCurves:
    """Curves as a mix model would hand over, made up."""
    random = np.random.default_rng(0)
    retention = random.beta(3, 3, (DRAWS, CHANNELS))[..., None] ** np.arange(LAGS)
    usual, shape = random.gamma(3, 300, CHANNELS), (DRAWS, CHANNELS)
    spread = [usual * np.exp(random.normal(at, 0.5, CHANNELS) + 0.4 * random.normal(size=shape)) for at in (0.5, 0.2)]
    slope = 0.8 * np.exp(0.1 * random.normal(size=shape)) if family == "hill" else np.ones(shape)
    return ResponseCurves(
        channels=tuple(f"channel {number}" for number in range(CHANNELS)),
        saturation=(family,) * CHANNELS,
        weights=retention / retention.sum(axis=-1, keepdims=True),
        most=spread[0],
        half=spread[1],
        slope=slope,
        least=0.1 * usual,
        usual=usual,
        largest=2.2 * usual,
        last=np.tile(usual, (LAGS - 1, 1)),
        spend_unit="EUR",
        unit="EUR",
        margin=0.5,
        step_days=7,
    )


def slsqp(gains: Gains, aim: Aim, region: Region, start: np.ndarray) -> np.ndarray:
    """SciPy's optimum."""
    scale, total = worth_of(gains, aim, start), float(start.sum())

    def value(spend: np.ndarray) -> tuple[float, np.ndarray]:
        rows, weights = aim.counted(gains.each(spend).sum(axis=1))
        return -worth_of(gains, aim, spend) / scale, -gains.derivatives(spend, rows, weights)[0] / scale

    whole = {"type": "eq", "fun": lambda x: x.sum() / total - 1, "jac": lambda x: np.full(len(x), 1 / total)}
    found = minimize(
        value,
        start,
        jac=True,
        method="SLSQP",
        bounds=list(zip(region.low, region.high, strict=True)),
        constraints=[whole],
        options={"ftol": 1e-12, "maxiter": 500},
    )
    return np.asarray(found.x)


def timed(work: Callable[[], Any], again: int = AGAIN) -> tuple[float, Any]:
    """Least CPU seconds of a few runs, and the result."""
    spent = []
    for _ in range(again):
        began = time.process_time()
        result = work()
        spent.append(time.process_time() - began)
    return min(spent), result


if __name__ == "__main__":
    main()
