"""A sample project, small enough to read: one shop, two channels, one platform's claims, one experiment.

The figures are made by formulas that anyone can follow; no test takes them for measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from math import exp, sin
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.contract.catalog import CONTRACTS
from probant.evidence.protocol import Engine, Question
from probant.vocabulary import Evidence

BUSINESS, CURRENCY, EXPERIMENT = "shop", "EUR", "checkout"
MONDAY, WEEKS, UNITS = date(2026, 1, 5), 30, 120
BEGIN = datetime(2026, 2, 2, 8, tzinfo=UTC)


def tables() -> dict[str, ir.Table]:
    """All contracts' tables in memory; those that the sample does not fill are empty."""
    return dict(_tables())


@cache
def _tables() -> dict[str, ir.Table]:
    rows = {
        "spend": _spend(),
        "outcomes": _outcomes(),
        "claims": _claims(),
        "assignments": _assignments(),
        "observations": _observations(),
        **_initiatives(),
        **_agents(),
    }
    return {name: table(name, rows.get(name, ())) for name in CONTRACTS}


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> ir.Table:
    """Rows as the contract's table; columns left out have their default, or are not known."""
    return ibis.memtable(rows_of(name, rows))


def rows_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The same, as a result that an expression would give."""
    contract = CONTRACTS[name]
    whole = [{column.name: row.get(column.name, column.default) for column in contract.columns} for row in rows]
    return pa.Table.from_pylist(whole, schema=contract.schema)


def filled(name: str, given: pa.Table, **fixed: Any) -> ir.Table:
    """Columns at hand as the contract's table; `fixed` holds for all rows, the rest has its default."""
    schema, rows = CONTRACTS[name].schema, given.num_rows
    defaults = {column.name: column.default for column in CONTRACTS[name].columns} | fixed
    columns = [
        given[field.name].cast(field.type).combine_chunks()
        if field.name in given.column_names
        else pa.array([defaults[field.name]] * rows, field.type)
        for field in schema
    ]
    return ibis.memtable(pa.Table.from_arrays(columns, schema=schema))


def fetch(needs: Mapping[str, ir.Table]) -> dict[str, pa.Table]:
    """Run expressions on a DuckDB in memory."""
    return {name: _store().to_pyarrow(expression) for name, expression in needs.items()}


@cache
def _store() -> Any:
    return ibis.duckdb.connect()


def ask(engine: Engine[Any], question: Question, tables: Mapping[str, ir.Table], *, seed: int = 7) -> Evidence:
    """Evidence of an engine over tables in memory."""
    return engine.estimate(question, fetch(engine.needs(question, tables)), np.random.default_rng(seed))


def money(amount: float) -> Decimal:
    return Decimal(str(round(amount, 2)))


def week(number: int) -> dict[str, Any]:
    return {"day": MONDAY + timedelta(weeks=number), "span_days": 7, "business": BUSINESS, "currency": CURRENCY}


def spent(channel: str, number: int) -> float:
    size, pace = {"search": (900.0, 0.9), "social": (500.0, 2.3)}[channel]
    return size * exp(0.3 * sin(pace * number))


def earned(number: int) -> float:
    total = spent("search", number) + spent("social", number)
    return 40.0 * total**0.5 * exp(0.05 * sin(7.7 * number))


def _spend() -> list[dict[str, Any]]:
    return [
        {**week(number), "channel": channel, "amount": money(spent(channel, number)), "clicks": 100 + number}
        for number in range(WEEKS)
        for channel in ("search", "social")
    ]


def _outcomes() -> list[dict[str, Any]]:
    return [
        {
            **week(number),
            "revenue": money(earned(number)),
            "contribution_margin": money(earned(number) * 0.4),
            "orders": round(earned(number) / 50),
            "new_customers": round(earned(number) / 150),
            "sessions": round(earned(number) / 2),
        }
        for number in range(WEEKS)
    ]


def _claims() -> list[dict[str, Any]]:
    return [
        {
            **week(number),
            "platform": "meta",
            "channel": "social",
            "window": "7d_click_1d_view",
            "conversions": money(spent("social", number) / 25),
            "value": money(spent("social", number) * 2.4),
        }
        for number in range(WEEKS)
    ]


