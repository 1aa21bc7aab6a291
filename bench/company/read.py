"""Files of the simulated company as tables, and what its tests found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from probant.contract.catalog import CONTRACTS
from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.question import DifferenceQuestion
from probant.vocabulary import Evidence

Tables = Mapping[str, Any]


def tests(folder: Path) -> Tables:
    """Who took part in the company's tests, and what came of it."""
    return {name: table(name, pc.read_csv(folder / f"{name}.csv")) for name in ("assignments", "observations")}


def table(name: str, rows: pa.Table) -> Any:
    """Rows in a contract's columns, those that are not there empty."""
    schema = CONTRACTS[name].schema
    have = {one.name: rows[one.name].cast(one.type) for one in schema if one.name in rows.column_names}
    return ibis.memtable(pa.table({one.name: have.get(one.name, pa.nulls(len(rows), one.type)) for one in schema}))


def found(tables: Tables, *, experiment: str, control: str) -> tuple[str, Evidence]:
    """The arm that was compared with the control, and the evidence on its revenue per unit."""
    question = DifferenceQuestion(
        business="shop", experiment=experiment, metric="revenue", control=control, covariates=("revenue_before",)
    )
    engine, store = Difference(), ibis.duckdb.connect()
    data = {name: store.to_pyarrow(one) for name, one in engine.needs(question, tables).items()}
    said = engine.estimate(question, data, np.random.default_rng(0))
    (arm,) = set(said.sample) - {control}
    return arm, said
