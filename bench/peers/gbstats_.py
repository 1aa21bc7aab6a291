"""gbstats on the benchmark's data. Run: gbstats_.py UNITS.parquet SUMS.json; prints JSON."""

import json
import sys
import time
from pathlib import Path

import pandas as pd
from gbstats.frequentist.tests import FrequentistConfig, TwoSidedTTest
from gbstats.models.statistics import RatioStatistic, RegressionAdjustedStatistic, SampleMeanStatistic

CONFIG = FrequentistConfig(difference_type="absolute")


def best(work):
    """Fastest of three warm runs: seconds, CPU seconds, and what came of it."""
    work()
    found = []
    for _ in range(3):
        began = time.perf_counter(), time.process_time()
        result = work()
        found.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return [min(one) for one in zip(*found, strict=True)], result


def compared(control, treated):
    found = TwoSidedTTest(control, treated, CONFIG).compute_result()
    return [found.expected, *found.ci]


def mean(arm, name="y"):
    return SampleMeanStatistic(n=arm["n"], sum=arm[name], sum_squares=arm[name * 2])


def adjusted(arm):
    return RegressionAdjustedStatistic(
        n=arm["n"],
        post_statistic=mean(arm),
        pre_statistic=mean(arm, "x"),
        post_pre_sum_of_products=arm["xy"],
        theta=0,
    )


def ratio(arm):
    return RatioStatistic(n=arm["n"], m_statistic=mean(arm), d_statistic=mean(arm, "x"), m_d_sum_of_products=arm["xy"])


def added_up(units, y, x):
    """Sums per arm as pandas makes them; gbstats itself leaves that to a warehouse."""
    told = pd.DataFrame({"arm": units["arm"], "y": units[y], "x": units[x]})
    told["yy"], told["xx"], told["xy"] = told["y"] ** 2, told["x"] ** 2, told["y"] * told["x"]
    groups = told.groupby("arm")
    return {
        arm: {"n": int(n), **row}
        for (arm, row), n in zip(groups.sum().to_dict("index").items(), groups.size(), strict=True)
    }


def of_units(units, kind, y, x="revenue_before"):
    arms = added_up(units, y, x)
    return compared(kind(arms["control"]), kind(arms["treated"]))


units, sums = pd.read_parquet(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
means = ("revenue", "orders", "sessions", "converted")
whole, cuped = best(lambda: {name: of_units(units, adjusted, name) for name in means})
arithmetic, tests = best(lambda: [compared(adjusted(one["control"]), adjusted(one["treated"])) for one in sums])
plain = {name: of_units(units, mean, name) for name in means}
plain["orders / sessions"] = of_units(units, ratio, "orders", "sessions")
print(
    json.dumps(
        {"whole": whole, "arithmetic": arithmetic, "plain": plain, "cuped": cuped, "tests": dict(enumerate(tests))}
    )
)
