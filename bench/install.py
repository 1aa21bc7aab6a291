"""Who must wait ten minutes for a first look does not look: two commands, a minute, a laptop's disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.harness import BIN, HERE, Row, publish, run, scratch, wait_for_quiet

ROOT = HERE.parent
MADE_BY_DEMO = ("demo", "demo.checkpoint.json")


def main() -> None:
    with scratch() as (folder, env):
        empty = without_uv({**env, "UV_CACHE_DIR": str(folder / "uv"), "PIP_CACHE_DIR": str(folder / "pip")})
        wait_for_quiet()
        rows = [*installed(folder / "venv", empty), *shown(folder, empty)]
    publish("install", rows, "empty caches; what the registry's line gives is part of the seconds")


def installed(home: Path, env: Mapping[str, str]) -> list[Row]:
    """What users get: requirements/core.txt in an environment of its own."""
    run([sys.executable, "-m", "venv", "--without-pip", home], env=env)
    install = [BIN / "uv", "pip", "install", "-q", "--no-cache", "--require-hashes", "-p", home / "bin" / "python"]
    cost = run([*install, "-r", ROOT / "requirements" / "core.txt"], env=env)
    packages = sorted(home.glob("lib/python3*/site-packages/*.dist-info"))
    size = sum(file.lstat().st_blocks * 512 for file in home.rglob("*")) / 1e6
    return [
        Row("core install", cost.wall, "s"),
        Row("core install, on disk", size, "MB", "limit", 900),
        Row("packages", len(packages), "packages", "limit", 60),
    ]


def shown(folder: Path, env: Mapping[str, str]) -> list[Row]:
    """`git clone`, `make demo`: with empty caches, then once more with the environment in place."""
    clone = folder / "probant"
    cloned = run(["git", "clone", "-q", ROOT, clone])
    first = run(["make", "demo"], cwd=clone, env=env)
    wait_for_quiet()  # the sampler of the mix model is still being compiled behind the first demonstration
    for name in MADE_BY_DEMO:
        run(["rm", "-rf", clone / name])
    warm = run(["make", "demo"], cwd=clone, env=env)
    return [
        Row("git clone and make demo, empty caches", cloned.wall + first.wall, "s", "limit", 60),
        Row("make demo, environment in place", warm.wall, "s", "limit", 5),
        Row("make demo, environment in place, CPU", warm.cpu, "CPU s"),
    ]


def without_uv(env: Mapping[str, str]) -> dict[str, str]:
    """No environment is active and no uv at hand: `make demo` must fetch what it needs."""
    own = {str(BIN), str(Path.home() / ".local" / "bin"), str(Path.home() / ".cargo" / "bin")}
    path = os.pathsep.join(one for one in os.environ["PATH"].split(os.pathsep) if one not in own)
    return {**env, "PATH": path, "VIRTUAL_ENV": "", "PYTHONPATH": ""}
