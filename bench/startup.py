"""People call the command line many times a day: it must answer before they look away.

The demonstration is what a newcomer sees first: from nothing to three answers and a report, all of it computed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.harness import ONE_THREAD, Cost, Row, publish, run, scratch, wait_for_quiet

BIN = Path(sys.executable).parent
WORKS = {
    "probant --help": [BIN / "probant", "--help"],
    "import probant": [BIN / "python", "-c", "import probant"],
    "python alone": [BIN / "python", "-c", "pass"],
}
LIMITS = {"probant --help": 0.4, "import probant": 0.3}
DEMO = 5.0
"""Seconds that the demonstration may take once the files of the program are warm."""


def main() -> None:
    wait_for_quiet()
    rows = []
    for name, command in WORKS.items():
        run(command, env=ONE_THREAD)
        best = min((run(command, env=ONE_THREAD) for _ in range(5)), key=lambda cost: cost.cpu)
        rows.append(Row(name, best.cpu, "CPU s", "limit" if name in LIMITS else None, LIMITS.get(name)))
    found = demonstrations()
    rows.append(Row("probant demo, warm", min(one.wall for one in found), "s", "limit", DEMO))
    rows.append(Row("probant demo, warm, CPU", min(one.cpu for one in found), "CPU s", "limit", DEMO))
    publish("startup", rows)


def demonstrations() -> list[Cost]:
    """Three in a folder of their own, each from nothing, after one that warms the files."""
    with scratch() as (place, env):
        found = []
        for _ in range(4):
            shutil.rmtree(place / "demo", ignore_errors=True)
            found.append(run([BIN / "probant", "demo"], env=env, cwd=place))
        return found[1:]
