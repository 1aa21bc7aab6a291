"""Instants that are written with their offset, '2024-01-31 23:59:00 +0100', all at once."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import DAY, INSTANT
from probant.source import days
from probant.words import Words

STAMP = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2} ?(?:Z|UTC|[+-]\d{2}:?\d{2})$"
"""Pattern of such an instant; RE2 and Python's `re` read it alike."""


def stamps(text: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(N,) instants in UTC, and the (N,) days that are written before the hour; NULL where a cell is none."""
    good = pc.if_else(pc.match_substring_regex(text, STAMP), text, pa.scalar(None, pa.string()))
    close = pc.replace_substring_regex(pc.replace_substring_regex(good, " ?UTC$", "Z"), r" ([+-]\d{2}:?\d{2})$", r"\1")
    try:
        at = close.cast(INSTANT)
        if not days.strange(at):
            return at, pc.utf8_slice_codeunits(good, 0, 10).cast(DAY)
    except pa.ArrowInvalid:
        pass
    return _each(good)


def _each(text: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The same where one of them is on no calendar."""
    cells = text.to_pylist()
    at = [None if cell is None else days.instant(cell, None, None) for cell in cells]
    day = [None if cell is None else days.day(cell, None, None) for cell in cells]
    known = [not isinstance(one, Words) for one in at]
    return (
        pa.array([one if fine else None for one, fine in zip(at, known, strict=True)], INSTANT),
        pa.array([one if fine else None for one, fine in zip(day, known, strict=True)], DAY),
    )
