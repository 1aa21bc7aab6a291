"""Tables of the contracts from a few rows typed by hand, run by DuckDB in memory."""

from datetime import UTC, date, datetime
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from probant.contract.catalog import CONTRACTS
from probant.metrics.catalog import METRICS

ALWAYS = {"business": "shop", "currency": "EUR", "day": date(2024, 1, 1), "channel": "search", "kind": "order"}


@pytest.fixture
def held():
    """Tables by contract name; what a row leaves out has the contract's default, or that of ALWAYS."""

    def build(**rows):
        return {name: table(name, rows.get(name, ())) for name in CONTRACTS}

    return build


def table(name, rows):
    columns = CONTRACTS[name].columns
    usual = {
        column.name: ALWAYS.get(column.name, column.default) if column.required else column.default
        for column in columns
    }
    filled = [usual | row for row in rows]
    return ibis.memtable(pa.Table.from_pylist(filled, schema=CONTRACTS[name].schema))


@pytest.fixture
def run():
    """Rows of a metric, by its name."""

    def ask(name, tables, **how):
        return METRICS[name].over(tables, **how).to_pyarrow().to_pylist()

    return ask


@pytest.fixture
def values(run):
    """Values of a metric by bucket, or by bucket and groups."""

    def ask(name, tables, *, by=(), **how):
        rows = run(name, tables, by=by, **how)
        return {(row["start"], *(row[one] for one in by)) if by else row["start"]: row["value"] for row in rows}

    return ask


@pytest.fixture
def at():
    """An instant of January 2024, in UTC."""
    return lambda day, hour=12, minute=0: datetime(2024, 1, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def money():
    return Decimal
