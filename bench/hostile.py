"""Exports come broken, cut, or made by a stranger: each file must end in a clear answer, soon, in little memory."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bench.harness import BIN, HERE, ONE_THREAD, Cost, Row, publish, run, scratch, wait_for_quiet

FILES = int(os.environ.get("FILES", "200"))
GENERATOR = HERE.parent / "tests" / "source" / "hostile_files.py"
PARTS = ("loaded", "quarantined", "duplicate", "refused")


def main() -> None:
    with scratch() as (folder, env):
        project, files = folder / "project", folder / "files"
        files.mkdir()
        run([BIN / "python", GENERATOR, files, "0", str(FILES)], env=ONE_THREAD)
        run([BIN / "probant", "init", project, "--currency", "EUR"], env=env)
        wait_for_quiet()
        costs = {file.name: tried(project, file, env) for file in sorted(files.iterdir())}
        run([BIN / "probant", "ledger", "verify", "--project", project], env=env)
    kinds = Counter(kind(cost) for cost in costs.values())
    for name in [name for name, cost in costs.items() if kind(cost) == "silent"]:
        print(f"(silent: {name}: {costs[name].code}, {costs[name].output[-500:]})")
    slow, big = (max(costs, key=lambda name, by=by: getattr(costs[name], by)) for by in ("wall", "peak"))
    publish(
        "hostile",
        [
            Row("most seconds", costs[slow].wall, "s", "limit", 5),
            Row("most CPU seconds", max(cost.cpu for cost in costs.values()), "CPU s", "limit", 5),
            Row("most memory", costs[big].peak, "MB", "limit", 512),
            Row("silent errors", kinds["silent"], "files", "limit", 0),
            Row("clear errors", kinds["error"], "files"),
            Row("loaded with rows kept apart", kinds["quarantined"], "files"),
            Row("loaded whole", kinds["loaded"], "files"),
        ],
        f"{len(costs)} files, each ingested by a process of its own; slowest {slow}, largest {big}",
    )


def tried(project: Path, file: Path, env: Mapping[str, str]) -> Cost:
    command = [BIN / "probant", "ingest", "--json", "--project", project, "--table", "spend", file]
    return run(command, env=env, codes=range(-64, 256))


def kind(cost: Cost) -> str:
    """What came of a file; silent is all that is neither an error with its mend nor an account that adds up."""
    if cost.code == 2 and "Traceback" not in cost.output and all(word in cost.output for word in ("Error: ", "Try: ")):
        return "error"
    if cost.code != 0:
        return "silent"
    [receipt] = json.loads(cost.output)
    if not receipt["received"] or receipt["received"] != sum(receipt[part] for part in PARTS):
        return "silent"
    return "quarantined" if receipt["quarantined"] else "loaded"
