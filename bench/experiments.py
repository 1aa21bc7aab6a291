"""A dashboard asks all experiments again each morning: a million users must not make it a batch job.

Peers: tea-tasting, which like Probant lets the engine add up; spotify-confidence and gbstats, which leave that
to somebody else and here get it from pandas. Probant reads one row per user and metric, as its store holds them,
joins them with the assignments, looks for clusters and for what is missing; the peers read one row per user.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.harness import DATA, HERE, Row, peer, publish, run, scratch, wait_for_quiet
from probant.contract.catalog import CONTRACTS
from probant.evidence.experiments.comparison import compare
from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.moments import Moments
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.experiments.sums import Arm

USERS, TESTS, USERS_OF_A_TEST = 1_000_000, 200, 2_000
MEANS = ("revenue", "orders", "sessions", "converted")
RATIO = "orders / sessions"
PEERS = {
    "tea-tasting": ("tea_tasting.py", ["tea-tasting==1.14.0", "ibis-framework[duckdb]==12.0.0", "duckdb<2"]),
    "spotify-confidence": ("confidence.py", ["spotify-confidence==4.1.0", "pyarrow"]),
    "gbstats": ("gbstats_.py", ["gbstats==0.8.0", "numpy<2", "pyarrow<18"]),
}
Found = Mapping[str, list[float]]
T = TypeVar("T")


def main() -> None:
    units, sums = made()
    pythons = {name: peer(name, requirements) for name, (_, requirements) in PEERS.items()}
    with scratch() as (_, env):
        wait_for_quiet()
        ours = measured(units, json.loads(sums.read_text()))
        theirs = {
            name: json.loads(run([pythons[name], HERE / "peers" / file, units, sums], env=env).output)
            for name, (file, _) in PEERS.items()
        }
    rows = [
        Row(f"{what}{of}", ours[key][place] * 1000, unit, name, found[key][place] * 1000)
        for key, what in (("whole", "4 metrics with CUPED, 1 M users"), ("arithmetic", "200 tests from their sums"))
        for place, (of, unit) in enumerate((("", "ms"), (", CPU", "CPU ms")))
        for name, found in theirs.items()
    ]
    for name, found in theirs.items():
        same = {metric: told for metric, told in found["plain"].items() if metric not in OTHERWISE.get(name, ())}
        rows.append(Row(f"largest difference to {name}, plain", apart(ours["plain"], same), "of width", "limit", 1e-9))
        rows.append(Row(f"largest difference to {name}, CUPED", apart(ours["cuped"], found["cuped"]), "of width"))
    publish("experiments", rows, f"differences: the largest of estimates and bounds over the interval's width; {WHY}")


OTHERWISE = {"spotify-confidence": ("converted",)}
"""Metrics of zeros and ones: it divides their squares by n, the others and ours by n - 1."""
WHY = (
    "CUPED differs in theta, ours being from within the arms and paid for with a degree of freedom, theirs from both "
    "arms in one heap and free; spotify-confidence takes normal quantiles there"
)


def measured(units: Path, sums: list[Any]) -> dict[str, Any]:
    """Seconds and estimates of ours, both sides warm."""
    fetch, tables = stored(units)
    engine = Difference()

    def asked(name: str, *covariates: str, **more: Any) -> list[float]:
        question = DifferenceQuestion(experiment="e", metric=name, control="control", covariates=covariates, **more)
        evidence = engine.estimate(question, fetch(engine.needs(question, tables)), np.random.default_rng(0))
        return three(evidence.estimates["treated"])

    whole, cuped = best(lambda: {name: asked(name, "revenue_before") for name in MEANS})
    plain = {name: asked(name) for name in MEANS}
    plain[RATIO] = asked("orders", kind="ratio", denominator="sessions")
    question = DifferenceQuestion(experiment="e", metric="y", control="control", covariates=("x",))
    arithmetic, _ = best(lambda: [compared(question, one) for one in sums])
    return {"whole": whole, "arithmetic": arithmetic, "plain": plain, "cuped": cuped}


def compared(question: DifferenceQuestion, one: Mapping[str, Mapping[str, float]]) -> list[float]:
    """One test from its sums."""
    arms = [arm(name, one[name]) for name in ("control", "treated")]
    return three(compare(question, arms).differences()["treated"])


def arm(name: str, sums: Mapping[str, float]) -> Arm:
    n, y, yy, x, xx, xy = (sums[part] for part in ("n", "y", "yy", "x", "xx", "xy"))
    cross = np.array([[n, y, x], [y, yy, xy], [x, xy, xx]], dtype=float)
    moments = Moments(np.zeros(2), cross, int(n), cross)
    return Arm(name, int(n), int(n), (0, 0), int(n), 0.0, moments, None, None)


def three(estimate: Any) -> list[float]:
    return [estimate.value, estimate.interval.low, estimate.interval.high]


def apart(ours: Found, theirs: Found) -> float:
    """Largest difference in an estimate or a bound, as share of the interval's width, over all both know."""
    return max(
        abs(mine - other) / (ours[name][2] - ours[name][1])
        for name in set(ours) & set(theirs)
        for mine, other in zip(ours[name], theirs[name], strict=True)
    )


