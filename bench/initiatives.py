"""An AI page asks every initiative under four models: it must not wait, and its intervals must hold what they say.

Speed: 100,000 draws over 36 months, the flows alone and a whole answer. Closed forms against draws. Coverage: a hundred
companies are simulated whose truth is known; the ledger of initiatives that each declares is asked as it stands, tied
to what its own holdout, its own geo test and the runs of its own agents show, and the true return must lie in the 90 %
interval as often as that says.
"""

from __future__ import annotations

import os
import shutil
import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from bench.company import read
from bench.harness import Row, publish, scratch, wait_for_quiet
from probant.contract.catalog import CONTRACTS
from probant.evidence.agents import clusters
from probant.evidence.initiatives import adoption, expansion, flows, pilot, spreads
from probant.evidence.initiatives.engine import Return
from probant.evidence.initiatives.question import ReturnQuestion, Tied
from probant.simulate.agents import NAMES, Run, run_cost, runs
from probant.simulate.company import simulate
from probant.simulate.experiments import GEO, HOLDOUT
from probant.simulate.initiatives import FILE
from probant.simulate.settings import Settings
from probant.source.initiative_file import declared, parsed
from probant.source.initiative_form import InitiativesForm
from probant.vocabulary import Grade

DRAWS, MONTHS, SEEDS, CUSTOMERS = 100_000, 36, int(os.environ.get("SEEDS", "100")), 3_000
LICENCE, LEVEL = (250.0, 300.0, 350.0), 0.9
T = Mapping[str, Any]


def main() -> None:
    wait_for_quiet()
    rows = [*speed(), *closed_forms()]
    with scratch() as (folder, _):
        rows += coverage(folder)
    publish("initiatives", rows, f"coverage over {SEEDS} simulated companies: {LEVEL:.0%} is stated, its own sd is 3 %")


def speed() -> list[Row]:
    """Seconds of the fastest of three runs, and the most memory that one takes."""
    rng = np.random.default_rng(0)
    streams = {
        name: flows.Stream(rng.normal(5e3, 800, DRAWS) * rng.beta(4, 6, DRAWS), 1 - rng.beta(2, 98, DRAWS), drag)
        for name, drag in (("a", rng.gamma(9, 20, DRAWS)), ("b", np.asarray(0.0)), ("c", np.asarray(0.0)))
    }
    usage = [flows.Stream(rng.gamma(4, 50, DRAWS), np.asarray(1.0), np.asarray(0.0))]
    paid = [flows.Charge(np.full(MONTHS, 400.0), spreads.positive(1, 0.7, 1.4, DRAWS, rng)) for _ in range(3)]
    ceiling = rng.beta(12, 6, DRAWS)

    def run() -> object:
        reach = adoption.curve({0: 0.05}, ceiling, 9.0, months=MONTHS, draws=DRAWS)
        return flows.run(streams, usage, paid, reach, horizons=(12, MONTHS), discount=0.1, draws=DRAWS)

    engine, question = Return(), ReturnQuestion(initiative="a", draws=DRAWS)
    data = asked(engine, question, three_benefits())
    whole = lambda: engine.estimate(question, data, np.random.default_rng(0))  # noqa: E731
    return [
        Row("flows of 3 benefits, 100,000 draws x 36 months", best(run), "s", "limit", 1.0),
        Row("whole answer, 3 benefits, 100,000 draws x 36 months", best(whole), "s", "limit", 1.0),
        Row("most memory of that answer", peak(whole), "MB"),
    ]


def three_benefits() -> dict[str, list[T]]:
    own = {"initiative": "a"}
    ranged = {
        "volume": (900, 1000, 1100),
        "effect": (0.05, 0.1, 0.15),
        "worth": (40, 45, 50),
        "decay": (0.0, 0.01, 0.02),
    }
    parts = [("time", "savings", {"review": (0.01, 0.02, 0.03)}), ("saving", "agility", {}), ("risk", "risk", {})]
    return {
        "initiatives": [
            {**own, **register(date(2026, 1, 1)), "adoption_ceiling": 0.7, "ceiling_low": 0.5, "ceiling_high": 0.9}
        ],
        "initiative_costs": [cost(own, date(2026, 1, 1), "integration", 20_000), *licences(own, date(2026, 1, 1))],
        "initiative_benefits": [{**own, "benefit": line, "line": line, "kind": kind} for kind, line, _ in parts],
        "initiative_drivers": [
            driver(own, line, name, three) for _, line, more in parts for name, three in (ranged | more).items()
        ],
    }


