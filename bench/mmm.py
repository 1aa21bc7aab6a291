"""Who waits for a fit tries one model; who does not tries ten, and puts each to the proof.

Peer: pymc-marketing with nutpie, on its own example, with the same likelihood and priors. Oracle: the same model
written anew in NumPyro, sampled long, on simulated series of 8 and of 20 channels.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from bench.harness import HERE, Row, peer, publish, run, scratch, wait_for_quiet
from bench.mix.worlds import SHARED, example, simulated
from probant.evidence.mmm.fit import Fit, fit
from probant.evidence.mmm.model import Model, model
from probant.evidence.mmm.specification import Specification
from probant.stats.sampling import Plan

PYMC = ["pymc-marketing==0.19.2", "nutpie==0.16.8"]
NUMPYRO = ["numpyro==0.22.0", "scipy"]
PLAN = Plan(draws=1000)
ALONE = "from bench.mmm import PLAN, example, fit; import numpy as np; fit(example(), np.random.default_rng(0), PLAN)"
STEPS, CHANNELS = (104, 179, 260, 520, 1095), (2, 8, 20)


def main() -> None:
    theirs, oracle = peer("pymc-marketing", PYMC), peer("numpyro", NUMPYRO)
    with scratch() as (folder, env):
        wait_for_quiet()
        rows: list[Row] = []
        parts: dict[str, Callable[[], list[Row]]] = {
            "against pymc-marketing": partial(against_pymc, theirs, env),
            "sizes": sizes,
            "against NumPyro": partial(posteriors, oracle, folder, env),
        }
        for name, part in parts.items():
            began = time.perf_counter()
            rows += part()
            print(f"({name}: {time.perf_counter() - began:.0f} s)", flush=True)
    publish("mmm", rows, "4 chains of 1,000 draws; warm: compiled before; ESS: the smallest of all parameters, bulk")


def against_pymc(python: Path, env: Any) -> list[Row]:
    one = example()
    found, walls, effective = timed(one, 5)
    whole = min(run([sys.executable, "-c", ALONE], env=env, cwd=HERE.parent).wall for _ in range(3))
    file = SHARED / "pymc_marketing__mmm_example.csv"
    cost = run([python, HERE / "peers" / "pymc_marketing_.py", file, "1"], env=env)
    told = json.loads(run([python, HERE / "peers" / "pymc_marketing_.py", file, "3"], env=env).output.splitlines()[-1])
    their_wall, name = min(told["walls"][1:]), "pymc-marketing"
    mean, ends = apart(returns(found), told)
    return [
        Row("fit of mmm_example.csv, warm", min(walls), "s", name, their_wall),
        Row("min bulk ESS", float(np.median(effective)), "draws", name, float(np.median(told["ess"]))),
        Row(
            "min bulk ESS a second",
            float(np.median(effective)) / min(walls),
            "1/s",
            name,
            float(np.median(told["ess"])) / their_wall,
        ),
        Row("whole process", whole, "s", name, cost.wall),
        Row("largest difference of a mean return", mean, "sd", "limit", 0.1),
        Row("largest difference of a 90% end", ends, "sd", "limit", 0.25),
    ]


def sizes() -> list[Row]:
    """Cost by length of the history and number of channels."""
    rows = []
    for steps, channels in product(STEPS, CHANNELS):
        one = model(simulated(steps, channels, 0).found, Specification())
        found, walls, effective = timed(one, 3)
        label = f"{steps} steps, {channels} channels"
        rows += [
            Row(f"fit, {label}", min(walls), "s"),
            Row(f"min bulk ESS, {label}", float(np.median(effective)), "draws"),
            Row(f"gate passed, {label}", float(found.sample.sound), "of 1"),
        ]
    return rows


def posteriors(python: Path, folder: Path, env: Any) -> list[Row]:
    rows = []
    for channels in (8, 20):
        one = model(simulated(179, channels, 1).found, Specification())
        held = folder / f"{channels}.npz"
        write(one, held)
        told = json.loads(
            run([python, HERE / "peers" / "numpyro_mmm.py", held, "4000"], env=env).output.splitlines()[-1]
        )
        mean, ends = apart(returns(fit(one, np.random.default_rng(0), Plan(draws=4000))), told)
        rows += [
            Row(f"mean returns against NumPyro, {channels} channels", mean, "sd", "limit", 0.1),
            Row(f"90% ends against NumPyro, {channels} channels", ends, "sd", "limit", 0.25),
            Row(f"divergences of NumPyro, {channels} channels", told["divergences"], "draws"),
        ]
    return rows


def timed(one: Model, repeats: int) -> tuple[Fit, list[float], list[float]]:
    """The last fit, and wall seconds and smallest bulk ESS of each."""
    fit(one, np.random.default_rng(99), PLAN)
    walls, effective = [], []
    for seed in range(repeats):
        began = time.perf_counter()
        found = fit(one, np.random.default_rng(seed), PLAN)
        walls.append(time.perf_counter() - began)
        effective.append(found.sample.bulk)
    return found, walls, effective


def returns(found: Fit) -> np.ndarray:
    """(D, C) outcome over spend."""
    return np.asarray(found.mean * len(found.model.found.days) / found.model.found.totals)


def apart(ours: np.ndarray, told: dict[str, Any]) -> tuple[float, float]:
    """Largest differences of means and of 90 % ends, in the oracle's deviations."""
    deviation = np.array(told["sd"])
    means = np.abs(ours.mean(axis=0) - told["mean"]) / deviation
    ends = np.abs(np.quantile(ours, [0.05, 0.95], axis=0) - told["ends"]) / deviation
    return float(means.max()), float(ends.max())


def write(one: Model, place: Path) -> None:
    """What the oracle needs, as plain arrays."""
    lags, steps = one.specification.lags, len(one.found.days)
    media = np.stack([one.series[:, lags - 1 - lag : lags - 1 - lag + steps].T for lag in range(lags)], axis=2)
    np.savez(
        place,
        media=media,
        outcome=one.found.outcome / one.outcome_scale,
        block=one.block.scaled,
        width=one.effects[:, 2],
        spread=one.specification.prior_spread,
        spend=one.found.totals,
        scale=one.outcome_scale,
    )


if __name__ == "__main__":
    main()