def best(work: Callable[[], T]) -> tuple[list[float], T]:
    """Fastest of three warm runs: seconds, CPU seconds, and what came of it."""
    result, found = work(), []
    for _ in range(3):
        began = time.perf_counter(), time.process_time()
        result = work()
        found.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return [min(one) for one in zip(*found, strict=True)], result


def stored(units: Path) -> tuple[Callable[[Mapping[str, Any]], dict[str, pa.Table]], dict[str, Any]]:
    """A DuckDB that holds the users as the contracts have them, and how to run expressions on it."""
    store = ibis.duckdb.connect()
    wide = pq.read_table(units)
    users = wide["user"].combine_chunks()
    observed = [
        rows("observations", unit=users, metric=name, value=wide[name].cast(pa.float64()), before="before" in name)
        for name in (*MEANS, "revenue_before")
    ]
    keep(store, "assignments", rows("assignments", unit=users, arm=wide["arm"]))
    keep(store, "observations", pa.concat_tables(observed))
    tables = {name: store.table(name) for name in ("assignments", "observations")}
    return lambda needs: {name: store.to_pyarrow(one) for name, one in needs.items()}, tables


def keep(store: Any, name: str, table: pa.Table) -> None:
    """As a table of DuckDB's own: one that stays with Arrow is read more slowly."""
    store.con.register("arriving", table)
    store.con.execute(f"create table {name} as from arriving")
    store.con.unregister("arriving")


def rows(name: str, *, unit: pa.Array, **columns: Any) -> pa.Table:
    """Columns as the contract's table; what is one value holds for all rows."""
    contract = CONTRACTS[name]
    given = {one.name: one.default for one in contract.columns} | {"experiment": "e", "unit": unit, **columns}
    filled = [
        value if isinstance(value, pa.Array | pa.ChunkedArray) else pa.repeat(pa.scalar(value, field.type), len(unit))
        for field in contract.schema
        for value in [given[field.name]]
    ]
    return pa.table(filled, names=contract.schema.names)


def made() -> tuple[Path, Path]:
    """The users and the sums of the tests, made once."""
    DATA.mkdir(exist_ok=True)
    units, sums = DATA / "users.parquet", DATA / "sums.json"
    rng = np.random.default_rng(0)
    pq.write_table(pa.table({"user": [f"u{n:07d}" for n in range(USERS)], **users(rng, USERS)}), units)
    sums.write_text(json.dumps([added_up(users(rng, USERS_OF_A_TEST)) for _ in range(TESTS)]))
    return units, sums


def users(rng: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    """Users whose revenue before foretells that after; the treated ones earn 2 % more."""
    treated = rng.random(size) < 0.5
    before = rng.gamma(2.0, 20.0, size)
    sessions = 1 + rng.poisson(3.0, size)
    orders = rng.binomial(sessions, 0.15 + 0.003 * treated)
    return {
        "arm": np.where(treated, "treated", "control"),
        "revenue": np.round(orders * (20 + 0.5 * before) * rng.gamma(4.0, 0.25, size), 2),
        "orders": orders,
        "sessions": sessions,
        "converted": (orders > 0).astype(np.int64),
        "revenue_before": np.round(before, 2),
    }


def added_up(told: Mapping[str, np.ndarray]) -> dict[str, dict[str, float]]:
    arms = {}
    for name in ("control", "treated"):
        y, x = (told[column][told["arm"] == name] for column in ("revenue", "revenue_before"))
        parts = {"y": y.sum(), "yy": y @ y, "x": x.sum(), "xx": x @ x, "xy": x @ y}
        arms[name] = {"n": len(y), **{part: float(value) for part, value in parts.items()}}
    return arms
