"""Reads every file of a folder as spend and prints what came of it, as JSON. Run: read_all.py FOLDER."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from probant.contract.catalog import contract
from probant.errors import ProbantError
from probant.source.read import read


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
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    print(json.dumps(found))  # noqa: T201