def arm(unit: int) -> str:
    return "treatment" if unit % 2 else "control"


def _assignments() -> list[dict[str, Any]]:
    return [
        {
            "experiment": EXPERIMENT,
            "unit": f"u{unit:03}",
            "business": BUSINESS,
            "arm": arm(unit),
            "at": BEGIN + timedelta(hours=unit),
            "segment": "new" if unit % 3 == 0 else "known",
        }
        for unit in range(UNITS)
    ]


def _observations() -> list[dict[str, Any]]:
    found = []
    for unit in range(UNITS):
        before = 30.0 + 12.0 * sin(1.7 * unit)
        order = float(unit % 5 < (3 if arm(unit) == "treatment" else 2))
        revenue = order * (0.8 * before + 6.0 * sin(2.9 * unit) + (4.0 if arm(unit) == "treatment" else 0.0))
        values = {"order": order, "revenue": revenue, "revenue_before": before}
        found += [
            {
                "experiment": EXPERIMENT,
                "unit": f"u{unit:03}",
                "metric": metric,
                "value": round(value, 2),
                "before": metric == "revenue_before",
                "business": BUSINESS,
            }
            for metric, value in values.items()
        ]
    return found


def _initiatives() -> dict[str, list[dict[str, Any]]]:
    """A scaled initiative that saves time and costs tokens, and an idea that is to sell more, if it is built."""
    drafts = {"initiative": "reply_drafts", "business": BUSINESS}
    search = {"initiative": "smart_search", "business": BUSINESS}
    register = [
        {
            **drafts,
            "use_case": "drafts of replies to customers",
            "owner": "head of service",
            "stage": "scaled",
            "objective": "answer faster",
            "indicator": "time_saved",
            "threshold": 100.0,
            "starts_on": MONDAY,
            "currency": CURRENCY,
            "adoption_ceiling": 0.8,
            "feasible": 1.0,
            "person_months": 1.0,
            "expansion_cost": money(20_000),
            "expansion_factor": 1.5,
            "expansion_months": 12,
        },
        {
            **search,
            "use_case": "search that understands questions",
            "owner": "head of shop",
            "stage": "idea",
            "objective": "sell more",
            "indicator": "conversion",
            "threshold": 0.002,
            "starts_on": MONDAY,
            "currency": CURRENCY,
            "feasible": 0.7,
            "person_months": 4.0,
            "pilot_benefit": "found",
            "pilot_error": 0.001,
            "pilot_sample": 20_000,
            "pilot_months": 2,
            "pilot_cost": money(3_000),
            "stop_rule": "no more orders after two months",
            "stop_at": 0.0,
        },
    ]
    costs = [
        {**drafts, **week(4 * month), "kind": "invoices", "state": "realised", "amount": money(400)} for month in (0, 1)
    ]
    costs.append({**drafts, **week(0), "kind": "integration", "state": "realised", "amount": money(8_000)})
    costs.append(
        {**search, **week(0), "kind": "integration", "state": "forecast", "amount": money(30_000),
         "low": money(20_000), "high": money(45_000)}
    )  # fmt: skip
    benefits = [
        {**drafts, "benefit": "drafting", "line": "savings", "kind": "time"},
        {**search, "benefit": "found", "line": "savings", "kind": "saving"},
    ]
    drivers = [
        {**drafts, "benefit": "drafting", "factor": "volume", "value": 1_500.0, "basis": "measured"},
        {**drafts, "benefit": "drafting", "factor": "effect", "value": 0.1, "low": 0.05, "high": 0.15,
         "basis": "measured"},
        {**drafts, "benefit": "drafting", "factor": "worth", "value": 45.0, "basis": "measured"},
        {**drafts, "benefit": "drafting", "factor": "review", "value": 0.02, "basis": "measured"},
        {**search, "benefit": "found", "factor": "volume", "value": 50_000.0, "basis": "measured"},
        {**search, "benefit": "found", "factor": "effect", "value": 0.002, "low": -0.001, "high": 0.005,
         "basis": "assumed", "author": "head of shop"},
        {**search, "benefit": "found", "factor": "worth", "value": 20.0, "basis": "measured"},
    ]  # fmt: skip
    people = [
        {**drafts, **week(4 * month), "team": "service", "licensed": 20, "active": 10 + month, "assisted": 0.6}
        for month in (0, 1)
    ]
    return {
        "initiatives": register,
        "initiative_costs": costs,
        "initiative_benefits": benefits,
        "initiative_drivers": drivers,
        "initiative_adoption": people,
    }


