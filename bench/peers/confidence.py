"""spotify-confidence on the benchmark's data. Run: confidence.py UNITS.parquet SUMS.json; prints JSON."""

import json
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
from spotify_confidence import StudentsTTest, ZTestLinreg

warnings.simplefilter("ignore")
SUMS = {"numerator_column": "y", "numerator_sum_squares_column": "yy", "denominator_column": "n"}
COVARIATE = {"feature_column": "x", "feature_sum_squares_column": "xx", "feature_cross_sum_column": "xy"}


def best(work):
    """Fastest of three warm runs: seconds, CPU seconds, and what came of it."""
    work()
    found = []
    for _ in range(3):
        began = time.perf_counter(), time.process_time()
        result = work()
        found.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return [min(one) for one in zip(*found, strict=True)], result


def compared(rows, kind, **columns):
    """Every test in one frame and one call, which is how the package wants many of them."""
    test = kind(pd.DataFrame(rows), categorical_group_columns=["arm"], metric_column="test", **SUMS, **columns)
    found = test.difference(level_1="control", level_2="treated", groupby="test", absolute=True)
    return {
        one["test"]: [one["difference"], one["ci_lower"], one["ci_upper"]] for one in found.to_dict(orient="records")
    }


def added_up(units, names, x="revenue_before"):
    """Sums per arm and metric as pandas makes them; the package itself leaves that to a warehouse."""
    rows = []
    for name in names:
        told = pd.DataFrame({"arm": units["arm"], "y": units[name], "x": units[x]})
        told["yy"], told["xx"], told["xy"] = told["y"] ** 2, told["x"] ** 2, told["y"] * told["x"]
        groups = told.groupby("arm")
        rows.append(groups.sum().assign(n=groups.size(), test=name).reset_index())
    return pd.concat(rows)


units, sums = pd.read_parquet(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
means = ("revenue", "orders", "sessions", "converted")
rows = [{"test": number, "arm": arm, **one[arm]} for number, one in enumerate(sums) for arm in ("control", "treated")]
whole, cuped = best(lambda: compared(added_up(units, means), ZTestLinreg, **COVARIATE))
arithmetic, tests = best(lambda: compared(rows, ZTestLinreg, **COVARIATE))
plain = compared(added_up(units, means), StudentsTTest)
print(json.dumps({"whole": whole, "arithmetic": arithmetic, "plain": plain, "cuped": cuped, "tests": tests}))
