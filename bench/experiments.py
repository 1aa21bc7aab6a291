"""A dashboard asks all experiments again each morning: a million users must not make it a batch job.

Peers: tea-tasting, which like Probant lets the engine add up; spotify-confidence and gbstats, which leave that
to somebody else and here get it from pandas. A store holds one row per user and metric, and an assignment for each
user: from those Probant starts, and looks for clusters and for what is missing. The peers want one row per user;
how long that takes from the same rows is shown with tea-tasting, whose engine can be handed the expression.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.harness import DATA, HERE, Row, peer, publish, run, scratch, wait_for_quiet
from probant.contract.catalog import CONTRACTS
from probant.evidence.experiments import plan, welch
from probant.evidence.experiments.adding import added, centres
from probant.evidence.experiments.comparison import compare
from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.mean import mean
from probant.evidence.experiments.moments import Moments, Statistic, reading
from probant.evidence.experiments.question import DifferenceQuestion
from probant.evidence.experiments.sums import Arm, arms

USERS, TESTS, USERS_OF_A_TEST = 1_000_000, 200, 2_000
SEGMENTS = 10
MORE = tuple(f"metric_{number}" for number in range(16))
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
    units, sums, seen = made()
    pythons = {name: peer(name, requirements) for name, (_, requirements) in PEERS.items()}
    with scratch() as (_, env):
        wait_for_quiet()
        ours = measured(units, seen, json.loads(sums.read_text()))
        theirs = {
            name: json.loads(run([pythons[name], HERE / "peers" / file, units, sums, seen], env=env).output)
            for name, (file, _) in PEERS.items()
        }
    rows = [
        Row(f"{what}{of}", ours[mine][place] * 1000, unit, name, found[key][place] * 1000)
        for mine, key, what in COSTS
        for place, (of, unit) in enumerate((("", "ms"), (", CPU", "CPU ms")))
        for name, found in theirs.items()
        if key in found
    ]
    rows.append(Row("20 metrics with CUPED x 10 segments, 1 M users, CPU", ours["many"][1], "CPU s", "limit", 0.8))
    rows += [row for name, found in theirs.items() for row in differences(name, ours, found)]
    publish("experiments", rows, f"differences: the largest of estimates and bounds over the interval's width; {WHY}")


def differences(name: str, ours: Mapping[str, Any], found: Mapping[str, Any]) -> list[Row]:
    """How far our figures are from a peer's."""
    plain = {metric: told for metric, told in found["plain"].items() if metric not in OTHERWISE.get(name, ())}
    rows = [
        Row(f"largest difference to {name}, plain", apart(ours["plain"], plain), "of width", "limit", 1e-9),
        Row(f"largest difference to {name}, CUPED", apart(ours["cuped"], found["cuped"]), "of width"),
    ]
    if name in NORMAL:
        return rows
    heap = apart(ours["heap"], found["cuped"])
    return [*rows, Row(f"largest difference to {name}, its own theta", heap, "of width", "limit", 1e-9)]


COSTS = (
    ("long", "whole", "4 metrics with CUPED, 1 M users, ours from long rows"),
    ("long", "long", "4 metrics with CUPED, 1 M users, both from long rows"),
    ("wide", "whole", "4 metrics with CUPED, 1 M users, one row per user"),
    ("arithmetic", "arithmetic", "200 tests from their sums"),
)
"""What ours is set against what of theirs."""
NORMAL = ("spotify-confidence",)
"""Takes normal quantiles with covariates."""
OTHERWISE = {"spotify-confidence": ("converted",)}
"""Metrics of zeros and ones: it divides their squares by n, the others and ours by n - 1."""
WHY = (
    "CUPED differs in theta, ours being from within the arms and paid for with a degree of freedom, theirs from both "
    "arms in one heap and free: with theirs our figures are theirs; spotify-confidence takes normal quantiles there"
)