TASKS, VERSIONS, TRIALS = 8, ("1", "2"), 3


def _agents() -> dict[str, list[dict[str, Any]]]:
    """An assistant in two versions on eight tasks, each three times: it looks an order up, then changes it."""
    found: dict[str, list[dict[str, Any]]] = {"agent_tools": _tools(), **_rulebook(), **_memory()}
    runs = [(task, version, trial) for trial in range(TRIALS) for version in VERSIONS for task in range(TASKS)]
    for number, (task, version, trial) in enumerate(runs):
        for name, rows in _agent_run(number, f"t{task}", version, trial).items():
            found.setdefault(name, []).extend(rows)
    found["agent_references"] = [
        {
            "business": BUSINESS,
            "task": f"t{task}",
            "position": place,
            "tool": tool,
            "arguments": f'{{"order": "o-{task}"}}',
        }
        for task in range(TASKS)
        for place, tool in enumerate(("get_order", "hand_over" if task == 7 else "change_order"), start=1)
    ]
    return found


def _agent_run(number: int, task: str, version: str, trial: int) -> dict[str, list[dict[str, Any]]]:
    """One run; version 1 is wrong on a quarter of its runs, version 2 on an eighth, and hands over too rarely."""
    trace, at = f"{number:032x}", BEGIN + timedelta(hours=number)
    wrong = (number + trial) % (4 if version == "1" else 8) == 0
    order = task.replace("t", "o-")
    tools = [
        "get_order",
        *(["get_order"] if trial == 1 else []),
        "hand_over" if task == "t7" and trial else "change_order",
    ]
    fixed = {"trace": trace, "business": BUSINESS, "day": at.date()}
    root = {"operation": "invoke_agent", "agent": "assistant", "task": task, "version": version}
    spans = [{**fixed, **root, "span": f"{0:016x}", "at": at, "ended_at": at + timedelta(seconds=5 + number % 7)}]
    for place, tool in enumerate(tools, start=1):
        when = at + timedelta(seconds=place)
        under = {**fixed, "parent": f"{0:016x}", "at": when, "ended_at": when}
        said = {"operation": "execute_tool", "tool": tool, "is_error": False}
        said["arguments"] = f'{{"order": "{"o-99" if wrong and tool == "change_order" else order}"}}'
        used = {"operation": "chat", "model": "m-1", "input_tokens": 900 + 10 * number, "cached_tokens": 500}
        spans.append({**under, **used, "span": f"{100 + place:016x}", "output_tokens": 80})
        spans.append({**under, **said, "span": f"{place:016x}"})
    looked = [(order, 2 if trial else 1), *([("o-99", None)] if wrong else [])]
    acts = [{"event": "e", "kind": "edit", "minutes": 4.0}] if wrong else []
    acts += [{"event": "a", "kind": "approval", "minutes": 0.5}] if number % 5 == 0 else []
    return {
        "spans": spans,
        "agent_runs": [{**fixed, "success": not wrong, "memory": bool(number % 2)}],
        "agent_context": [{**fixed, "item": item, "step": step} for item, step in looked],
        "agent_interventions": [{**fixed, **act, "at": at} for act in acts],
        "agent_deviations": [{**fixed, "rule": "asked first", "span": f"{1:016x}", "deviated": number % 9 == 0}],
        "agent_uses": [{**fixed, "insight": f"i{number % 4}", "at": at, "used": number % 3 == 0}],
    }


def _tools() -> list[dict[str, Any]]:
    kinds = {"get_order": "read", "change_order": "write", "hand_over": "handoff"}
    return [
        {"business": BUSINESS, "tool": tool, "kind": kind, "compares": kind != "handoff"}
        for tool, kind in kinds.items()
    ]


