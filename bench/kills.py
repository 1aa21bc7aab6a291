"""Power fails and people press Ctrl-C: what was acknowledged must be there, once, whenever the process dies."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from bench.harness import AS_USED, BIN, Row, cpu_of, publish, run, scratch

KILLS = int(os.environ.get("KILLS", "200"))
ROWS = 150_000
"""Rows a file: enough for loading to take longer than starting does."""


def main() -> None:
    if sys.platform != "linux":
        raise SystemExit("This benchmark reads /proc: it runs on Linux only.")
    moments = random.Random(0)
    with scratch() as (folder, env):
        project, files = folder / "project", [spend_csv(folder, number) for number in range(KILLS + 1)]
        run([BIN / "probant", "init", project, "--currency", "EUR"], env=env)
        whole = run(ingest(project, files[-1:]), env=env).cpu
        told = [kill_at(moments.uniform(0.4, 1.1) * whole, ingest(project, [file]), env) for file in files[:-1]]
        again = json.loads(run(ingest(project, files), env=env).output)
        run([BIN / "probant", "ledger", "verify", "--project", project], env=env)
        rows = counted(project, [receipt["again"] for receipt in again], told, len(files))
    publish("kills", rows, f"{KILLS} times kill -9 at a random moment of an ingest of {ROWS:,} rows")


def counted(project: Path, again: Sequence[bool], told: Sequence[bool], files: int) -> list[Row]:
    """What the store holds in the end, file by file, against what was acknowledged."""
    found = rows_by_file(project)
    lost = sum(found.get(number, (0, 0))[1] < ROWS for number in range(files))
    forgotten = sum(said and not there for said, there in zip(told, again, strict=False))
    doubled = sum(rows > keys or rows > ROWS for rows, keys in found.values())
    kept = sum(there and not said for said, there in zip(told, again, strict=False))
    entries = batches_in_ledger(project)
    return [
        Row("files of which a row is lost", lost, "files", "limit", 0),
        Row("files acknowledged, then not known", forgotten, "files", "limit", 0),
        Row("files of which a row is doubled", doubled, "files", "limit", 0),
        Row("batches that the ledger enters not once", files - entries, "batches", "limit", 0),
        Row("killed before anything was kept", len(told) - kept - sum(told), "files"),
        Row("killed between commit and acknowledgement", kept, "files"),
        Row("acknowledged before the kill", sum(told), "files"),
        Row("acknowledged in the end", len(again), "files", "wanted", files),
    ]


def kill_at(spent: float, command: Sequence[str | Path], env: Mapping[str, str]) -> bool:
    """Start the command, kill it once it has used so many CPU seconds; whether it had acknowledged by then.

    By CPU and not by the clock: else a busy machine would move all kills into the start.
    """
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, text=True, env={**os.environ, **AS_USED, **env}
    ) as child:
        while child.poll() is None and cpu_of(child.pid) < spent:
            time.sleep(0.002)
        child.kill()
        output, _ = child.communicate()
    if child.returncode > 0:
        raise RuntimeError(f"{command} ended with {child.returncode}:\n{output}")
    return bool(output.strip())


def ingest(project: Path, files: Sequence[Path]) -> list[str | Path]:
    return [BIN / "probant", "ingest", "--json", "--project", project, "--table", "spend", *files]


def rows_by_file(project: Path) -> dict[int, tuple[int, int]]:
    """Current rows and distinct keys of each file, which wrote its number as account."""
    with duckdb.connect(str(project / "store.duckdb"), read_only=True) as store:
        found = store.execute(
            "select account::int, count(*), count(distinct (day, campaign)) from spend where _until is null group by 1"
        ).fetchall()
    return {number: (rows, keys) for number, rows, keys in found}


def batches_in_ledger(project: Path) -> int:
    """Batches that the ledger entered exactly once."""
    acts = map(json.loads, (project / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
    entered = [act["facts"]["batch"] for act in acts if act["act"] == "ingest"]
    return sum(entered.count(batch) == 1 for batch in set(entered))


def spend_csv(folder: Path, number: int) -> Path:
    """A file whose rows no other file has."""
    path = folder / f"spend-{number:03d}.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("day,account,campaign,channel,currency,amount\n")
        out.writelines(f"2026-01-{row % 28 + 1:02d},{number},c{row},video,EUR,{row % 977}.25\n" for row in range(ROWS))
    return path