def closed_forms() -> list[Row]:
    """The pilot against four million draws of believed value and reading; the option against its limit."""
    rng, size = np.random.default_rng(1), 4_000_000
    mean, sd, error = -50e3, 200e3, 100e3
    truth = rng.normal(mean, sd, size)
    reading = truth + rng.normal(0, error, size)
    expected = (mean / sd**2 + reading / error**2) / (1 / sd**2 + 1 / error**2)
    drawn = float(np.where(expected > 0, truth, 0).mean() - max(0.0, mean))
    value, price, years, vol, rate = 300e3, 400e3, 1.5, 0.6, 0.04
    upper = (log(value / price) + (rate + vol**2 / 2) * years) / (vol * sqrt(years))
    normal = NormalDist()
    limit = value * normal.cdf(upper) - price * exp(-rate * years) * normal.cdf(upper - vol * sqrt(years))
    return [
        Row("value of a pilot, closed form", pilot.value(mean, sd, error), "EUR", "4 M draws", drawn),
        Row(
            "option to expand, tree of 500 steps",
            expansion.option(value, price, years, vol, rate),
            "EUR",
            "limit",
            limit,
        ),
    ]


def coverage(folder: Path) -> list[Row]:
    """Share of companies whose true return lies in the stated interval, by initiative, model and horizon."""
    with ProcessPoolExecutor(2) as pool:
        companies = list(pool.map(held, [folder] * SEEDS, range(SEEDS)))
    inside = {name: [one[name] for one in companies if name in one] for each in companies for name in each}
    whole = [hit for hits in inside.values() for hit in hits]
    rows = [Row(f"true return in its interval: {name}", float(np.mean(hits)), "share", "stated", LEVEL)
            for name, hits in inside.items()]  # fmt: skip
    return [*rows, Row("true return in its interval: all", float(np.mean(whole)), "share", "stated", LEVEL)]


def held(folder: Path, seed: int) -> dict[str, bool]:
    """Whether the interval of each initiative, model and horizon of one company holds its true return."""
    home = folder / str(seed)
    settings = Settings(seed=seed, customers=CUSTOMERS)
    truth = simulate(home, settings)
    tables, ties = declared_of(home, settings), tied(home, settings)
    shutil.rmtree(home)
    asked_of = {name: one["returns"] for name, one in truth.initiatives.items() if "returns" in one}
    inside = {}
    for name, model, true in [(name, *pair) for name, models in asked_of.items() for pair in models.items()]:
        question = ReturnQuestion(initiative=name, model=model, tied=ties)
        said = Return().estimate(question, fetched(Return(), question, tables), np.random.default_rng(seed))
        for subject, horizon in ((name, "long"), (f"{name} / short", "short")):
            around = said.estimates[subject].interval
            kept = around is not None and around.low <= true[f"return_{horizon}"] <= around.high
            inside[f"{name}, {model}, {horizon}"] = kept
    return inside


def declared_of(home: Path, settings: Settings) -> Mapping[str, Any]:
    """The ledger of a company as tables, and what the traces of its agents cost."""
    form = InitiativesForm.model_validate(parsed(home / FILE))
    rows = {one.contract.name: pa.Table.from_batches([one.rows]) for one in declared(form, business="shop",
                                                                                    currency="EUR")}  # fmt: skip
    rows["spans"] = pa.Table.from_pylist([
        {"trace": str(run.number), "agent": run.agent, "day": datetime.fromtimestamp(run.at / 1e9, UTC).date(),
         "currency": "EUR", "cost": Decimal(str(round(run_cost(settings), 6))), "input_tokens": 1}
        for run in runs(settings)
    ])  # fmt: skip
    empty = pa.table({})
    return {name: read.table(name, rows.get(name, empty)) for name in CONTRACTS if is_asked(name)}