def _rulebook() -> dict[str, list[dict[str, Any]]]:
    """Two rules, one recorded and one tested on the steps, each with twelve labelled examples."""
    rules = [
        {"rule": "asked first", "severity": "high", "agreed_rate": 0.1},
        {"rule": "order read", "severity": "medium", "kind": "before", "applies_to": "write", "needs": "get_order"},
    ]
    labels = [
        {"rule": rule["rule"], "example": str(number), "flagged": True, "deviated": number != 0}
        for rule in rules
        for number in range(12)
    ]
    return {
        "agent_rules": [{"business": BUSINESS, **rule} for rule in rules],
        "agent_labels": [{"business": BUSINESS, **label} for label in labels],
    }


def _memory() -> dict[str, list[dict[str, Any]]]:
    """Four insights of the first runs, one of them stale after a day; and prices of the one model."""
    insights = [
        {
            "business": BUSINESS,
            "insight": f"i{number}",
            "trace": f"{number:032x}",
            "at": BEGIN + timedelta(hours=number),
            "expires_at": BEGIN + timedelta(days=1) if number == 0 else None,
        }
        for number in range(4)
    ]
    prices = {"input": 2.5, "cached": 1.25, "output": 10.0}
    return {
        "agent_insights": insights,
        "agent_prices": [
            {
                "business": BUSINESS,
                "model": "m-1",
                "tokens": kind,
                "day": MONDAY,
                "currency": CURRENCY,
                "price": money(price),
            }
            for kind, price in prices.items()
        ],
    }


KINDS = {"look": "read", "find": "read", "change": "write", "send": "write", "call": "handoff", "think": "neutral"}
"""Tools of the runs that tests write by hand."""


def agent_book(runs: list[dict[str, Any]], references: Mapping[str, list[Any]] | None = None) -> dict[str, pa.Table]:
    """What the expressions of evidence.agents give, for runs by hand, each an hour after the one before.

    A run has `steps`, a list of (tool, arguments) or (tool, arguments, True) where it failed, and may have task,
    success, broken, eligible, memory, agent, version. `references` are declared paths by task, lists of
    (tool, arguments[, after]).
    """
    told, steps = [], []
    for number, run in enumerate(runs):
        at, trace = BEGIN + timedelta(hours=number), f"r{number:03}"
        fixed = {
            "trace": trace,
            "business": BUSINESS,
            "day": at.date(),
            "at": at,
            "ended_at": at + timedelta(seconds=9),
        }
        usual = {
            "agent": "a",
            "version": "1",
            "task": "t",
            "success": None,
            "broken": False,
            "eligible": True,
            "memory": None,
        }
        told.append({**fixed, **usual, **{key: value for key, value in run.items() if key != "steps"}})
        for place, (tool, arguments, *failed) in enumerate(run["steps"]):
            step = {"trace": trace, "tool": tool, "arguments": arguments, "error": bool(failed), "span": f"s{place:02}"}
            steps.append({**step, "at": at + timedelta(seconds=place)})
    paths = [
        {
            "business": BUSINESS,
            "task": task,
            "position": place,
            "tool": tool,
            "arguments": arguments,
            "after": [*after, None][0],
        }
        for task, path in (references or {}).items()
        for place, (tool, arguments, *after) in enumerate(path or [(None, None)], start=1)
    ]
    return {
        "runs": pa.Table.from_pylist(told, schema=_RUNS),
        "steps": pa.Table.from_pylist(steps, schema=_STEPS),
        "tools": rows_of("agent_tools", [{"tool": tool, "kind": kind} for tool, kind in KINDS.items()]),
        "references": rows_of("agent_references", paths),
    }


_RUNS = pa.schema(
    [
        ("trace", pa.string()),
        ("business", pa.string()),
        ("agent", pa.string()),
        ("version", pa.string()),
        ("task", pa.string()),
        ("day", pa.date32()),
        ("at", pa.timestamp("us", "UTC")),
        ("ended_at", pa.timestamp("us", "UTC")),
        ("success", pa.int8()),
        ("broken", pa.bool_()),
        ("eligible", pa.bool_()),
        ("memory", pa.bool_()),
    ]
)
_STEPS = pa.schema(
    [
        ("trace", pa.string()),
        ("tool", pa.string()),
        ("arguments", pa.string()),
        ("error", pa.bool_()),
        ("span", pa.string()),
        ("at", pa.timestamp("us", "UTC")),
    ]
)
