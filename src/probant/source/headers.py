"""Names of columns as people write them, and which of them mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from probant.errors import Unreadable
from probant.source.chunk import BLANKS
from probant.words import say

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_MARKS = re.compile(r"[\s_\-–/€$£]+")
MOST = 2_000
"""Columns that a file may have."""


def tidy(header: str) -> str:
    """A header without blanks around it, with one plain space for each run of blanks in it, composed."""
    spaced = "".join(" " if letter in BLANKS else letter for letter in header)
    return unicodedata.normalize("NFC", " ".join(word for word in spaced.split(" ") if word))


def key(header: str) -> str:
    """What two headers have in common that mean the same column: case and kind of apostrophe do not count."""
    return tidy(header).casefold().replace("’", "'")


def plain(header: str) -> str:
    """A header in small letters, without accents, what stands in brackets, and signs of money."""
    # Taken apart before and after: a letter in a circle is a letter in brackets, and small letters may bear new marks.
    parted = unicodedata.normalize("NFKD", key(unicodedata.normalize("NFKD", header)))
    bare = "".join(one for one in parted if not unicodedata.combining(one))
    return _MARKS.sub(" ", _BRACKETS.sub(" ", bare)).strip()


def count_known(row: Sequence[str], known: Collection[str]) -> int:
    """How many cells of a row are names that are known, as they stand or as `plain` makes them."""
    # Most cells below a header are numbers and dates, which no name begins with.
    texts = [one for one in row if one and not one[0].isdigit()]
    return sum(key(one) in known or plain(one) in known for one in texts)


def top(rows: Sequence[Sequence[str]], known: Collection[str]) -> int | None:
    """Which of the first rows of a file names its columns, below whatever title stands above; None if all are blank.

    It is the first row of two cells or more, unless one further down has more names that are known, and either two of
    them or more cells: titles are short, and a word among the data may happen to be a name.

    Parameters
    ----------
    rows
        Cells of each row, tidied.
    known
        Keys of names that the file is asked for, see `key`.
    """
    filled = [number for number, row in enumerate(rows) if any(row)]
    wide = [number for number in filled if sum(map(bool, rows[number])) > 1]
    if not wide:
        return filled[0] if filled else None
    counts = {number: count_known(rows[number], known) for number in wide}
    first, best = wide[0], max(wide, key=lambda number: counts[number])
    longer = sum(map(bool, rows[best])) > sum(map(bool, rows[first]))
    return best if counts[best] > max(counts[first], not longer) else first


def find(wanted: str, headers: Sequence[str]) -> str | None:
    """The header that means `wanted`; None if none does."""
    return next((header for header in headers if key(header) == key(wanted)), None)


def nearest(wanted: str, headers: Iterable[str]) -> str | None:
    """The header most like `wanted`; None if none is like it."""
    by_key = {key(header): header for header in headers}
    near = get_close_matches(key(wanted), by_key, n=1, cutoff=0.5)
    return by_key[near[0]] if near else None


def check(headers: Sequence[str], path: Path) -> None:
    """Refuse a header row that holds nothing, or more columns than any table has.

    Raises
    ------
    Unreadable
        With the number of columns that were seen.
    """
    if len(headers) > MOST:
        raise Unreadable(
            say("{file} has {count} columns; at most {most} are read.", file=path.name, count=len(headers), most=MOST),
            mend=say("export only the columns that you need"),
        )
    if not any(tidy(header) for header in headers):
        raise Unreadable(
            say("{file} has no header.", file=path.name), mend=say("give it a first row that names its columns")
        )


def check_used(used: Iterable[str], headers: Sequence[str], path: Path) -> None:
    """Refuse a header that is used, but stands over two columns."""
    times = Counter(key(header) for header in headers)
    for header in used:
        if times[key(header)] > 1:
            raise Unreadable(
                say(
                    "{file} has {count} columns named “{header}”.",
                    file=path.name,
                    count=times[key(header)],
                    header=header,
                ),
                mend=say("rename or delete all but one of them"),
            )
