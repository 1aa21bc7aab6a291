"""Which letters the report's font can draw: a PDF for the archive may not hold a letter without a shape."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from struct import unpack_from

MISSING = "\N{WHITE SQUARE}"
"""Stands for a letter that the font has no shape for."""
_FULL_UNICODE = (3, 10)
"""Platform and encoding of the map of all code points."""
_SPACES = "\n\t"
_LONG = re.compile(r"[^\s\N{ZERO WIDTH SPACE}]{24}(?=\S)")


def drawable(text: str) -> str:
    """The text with every letter that the font lacks replaced by a square."""
    shapes = _shapes()
    return "".join(letter if letter in _SPACES or ord(letter) in shapes else MISSING for letter in text)


def breakable(text: str) -> str:
    """The same, with places in very long words where a line may end."""
    return _LONG.sub(lambda part: part[0] + "\N{ZERO WIDTH SPACE}", drawable(text))


@cache
def folder() -> Path:
    """Where the font's files are."""
    import fontpkg_inter

    return Path(fontpkg_inter.ROOT) / "files"


@cache
def _shapes() -> frozenset[int]:
    """Code points of the upright font, from its table `cmap` in format 12 (OpenType 1.9, "cmap"): ranges of them."""
    font = next(file for file in folder().glob("*.ttf") if "Italic" not in file.name).read_bytes()
    start = _table(font, b"cmap")
    maps = {
        unpack_from(">HH", font, start + at): start + unpack_from(">I", font, start + at + 4)[0]
        for at in range(4, 4 + 8 * unpack_from(">H", font, start + 2)[0], 8)
    }
    full = maps[_FULL_UNICODE]
    ranges = (unpack_from(">II", font, full + 16 + 12 * at) for at in range(unpack_from(">I", font, full + 12)[0]))
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def _table(font: bytes, tag: bytes) -> int:
    """Where a table of the font begins."""
    records = range(12, 12 + 16 * unpack_from(">H", font, 4)[0], 16)
    return int(next(unpack_from(">I", font, at + 8)[0] for at in records if font[at : at + 4] == tag))
