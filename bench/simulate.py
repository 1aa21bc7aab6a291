"""Proofs need companies of every size: from ten thousand customers, made in seconds, to ten million on one machine.

Cost of `probant simulate` against the number of customers, two years each; then that of loading one million's folder
and computing all metrics. What is loaded is one export of each sale, as `probant demo --company` does it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.harness import BIN, Row, publish, run, scratch, wait_for_quiet

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "10_000,100_000,1_000_000,10_000_000").split(","))
LOADED = int(os.environ.get("LOADED", "1_000_000"))
"""Customers of the company that is loaded."""
LIMITS = {1_000_000: 60.0}
MEMORY = 4000.0
"""MB."""


def main() -> None:
    rows = []
    with scratch() as (folder, env):
        for size in SIZES:
            home = folder / str(size)
            rows += made(home, size, env)
            if size == LOADED:
                rows += loaded(home, env)
            shutil.rmtree(home)
    publish("simulate", rows, "two years; the same seed each")


def made(home: Path, size: int, env: Mapping[str, str]) -> Iterator[Row]:
    """What it costs to make a company of that size."""
    wait_for_quiet()
    cost = run([BIN / "probant", "simulate", home / "exports", f"customers={size}", "seed=1"], env=env)
    name = f"{size:,} customers"
    limit = LIMITS.get(size)
    yield Row(name, cost.wall, "s", "limit" if limit else None, limit)
    yield Row(f"{name}, CPU", cost.cpu, "CPU s")
    yield Row(f"{name}, peak memory", cost.peak, "MB", "limit", MEMORY)
    yield Row(f"{name}, files", sum(path.stat().st_size for path in home.rglob("*")) / 1e6, "MB")


def loaded(home: Path, env: Mapping[str, str]) -> list[Row]:
    """What it costs to load that company and to compute all metrics."""
    run([BIN / "python", "-c", LAY_OUT, home], env=env)
    command = [BIN / "probant", "--project", home, "--json"]
    wait_for_quiet()
    ingest = run([*command, "ingest", home / "exports"], env=env)
    metrics = run([*command, "metrics"], env=env)
    receipts = json.loads(ingest.output)["receipts"]
    count = sum(one["received"] for one in receipts)
    if any(one["quarantined"] or one["refused"] for one in receipts):
        raise RuntimeError("rows were lost on the way")
    name = f"{LOADED:,} customers"
    return [
        Row(f"{name}, loading and all metrics", ingest.wall + metrics.wall, "s", "limit", 60),
        Row(f"{name}, loading {count:,} rows", ingest.wall, "s"),
        Row(f"{name}, loading, CPU", ingest.cpu, "CPU s"),
        Row(f"{name}, loading, peak memory", ingest.peak, "MB", "limit", MEMORY),
        Row(f"{name}, {len(json.loads(metrics.output))} metrics", metrics.wall, "s"),
        Row(f"{name}, metrics, CPU", metrics.cpu, "CPU s"),
    ]


LAY_OUT = """
import sys
from pathlib import Path
from probant.actions.company import lay_out
lay_out(Path(sys.argv[1]), "en")
"""
