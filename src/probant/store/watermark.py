"""The high-water mark: the last batch that was acknowledged, kept outside the engine's file.

A write-ahead log that was cut short opens without an error and without the data. So the number of the last
batch also stands in a file of its own, and the two are compared whenever the store is opened.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

from probant.errors import Lost
from probant.words import say

FILE = "store.mark"
FRESH = f"{FILE}.*.new"
"""Names of what a writing that was killed leaves behind."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last batch, and the digest of what it was read from; 0 and None before the first."""

    batch: int = 0
    content: str | None = None


def read(folder: Path) -> Mark | None:
    """The mark of that folder; None where there is none. Raises Lost where it is not to be read."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Mark(int(raw["batch"]), raw["content"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise Lost(
            say("{file} is not to be read, so nothing says whether the store is whole.", file=str(folder / FILE)),
            mend=say("restore it from a backup, or run `probant doctor --accept`"),
        ) from error


def write(folder: Path, mark: Mark) -> None:
    """Put `mark` in the place of the one before; when this returns, it is on the disk."""
    fresh = folder / f"{FILE}.{token_hex(4)}.new"
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(asdict(mark), out)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(folder / FILE)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    settle(folder)


def settle(folder: Path) -> None:
    """Bring the names in `folder` to the disk; Windows does that by itself and has no call for it."""
    if os.name == "nt":
        return
    names = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(names)
    finally:
        os.close(names)


def lag(folder: Path, held: Mark) -> bool:
    """Whether the mark is behind `held`, the last batch in the store: it was killed between commit and mark.

    Raises Lost where the store holds less than the mark says, or other batches, or where a store that has
    batches has no mark.
    """
    mark = read(folder)
    if mark is None and held.batch:
        raise Lost(
            say(
                "The store ends with batch {held}, and {file}, which says whether that is all, is missing.",
                held=held.batch,
                file=str(folder / FILE),
            ),
            mend=say("restore {name} from a backup, or run `probant doctor --accept`", name=FILE),
        )
    if mark is not None and (mark.batch > held.batch or (mark.batch == held.batch and mark != held)):
        raise lost(mark, held)
    return mark != held


def lost(mark: Mark, held: Mark) -> Lost:
    """The error for a store that does not hold what was acknowledged."""
    if mark.batch == held.batch:
        what = say("Batch {batch} in the store is another one than was acknowledged.", batch=mark.batch)
    else:
        what = say(
            "Batches up to {marked} were acknowledged, the store ends with batch {held}.",
            marked=mark.batch,
            held=held.batch,
        )
    return Lost(what, mend=say("restore the project folder from a backup; keep the files that are there"))