def tied(home: Path, settings: Settings) -> tuple[Tied, ...]:
    """What the company's tests and the runs of its agents show, under the names by which its ledger is tied to them."""
    ties = [
        of_test(read.tests(home), experiment, control) for experiment, control in ((HOLDOUT, "holdout"), (GEO, "off"))
    ]
    return (*ties, *(of_agent(agent, runs(settings)) for agent in NAMES))


def of_test(tables: Mapping[str, Any], experiment: str, control: str) -> Tied:
    arm, said = read.found(tables, experiment=experiment, control=control)
    assert said.draws is not None
    quantiles = np.quantile(said.draws.values[:, said.draws.subjects.index(arm)], np.linspace(0, 1, 101))
    return Tied(evidence=experiment, subject=arm, grade=said.grade, value=said.estimates[arm].value,
                quantiles=tuple(quantiles.tolist()))  # fmt: skip


def of_agent(agent: str, every: Sequence[Run]) -> Tied:
    mine = [run for run in every if run.agent == agent]
    well = clusters.share(np.array([run.ok for run in mine]), np.array([run.number % 40 for run in mine]), level=0.95)
    assert well is not None
    assert well.interval is not None
    return Tied(evidence=agent, subject="(effective)", grade=Grade.E, value=well.value, low=well.interval.low,
                high=well.interval.high)  # fmt: skip


def register(begin: date) -> T:
    return {"use_case": "u", "owner": "head of marketing", "stage": "scaled", "objective": "o", "indicator": "i",
            "threshold": 0.0, "starts_on": begin, "currency": "EUR"}  # fmt: skip


def cost(own: T, month: date, kind: str, amount: float) -> T:
    return {**own, "day": month, "kind": kind, "state": "realised", "amount": round(amount, 4), "currency": "EUR"}


def licences(own: T, begin: date) -> list[T]:
    """A licence that is forecast with its range, month by month."""
    low, amount, high = LICENCE
    count = begin.year * 12 + begin.month - 1
    months = [date((count + k) // 12, (count + k) % 12 + 1, 1) for k in range(MONTHS)]
    told = {"state": "forecast", "low": low, "high": high}
    return [{**cost(own, month, "invoices", amount), **told} for month in months]


def driver(own: T, benefit: str, name: str, told: Any) -> T:
    fixed = {**own, "benefit": benefit, "factor": name}
    if told is None:
        return {**fixed, "basis": "evidence", "source": "test", "subject": "new"}
    low, value, high = told if isinstance(told, tuple) else (None, float(told), None)
    return {**fixed, "basis": "measured", "low": low, "value": value, "high": high}


def asked(engine: Return, question: ReturnQuestion, rows: Mapping[str, list[T]]) -> dict[str, pa.Table]:
    return fetched(engine, question, {name: table(name, rows.get(name, ())) for name in CONTRACTS if is_asked(name)})


def is_asked(table: str) -> bool:
    return table in ("spans", "agent_prices") or "initiative" in table


def fetched(engine: Return, question: ReturnQuestion, tables: Mapping[str, Any]) -> dict[str, pa.Table]:
    store = ibis.duckdb.connect()
    return {name: store.to_pyarrow(one) for name, one in engine.needs(question, tables).items()}


def table(name: str, rows: Iterable[T]) -> Any:
    contract = CONTRACTS[name]
    whole = [{column.name: row.get(column.name, column.default) for column in contract.columns} for row in rows]
    told = {one.name: [money(one.type, row[one.name]) for row in whole] for one in contract.schema}
    return ibis.memtable(pa.table({one.name: pa.array(told[one.name], one.type) for one in contract.schema}))


def money(kind: pa.DataType, value: Any) -> Any:
    """Decimals of floats, as a file would write them."""
    return Decimal(str(value)) if pa.types.is_decimal(kind) and value is not None else value


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(4):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times[1:])


def peak(work: Callable[[], object]) -> float:
    """Most memory that Python and numpy hold at once while it works, MB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    main()
