"""Reads every file of a folder as spend and prints what came of it, as JSON. Run: read_all.py FOLDER."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from probant.contract.catalog import contract
from probant.errors import ProbantError
from probant.source.read import read


def peak_mb() -> int:
    """The most this process has held, in MB, or 0 where the system does not tell.

    Not ``ru_maxrss``: that one survives an exec, so a child of a large test process starts with its parent's peak.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found.group(1)) // 1024 if found else 0


def outcome(path: Path) -> dict[str, object]:
    rows = rejects = 0
    try:
        for batch in read(path, contract("spend"), defaults={"currency": "EUR"}).batches():
            rows += batch.rows.num_rows
            rejects += len(batch.rejects)
    except ProbantError as error:
        return {"error": type(error).__name__, "what": str(error.what), "mend": str(error.mend)}
    return {"rows": rows, "rejects": rejects}


if __name__ == "__main__":
    found = {}
    for file in sorted(Path(sys.argv[1]).iterdir()):
        start = time.perf_counter()
        found[file.name] = outcome(file) | {
            "seconds": round(time.perf_counter() - start, 3),
            "peak_mb": peak_mb(),
        }
    print(json.dumps(found))  # noqa: T201
