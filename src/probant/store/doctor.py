"""What is wrong with a store, and how to mend what can be mended without risk to the data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from probant.errors import DiskLow, Lost, Outdated, ProbantError, Refused
from probant.store import accounts, watermark
from probant.store.connection import FILE, SPILL, connect
from probant.store.create import FRESH
from probant.store.disk import require_room
from probant.store.limits import Limits
from probant.store.migrate import require_known
from probant.vocabulary import Finding
from probant.words import say


def examine(folder: Path, limits: Limits | None = None) -> tuple[Finding, ...]:
    """All that was looked at in the store of `folder`, sound or not; nothing is changed by it.

    A store that is held by a process, or that the engine cannot read, is looked at from outside only.
    """
    limits = limits or Limits()
    found = [_leftovers(folder), _permissions(folder), _disk(folder, limits)]
    if (folder / FILE).exists():
        return (*found, *_inside(folder, limits))
    return (*found, _absent(folder))


def mend(folder: Path, finding: Finding) -> None:
    """Mend what `examine` found; Refused for what cannot be mended without risk."""
    if not finding.mendable or finding.name not in _MENDS:
        raise Refused(
            say("“{name}” is not mended by itself: {words}", name=finding.name, words=finding.words),
            mend=finding.mend or say("there is nothing to do"),
        )
    _MENDS[finding.name](folder)


def accept(folder: Path) -> int:
    """Take the store as it is for whole, with all that may be lost; the number of its last batch.

    For a person to decide: the high-water mark is set to what the store holds.
    """
    held = _look_in(folder, Limits())
    watermark.write(folder, held)
    return held.batch


def _leftovers(folder: Path) -> Finding:
    names = tuple(path.name for path in _fresh(folder))
    if not names:
        return Finding("leftovers", True, say("No unfinished file is left over."))
    return Finding(
        "leftovers",
        False,
        say("Unfinished files are left over from a process that was killed: {names}.", names=names),
        say("remove them: they hold nothing that was acknowledged"),
        mendable=True,
    )


def _permissions(folder: Path) -> Finding:
    open_to_all = tuple(path.name for path in _ours(folder) if os.name != "nt" and path.stat().st_mode & 0o007)
    closed = tuple(path.name for path in _ours(folder) if not os.access(path, os.R_OK | os.W_OK))
    if closed:
        what = say("This account may not read and write {names}.", names=closed)
        return Finding("permissions", False, what, say("let the owner of the files run this, or give you the right"))
    if open_to_all:
        what = say("Every account of this machine may open {names}.", names=open_to_all)
        return Finding("permissions", False, what, say("close them to others (mode 600)"), mendable=True)
    return Finding("permissions", True, say("The store is closed to others."))


def _disk(folder: Path, limits: Limits) -> Finding:
    try:
        require_room(folder, limits.free)
    except DiskLow as low:
        return _bad("disk", low)
    return Finding("disk", True, say("There is room on the disk."))


def _absent(folder: Path) -> Finding:
    try:
        mark = watermark.read(folder)
    except Lost as lost:
        return _bad("mark", lost)
    if mark is not None and mark.batch:
        return _bad("mark", watermark.lost(mark, watermark.Mark()))
    return Finding("store", True, say("There is no store yet; the first load makes it."))


def _inside(folder: Path, limits: Limits) -> Iterator[Finding]:
    try:
        held = _look_in(folder, limits)
    except Outdated as outdated:
        yield _bad("version", outdated)
        return
    except ProbantError as error:
        yield _bad("store", error)
        return
    yield Finding("store", True, say("The store can be read; its last batch is number {batch}.", batch=held.batch))
    yield _spill(folder)
    yield _mark(folder, held)


def _spill(folder: Path) -> Finding:
    names = tuple(sorted(path.name for path in (folder / SPILL).glob("*")))
    if not names:
        return Finding("spill", True, say("No temporary file of the engine is left over."))
    return Finding(
        "spill",
        False,
        say("Temporary files of the engine are left over: {names}.", names=names),
        say("remove them: no process uses them"),
        mendable=True,
    )


def _mark(folder: Path, held: watermark.Mark) -> Finding:
    try:
        behind = watermark.lag(folder, held)
    except Lost as lost:
        return _bad("mark", lost)
    if behind:
        what = say(
            "{file} is behind the store, which is whole up to batch {batch}.", file=watermark.FILE, batch=held.batch
        )
        return Finding("mark", False, what, say("bring it up to that batch"), mendable=True)
    return Finding("mark", True, say("The store holds all that was acknowledged."))


def _bad(name: str, error: ProbantError) -> Finding:
    return Finding(name, False, error.what, error.mend)


def _look_in(folder: Path, limits: Limits) -> watermark.Mark:
    """The last batch in the store, which is left as it was found, its log included."""
    raw = connect(folder / FILE, limits, wait=0)
    try:
        return accounts.last(raw) if require_known(raw) else watermark.Mark()
    finally:
        raw.close()


def _ours(folder: Path) -> list[Path]:
    return [path for path in (folder / FILE, folder / watermark.FILE) if path.exists()]


def _fresh(folder: Path) -> list[Path]:
    return sorted([*folder.glob(FRESH), *folder.glob(watermark.FRESH)])


def _remove_leftovers(folder: Path) -> None:
    for path in _fresh(folder):
        path.unlink(missing_ok=True)


def _close_to_others(folder: Path) -> None:
    for path in _ours(folder):
        path.chmod(0o600)


def _remove_spill(folder: Path) -> None:
    _look_in(folder, Limits())  # Busy, where a process that uses them has come in meanwhile
    shutil.rmtree(folder / SPILL)


def _catch_up(folder: Path) -> None:
    held = _look_in(folder, Limits())
    if watermark.lag(folder, held):
        watermark.write(folder, held)


_MENDS: Mapping[str, Callable[[Path], None]] = {
    "leftovers": _remove_leftovers,
    "permissions": _close_to_others,
    "spill": _remove_spill,
    "mark": _catch_up,
}
