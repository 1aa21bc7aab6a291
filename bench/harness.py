"""What every benchmark needs: a quiet machine, the cost of a process, peers of their own, a table, a file."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PEERS = HERE / ".peers"
DATA = HERE / "data"
BIN = Path(sys.executable).parent
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
AS_USED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Compiled modules are kept, as on any user's machine: without them each start compiles anew."""
PATIENCE = float(os.environ.get("PATIENCE", "120"))
"""Seconds to wait for a quiet machine before going on all the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, with that of a peer, or with its limit."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's; for times and sizes below 1 is better."""
        return self.value / self.peer_value if self.peer_value else None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time, children that were waited for included."""
    peak: float
    """Largest resident size, MB."""
    output: str
    code: int = 0
    """Exit code; below 0 it was ended by that signal."""


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    codes: Sequence[int] = (0,),
) -> Cost:
    """Run a command to its end and say what it cost; it must end with one of `codes`."""
    with tempfile.TemporaryFile("w+", errors="replace") as out:
        began = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **AS_USED, **(env or {})},
            cwd=cwd,
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if child.returncode not in codes:
        raise RuntimeError(f"{command} ended with {child.returncode}:\n{text[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text, child.returncode)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used so far; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def scratch() -> Iterator[tuple[Path, Mapping[str, str]]]:
    """A folder that goes away, and the environment of processes whose keys go away with it."""
    with tempfile.TemporaryDirectory(prefix="probant-bench-", ignore_cleanup_errors=True) as place:
        yield Path(place), {**ONE_THREAD, "PROBANT_KEYS": str(Path(place) / "keys")}


def wait_for_quiet(limit: float = 1.0, patience: float = PATIENCE) -> None:
    """Wait until the machine's load is below `limit`; after `patience` seconds go on and say so."""
    ends = time.monotonic() + patience
    while os.getloadavg()[0] >= limit:
        if time.monotonic() > ends:
            print(f"(the machine is not quiet: load {os.getloadavg()[0]:.1f})")
            return
        time.sleep(2)


def peer(name: str, requirements: Sequence[str]) -> Path:
    """The Python of an environment of the peer's own, made on first use."""
    home = PEERS / name
    python = home / "bin" / "python"
    if not (home / ".ready").exists():
        print(f"(installing {name} in an environment of its own)")
        venv.create(home, with_pip=False, clear=True)
        subprocess.run([str(BIN / "uv"), "pip", "install", "-q", "-p", str(python), *requirements], check=True)
        (home / ".ready").touch()
    return python


def publish(name: str, rows: Sequence[Row], remark: str = "") -> None:
    """Print the table and write `bench/results/NAME.json`."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    date = datetime.now(UTC).date().isoformat()
    print(f"\n{name} ({machine}, {date})" + (f"\n{remark}" if remark else ""))
    for row in rows:
        print(f"  {row.name:<52} {row.value:>12,.4g} {row.unit:<10}{_against(row)}")
    records = [{**asdict(row), "ratio": row.ratio, "machine": machine, "date": date} for row in rows]
    path = HERE / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")


def _against(row: Row) -> str:
    if row.peer_value is None:
        return ""
    ratio = "" if row.ratio is None else f", ratio {row.ratio:.3g}"
    return f"  {row.peer} {row.peer_value:,.4g} {row.unit}{ratio}"
