"""Ten million rows of spend is five years of a large advertiser's campaigns: loading them must not cost a coffee.

Peer: DuckDB's own COPY of the same file into a table of the same columns, which checks no key, keeps no account
and knows no duplicate.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from bench.harness import BIN, DATA, Row, publish, run, scratch, wait_for_quiet

ROWS = int(os.environ.get("ROWS", "10_000_000"))
COPY = """
import duckdb, sys
store = duckdb.connect(sys.argv[1])
store.execute('''create table spend (day date, account varchar, campaign varchar, channel varchar, currency varchar,
    amount decimal(18,4), impressions bigint, clicks bigint)''')
store.execute(f"copy spend from '{sys.argv[2]}' (header true)")
store.close()
"""


def main() -> None:
    file = spend_csv()
    with scratch() as (folder, env):
        project = folder / "project"
        run([BIN / "probant", "init", project, "--currency", "EUR"], env=env)
        wait_for_quiet()
        copy = run([BIN / "python", "-c", COPY, folder / "peer.duckdb", file], env=env)
        ingest = [BIN / "probant", "ingest", "--json", "--project", project, "--table", "spend", file]
        first, again = run(ingest, env=env), run(ingest, env=env)
        [receipt] = json.loads(first.output)
        if receipt["loaded"] != ROWS:
            raise RuntimeError(f"{receipt['loaded']:,} of {ROWS:,} rows were loaded")
    size = file.stat().st_size / 1e6
    publish(
        "loading",
        [
            Row("ingest, first time", first.wall, "s", "DuckDB COPY", copy.wall),
            Row("ingest, first time, over COPY", first.wall / copy.wall, "times", "limit", 3),
            Row("ingest, first time, CPU", first.cpu, "CPU s", "DuckDB COPY", copy.cpu),
            Row("ingest, first time, peak memory", first.peak, "MB", "limit", 2000),
            Row("ingest, the same file again", again.wall, "s", "DuckDB COPY", copy.wall),
            Row("rows a second", ROWS / first.wall, "rows/s", "DuckDB COPY", ROWS / copy.wall),
        ],
        f"{ROWS:,} rows of spend, {size:,.0f} MB of CSV",
    )


def spend_csv() -> Path:
    """The file, made once: one row per day and campaign, so that no key comes twice."""
    path = DATA / f"spend-{ROWS}.csv"
    if path.exists():
        return path
    DATA.mkdir(exist_ok=True)
    rng = np.random.default_rng(0)
    campaigns = max(1, ROWS // 1826)
    with pyarrow.csv.CSVWriter(path, _part(0, campaigns, rng).schema) as out:
        for day in range(-(-ROWS // campaigns)):
            out.write(_part(day, min(campaigns, ROWS - day * campaigns), rng))
    return path


def _part(day: int, rows: int, rng: np.random.Generator) -> pa.Table:
    numbers = np.arange(rows)
    cents = rng.integers(1, 5_000_000, rows)
    return pa.table(
        {
            "day": pa.array(np.full(rows, np.datetime64("2021-01-01") + day)),
            "account": pa.array([f"account-{n % 40:03d}" for n in numbers]),
            "campaign": pa.array([f"campaign-{n:07d}" for n in numbers]),
            "channel": pa.array([("paid_search", "paid_social", "display", "video")[n % 4] for n in numbers]),
            "currency": pa.array(["EUR"] * rows),
            "amount": pa.array(np.round(cents / 100, 2)),
            "impressions": pa.array(rng.integers(0, 2_000_000, rows)),
            "clicks": pa.array(rng.integers(0, 40_000, rows)),
        }
    )
