"""`python -m bench` runs all benchmarks, `python -m bench NAME` one; `make bench NAME=...` calls it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "__main__", "harness"}


def main() -> int:
    """Run what was asked for; 2 for a name that is not there."""
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    wanted = sys.argv[1:] or names
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"No benchmark is named {', '.join(unknown)}.\n  Try: {', '.join(names)}", file=sys.stderr)
        return 2
    for name in wanted:
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
