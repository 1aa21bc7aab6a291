"""Functions compiled for this machine, and kept: only the first run of an installation compiles.

Three things that numba leaves to its user. A kept function does not notice that one it calls, in another file,
has changed: so what is kept lies in a folder named by the digest of all files that may take part. A folder that
nobody may write into is an error: so the next one is tried. And reordered sums differ from run to run: so nothing
here is compiled with `fastmath`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba as _numba

numba: Any = _numba
"""Without its types, which do not know of compiled functions."""
njit, types = numba.njit, numba.types
VECTOR = types.Array(types.float64, 1, "C")
MATRIX = types.Array(types.float64, 2, "C")
WHOLE = types.Array(types.int64, 1, "C")
WHOLES = types.Array(types.int64, 2, "C")


def compiled(signature: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function for one signature, or load it where that was done before.

    It runs without Python's lock, and by IEEE arithmetic: the same bits on each run.
    """

    def wrap(function: Callable[..., Any]) -> Any:
        with _kept_in(_folder(Path(function.__code__.co_filename).parent)):
            return njit(signature, cache=True, nogil=True, error_model="numpy")(function)

    return wrap


def part(function: Callable[..., Any]) -> Any:
    """A function that compiled ones call; it is compiled into them and not kept by itself."""
    return njit(nogil=True, error_model="numpy")(function)


def woven(function: Callable[..., Any]) -> Any:
    """A part whose code is put where it is called: for small ones, whose arguments cost more to hand over."""
    return njit(nogil=True, error_model="numpy", forceinline=True)(function)


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(folder)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


@cache
def _folder(room: Path) -> Path:
    """Where functions of the files in `room` are kept: beside them, else with the user, else for this process."""
    name = f"compiled-{_digest(room)}"
    own = os.environ.get("NUMBA_CACHE_DIR")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "probant"
    for place in ([Path(own)] if own else []) + [room / "__pycache__", home]:
        if _writable(place / name):
            return place / name
    # Made by this process and for it alone: what is kept is loaded as code.
    return Path(tempfile.mkdtemp(prefix="probant-"))


def _digest(room: Path) -> str:
    """Of the sources in this room and in `stats` that know of compiling: of all that may be compiled together."""
    files = sorted({*room.glob("*.py"), *Path(__file__).parent.glob("*.py")})
    sources = (file.read_bytes() for file in files)
    return sha256(b"\0".join(source for source in sources if b"stats.compiled" in source)).hexdigest()[:16]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
