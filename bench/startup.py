"""People call the command line many times a day: it must answer before they look away."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.harness import ONE_THREAD, Row, publish, run, wait_for_quiet

BIN = Path(sys.executable).parent
WORKS = {
    "probant --help": [BIN / "probant", "--help"],
    "import probant": [BIN / "python", "-c", "import probant"],
    "python alone": [BIN / "python", "-c", "pass"],
}
LIMITS = {"probant --help": 0.4, "import probant": 0.3}


def main() -> None:
    wait_for_quiet()
    rows = []
    for name, command in WORKS.items():
        run(command, env=ONE_THREAD)
        best = min((run(command, env=ONE_THREAD) for _ in range(5)), key=lambda cost: cost.cpu)
        rows.append(Row(name, best.cpu, "CPU s", "limit" if name in LIMITS else None, LIMITS.get(name)))
    publish("startup", rows)
