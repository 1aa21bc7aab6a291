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
    }
    return {name: table(name, rows.get(name, ())) for name in CONTRACTS}


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> ir.Table:
    """Rows as the contract's table; columns left out have their default, or are not known."""
    contract = CONTRACTS[name]
    whole = [{column.name: row.get(column.name, column.default) for column in contract.columns} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(whole, schema=contract.schema))


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
