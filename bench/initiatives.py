"""An AI page asks every initiative under four models: it must not wait, and its intervals must hold what they say.

Speed: 100,000 draws over 36 months, the flows alone and a whole answer. Closed forms against draws. Coverage: a hundred
companies are simulated whose truth is known; each declares its content generator and its assistant from what its own
files show, and the true return must lie in the 90 % interval as often as it says. What no file can show is drawn by
nature from the very distribution that is declared: the share of saved time that is realised from Beta(4, 6), the
licence from its range, and the assistant's effect is read by a randomised test of a fixed standard error, of grade A.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from bench.harness import Row, publish, scratch, wait_for_quiet
from probant.contract.catalog import CONTRACTS
from probant.evidence.initiatives import adoption, expansion, flows, pilot, spreads
from probant.evidence.initiatives.engine import Return
from probant.evidence.initiatives.question import ReturnQuestion
from probant.simulate.company import simulate
from probant.simulate.settings import AgentSettings, Settings

DRAWS, MONTHS, SEEDS, CUSTOMERS = 100_000, 36, 100, 3_000
WAGE, INTEGRATION, REVIEW, LICENCE = 50.0, 3_000.0, 10.0, (250.0, 300.0, 350.0)
LEVEL, ERROR = 0.9, 0.25
"""Of the intervals; standard error of the assistant's test, relative to its true effect."""
A_MONTH = 365.25 / 12 / 7
"""Weeks."""
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
    """Share of companies whose true return lies in the stated interval, by initiative and horizon."""
    inside: dict[str, list[bool]] = {}
    for seed in range(SEEDS):
        settings = Settings(seed=seed, customers=CUSTOMERS, agents=AgentSettings(effect=0.1))
        home = folder / str(seed)
        truth = simulate(home, settings)
        content = pc.read_csv(home / "content.csv").to_pylist()
        nature = np.random.default_rng([seed, 2026])
        for name, model, tables, true, tied in worlds(settings, truth.initiatives, content, nature):
            question = ReturnQuestion(initiative=name, model=model, tied=tied)
            found = Return().estimate(question, asked(Return(), question, tables), np.random.default_rng(seed))
            for key, part, months in ((name, "long", 36), (f"{name} / short", "short", 12)):
                around = found.estimates[key].interval
                kept = inside.setdefault(f"{name}, {model}, {part}", [])
                kept.append(around.low <= true(months) <= around.high)
    whole = [hit for hits in inside.values() for hit in hits]
    rows = [Row(f"true return in its interval: {name}", float(np.mean(hits)), "share", "stated", LEVEL)
            for name, hits in inside.items()]  # fmt: skip
    return [*rows, Row("true return in its interval: all", float(np.mean(whole)), "share", "stated", LEVEL)]


def worlds(settings: Settings, truth: T, content: list[T], nature: np.random.Generator) -> Iterable[Any]:
    """Initiative, model, its tables, its true return over some months, and the evidence it is tied to."""
    licence = float(spreads.positive(LICENCE[1], LICENCE[0], LICENCE[2], 1, nature)[0])
    realised = float(nature.beta(4, 6))
    how, agents, true = settings.content, settings.agents, truth["ai_assistant"]

    made = [row for row in content if row["made_by"] == "ai"]
    saved = np.array([row["baseline_minutes"] - row["minutes"] for row in made]) / 60
    own = {"initiative": "ai_content"}
    begin = started(settings, how.rollout)
    months = (settings.weeks - how.rollout) / A_MONTH
    tables = initiative(own, begin, [("drafting", "savings", "time", {
        "volume": of_count(len(made), months), "effect": of_mean(saved), "worth": WAGE, "review": 0.0,
    })])  # fmt: skip
    tables["initiative_costs"] += licences(own, begin)
    volume = how.assets * how.ai_share * A_MONTH
    monthly = volume * truth["ai_content"]["minutes_saved_per_asset"] / 60 * WAGE * realised
    yield "ai_content", "financial", tables, lambda t: back(monthly, licence, t), ()

    own = {"initiative": "ai_assistant"}
    begin = started(settings, agents.rollout)
    months = (settings.weeks - agents.rollout) / A_MONTH
    runs = agents.runs / months
    good, handed = (of_share(true[key], true["runs"]) for key in ("succeeded", "handed_to_a_person"))
    watch = ("watch", "supervision", "cost", {"volume": runs, "effect": scaled(handed, REVIEW / 60), "worth": WAGE})
    extra = runs * agents.handoff * REVIEW / 60 * WAGE + true["token_cost"] / months
    tokens = [cost(own, begin, "tokens", true["token_cost"] / months)]
    helped = ("helped", "savings", "time", {
        "volume": runs, "effect": scaled(good, agents.minutes_saved / 60), "worth": WAGE, "review": 0.0,
    })  # fmt: skip
    tables = initiative(own, begin, [helped, watch])
    tables["initiative_costs"] += [*licences(own, begin), *tokens]
    helps = runs * agents.success * agents.minutes_saved / 60 * WAGE * realised
    yield "ai_assistant", "financial", tables, lambda t: back(helps, licence + extra, t), ()

    earned = true["incremental_direct"] / months
    read = earned * (1 + ERROR * float(nature.standard_normal()))
    sold = ("sold", "revenue", "sales", {"volume": 1.0, "worth": 1.0, "margin": true["margin"], "effect": None})
    tables = initiative(own, begin, [sold, watch])
    tables["initiative_costs"] += [*licences(own, begin), *tokens]
    half = 1.959964 * ERROR * earned
    tied = (
        {"evidence": "test", "subject": "new", "grade": "A", "value": read, "low": read - half, "high": read + half},
    )
    sells = earned * true["margin"]
    if earned > 0:
        yield "ai_assistant", "outcome", tables, lambda t: back(sells, licence + extra, t), tied


def back(benefit: float, monthly: float, months: int) -> float:
    """True return: the same money each month, and the integration at the start."""
    worth = sum(1.1 ** (-month / 12) for month in range(months))
    return benefit * worth / (INTEGRATION + monthly * worth) - 1


def initiative(own: T, begin: date, parts: list[Any]) -> dict[str, list[T]]:
    return {
        "initiatives": [{**own, **register(begin)}],
        "initiative_costs": [cost(own, begin, "integration", INTEGRATION)],
        "initiative_benefits": [{**own, "benefit": name, "line": line, "kind": kind} for name, line, kind, _ in parts],
        "initiative_drivers": [
            driver(own, name, key, told) for name, _, _, every in parts for key, told in every.items()
        ],
    }


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


def ranged(value: float, error: float) -> tuple[float, float, float]:
    half = spreads.WIDTH / 2 * error
    return value - half, value, value + half


def of_mean(values: np.ndarray) -> tuple[float, float, float]:
    return ranged(float(values.mean()), float(values.std(ddof=1)) / sqrt(len(values)))


def of_share(hits: int, size: int) -> tuple[float, float, float]:
    share = hits / size
    return ranged(share, sqrt(share * (1 - share) / size))


def of_count(count: int, months: float) -> tuple[float, float, float]:
    return ranged(count / months, sqrt(count) / months)


def scaled(three: tuple[float, float, float], by: float) -> tuple[float, ...]:
    return tuple(by * one for one in three)


def started(settings: Settings, week: int) -> date:
    return (settings.start + timedelta(weeks=week)).replace(day=1)


def asked(engine: Return, question: ReturnQuestion, rows: Mapping[str, list[T]]) -> dict[str, pa.Table]:
    tables = {name: table(name, rows.get(name, ())) for name in CONTRACTS if name == "spans" or "initiative" in name}
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