def measured(units: Path, seen: Path, sums: list[Any]) -> dict[str, Any]:
    """Seconds and estimates of ours, both sides warm."""
    store = stored(units, seen)
    tables = {name: store.table(name) for name in ("assignments", "observations")}
    engine, adjusted, plain = Difference(), asked("revenue_before"), asked()
    plain[RATIO] = question("orders", kind="ratio", denominator="sessions")

    def whole(questions: Mapping[str, DifferenceQuestion]) -> dict[str, list[float]]:
        data = {key: store.to_pyarrow(one) for key, one in engine.together([*questions.values()], tables).items()}
        told = {name: engine.estimate(one, data, np.random.default_rng(0)) for name, one in questions.items()}
        return {name: three(one.estimates["treated"]) for name, one in told.items()}

    def wide(names: Sequence[str], segments: Sequence[str | None]) -> dict[str, dict[str, Arm]]:
        questions = [question(name, covariates=("revenue_before",), segment=one) for one in segments for name in names]
        found = store.to_pyarrow(of_wide(store.table("users"), questions))
        return {one.metric: arms(found, one) for one in questions}

    long, cuped = best(lambda: whole(adjusted))
    row_per_user, found = best(lambda: wide(MEANS, [None]))
    many, _ = best(lambda: wide([*MEANS, *MORE], [f"s{n}" for n in range(SEGMENTS)]))
    arithmetic, _ = best(lambda: [compared(question("y", covariates=("x",)), one) for one in sums])
    heap = {name: in_one_heap(list(found[name].values())) for name in MEANS}
    costs = {"long": long, "wide": row_per_user, "many": many, "arithmetic": arithmetic}
    return costs | {"plain": whole(plain), "cuped": cuped, "heap": heap}


def question(metric: str, **more: Any) -> DifferenceQuestion:
    return DifferenceQuestion(experiment="e", metric=metric, control="control", **more)


def asked(*covariates: str) -> dict[str, DifferenceQuestion]:
    return {name: question(name, covariates=covariates) for name in MEANS}


def of_wide(users: ir.Table, questions: Sequence[DifferenceQuestion]) -> ir.Table:
    """The engine's sums, from one row per user."""
    blocks = plan.blocks(questions)
    none = {"cluster": ibis.null("string"), "at": ibis.null("timestamp")}
    segment = users.segment if questions[0].segment else ibis.null("string")
    seen = {one.key: users[one.name].cast("float64") for one in plan.measures(blocks)}
    rows = users.select("arm", segment=segment, **none, **seen)
    return added(rows, centres(rows, blocks), blocks, plan.scopes(questions))


def in_one_heap(arms: Sequence[Arm]) -> list[float]:
    """The difference with the peers' theta: the slope over both arms, as if there were no arms."""
    control, treated = (one.moments for one in arms)
    all_units = control + treated
    n, (_, y, x) = all_units.n, all_units.cross[0]
    theta = (all_units.cross[1, 2] - x * y / n) / (all_units.cross[2, 2] - x * x / n)
    readings = [
        reading(one, Statistic(mean(one, 0).value - theta * one.offsets[1], less(one, theta)))
        for one in (control, treated)
    ]
    return three(welch.difference(*readings, unit="y"))


def less(arm: Moments, theta: float) -> np.ndarray:
    """Influences of y - theta x."""
    weights = mean(arm, 0).weights.copy()
    weights[[0, 2]] += theta * arm.offsets[1], -theta
    return weights


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


def stored(units: Path, seen: Path) -> Any:
    """A DuckDB that holds the users as the contracts have them, and one row for each as `users`."""
    store = ibis.duckdb.connect()
    wide, long = pq.read_table(units), pq.read_table(seen)
    before = pc.equal(long["metric"], "revenue_before")
    of = {"unit": long["user"], "metric": long["metric"], "value": long["value"], "before": before}
    keep(store, "assignments", rows("assignments", unit=wide["user"], arm=wide["arm"]))
    keep(store, "observations", rows("observations", **of))
    rng = np.random.default_rng(1)
    more = {name: pa.array(rng.gamma(2.0, 20.0, USERS)) for name in MORE}
    segment = pa.array(rng.integers(SEGMENTS, size=USERS)).cast(pa.string())
    named = pc.binary_join_element_wise("s", segment, "")
    keep(store, "users", pa.table({**{name: wide[name] for name in wide.column_names}, **more, "segment": named}))
    return store


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


def made() -> tuple[Path, Path, Path]:
    """The users, the sums of the tests, and one row per user and metric."""
    DATA.mkdir(exist_ok=True)
    units, sums, seen = DATA / "users.parquet", DATA / "sums.json", DATA / "observations.parquet"
    rng = np.random.default_rng(0)
    wide = pa.table({"user": [f"u{n:07d}" for n in range(USERS)], **users(rng, USERS)})
    pq.write_table(wide, units)
    long = [
        pa.table({"user": wide["user"], "metric": pa.repeat(name, USERS), "value": wide[name].cast(pa.float64())})
        for name in (*MEANS, "revenue_before")
    ]
    pq.write_table(pa.concat_tables(long), seen)
    sums.write_text(json.dumps([added_up(users(rng, USERS_OF_A_TEST)) for _ in range(TESTS)]))
    return units, sums, seen


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
