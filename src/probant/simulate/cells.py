"""Columns of files: exact money, days, names, as Arrow arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from probant.simulate.chance import Ints
from probant.simulate.demand import Floats


def decimals(units: Ints, scale: int = 2) -> pa.Array:
    """Whole units of 10^-scale as exact decimals: 1234 at scale 2 is 12.34."""
    wide = np.empty((len(units), 2), np.int64)
    wide[:, 0], wide[:, 1] = units, np.asarray(units, np.int64) >> 63
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(units), [None, pa.py_buffer(wide.tobytes())])


def digits(units: Ints, scale: int = 2, mark: str = ".") -> pa.Array:
    """The same as text, with the decimal mark of the language."""
    text = decimals(units, scale).cast(pa.string())
    return text if mark == "." else pc.replace_substring(text, ".", mark)


def whole(numbers: Ints) -> pa.Array:
    """Whole numbers as text."""
    return pa.array(np.asarray(numbers, np.int64)).cast(pa.string())


def glued(before: str, text: pa.Array, after: str = "") -> pa.Array:
    """`before` and `after` around every cell."""
    return pc.binary_join_element_wise(before, text, after, "")


def same(text: str, count: int) -> pa.Array:
    """One text in every row."""
    return pa.repeat(text, count)


def named(places: npt.NDArray[np.integer], names: Sequence[str | None]) -> pa.Array:
    """The name at each place."""
    return pa.array(names, pa.string()).take(pa.array(places))


def days(start: date, places: Ints) -> pa.Array:
    """Days from their distance to the first one."""
    first = (start - date(1970, 1, 1)).days
    return pa.array((first + np.asarray(places)).astype(np.int32)).cast(pa.date32())


def written(start: date, places: Ints, pattern: str) -> pa.Array:
    """Days as text, by a pattern of `strftime`; '%-m' and '%-d' are without leading zero on every system."""
    span = int(places.max()) + 1 if len(places) else 1
    texts = []
    for place in range(span):
        day = start + timedelta(days=place)
        bare = pattern.replace("%-m", str(day.month)).replace("%-d", str(day.day))
        texts.append(day.strftime(bare))
    return named(places, texts)


def instants(start: date, at: Floats) -> pa.Array:
    """Instants in UTC, to the second, from times in weeks since the first midnight."""
    seconds = np.floor(np.asarray(at) * 7 * 86_400).astype(np.int64)
    first = (start - date(1970, 1, 1)).days * 86_400
    return pa.array((first + seconds) * 1_000_000).cast(pa.timestamp("us", tz="UTC"))


def day_of(at: Floats) -> Ints:
    """Places of the days of times in weeks; the same day as that of `instants`."""
    return np.asarray(np.floor(np.asarray(at) * 7 * 86_400).astype(np.int64) // 86_400, dtype=np.int64)


def flags(values: npt.NDArray[np.bool_]) -> pa.Array:
    """Yes or no."""
    return pa.array(np.asarray(values, bool))
