"""tea-tasting on the benchmark's data. Run: tea_tasting.py UNITS SUMS OBSERVATIONS; prints JSON."""

import json
import sys
import time
from pathlib import Path

sys.path.pop(0)  # this file has the name of the package

import ibis
import tea_tasting as tt
from tea_tasting.aggr import Aggregates


def best(work):
    """Fastest of three warm runs: seconds, CPU seconds, and what came of it."""
    work()
    found = []
    for _ in range(3):
        began = time.perf_counter(), time.process_time()
        result = work()
        found.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return [min(one) for one in zip(*found, strict=True)], result


def three(results):
    return {
        name: [result["effect_size"], result["effect_size_ci_lower"], result["effect_size_ci_upper"]]
        for name, result in results.items()
    }


def aggregates(arm):
    n, y, yy, x, xx, xy = (arm[name] for name in ("n", "y", "yy", "x", "xx", "xy"))
    return Aggregates(
        count_=n,
        mean_={"y": y / n, "x": x / n},
        var_={"y": (yy - y * y / n) / (n - 1), "x": (xx - x * x / n) / (n - 1)},
        cov_={("x", "y"): (xy - x * y / n) / (n - 1)},
    )


units, sums = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
store = ibis.duckdb.connect()
table = store.create_table("units", store.read_parquet(units))
means = ("revenue", "orders", "sessions", "converted")
plain = tt.Experiment(
    {name: tt.Mean(name) for name in means} | {"orders / sessions": tt.RatioOfMeans("orders", "sessions")},
    variant="arm",
)
adjusted = tt.Experiment({name: tt.Mean(name, "revenue_before") for name in means}, variant="arm")
seen = store.create_table("seen", store.read_parquet(sys.argv[3]))
by_user = seen.group_by("user").agg(**{m: seen.value.max(where=seen.metric == m) for m in (*means, "revenue_before")})
joined = table.select("user", "arm").left_join(by_user, "user")
long, _ = best(lambda: adjusted.analyze(joined, "control"))
metric = tt.Mean("y", "x")
whole, cuped = best(lambda: adjusted.analyze(table, "control"))
arithmetic, tests = best(
    lambda: [metric.analyze_aggregates(aggregates(one["control"]), aggregates(one["treated"])) for one in sums]
)
print(
    json.dumps(
        {
            "whole": whole,
            "long": long,
            "arithmetic": arithmetic,
            "plain": three({name: one._asdict() for name, one in plain.analyze(table, "control").items()}),
            "cuped": three({name: one._asdict() for name, one in cuped.items()}),
            "tests": three({number: one._asdict() for number, one in enumerate(tests)}),
        }
    )
)
