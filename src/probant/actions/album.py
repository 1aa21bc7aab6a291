"""Pictures of the reports, kept in the project: the page shows most of them too, and need not draw them again.

Only `report` fills the album; whoever reads, reads it. A picture stands under the digest of all that it is made of, so
it is never the picture of other data, and what is missing or damaged is drawn anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from secrets import token_hex
from typing import Any

from probant.actions.lease import PLACE
from probant.report import hand, pen
from probant.report.hand import Hand

MOST = 1_000
"""Pictures, of some kilobytes each; beyond it the oldest go."""
_MARK = 32
"""Bytes of SHA-256 before a picture, by which it is known to be whole."""


class Album:
    """Folder `.probant/pictures` of a project."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self.folder, self._most = folder / PLACE / "pictures", most

    def shown(self, other: Hand) -> Hand:
        """A hand that brings what is kept; what is not, `other` makes."""

        def bring(function: Callable[..., bytes], *args: Any) -> bytes:
            return self._kept(function, args) or other(function, *args)

        return bring

    @contextmanager
    def filling(self) -> Iterator[None]:
        """What is drawn in this block, in this thread, is brought from here or kept here."""
        with hand.drawn_by(self._filled(hand.current())):
            yield
        self._trim()

    def _filled(self, other: Hand) -> Hand:
        def bring(function: Callable[..., bytes], *args: Any) -> bytes:
            found = self._kept(function, args)
            if found is None:
                found = other(function, *args)
                self._keep(function, args, found)
            return found

        return bring

    def _kept(self, function: Callable[..., bytes], args: tuple[Any, ...]) -> bytes | None:
        if function is not pen.vegalite:
            return None
        try:
            found = (self.folder / _name(args)).read_bytes()
        except OSError:
            return None
        body = found[_MARK:]
        return body if body and sha256(body).digest() == found[:_MARK] else None

    def _keep(self, function: Callable[..., bytes], args: tuple[Any, ...], body: bytes) -> None:
        """A folder that cannot be written to is no fault: the picture is there, it is only not kept."""
        if function is not pen.vegalite:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self.folder / token_hex(16)
            fresh.write_bytes(sha256(body).digest() + body)
            fresh.replace(self.folder / _name(args))

    def _trim(self) -> None:
        with suppress(OSError):
            kept = sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for file in kept[: -self._most]:
                file.unlink()


def _name(args: tuple[Any, ...]) -> str:
    return sha256(json.dumps([_engine(), *args], sort_keys=True).encode()).hexdigest()


@cache
def _engine() -> tuple[str, str]:
    """What draws, and the font that it measures."""
    return metadata.version("vl-convert-python"), metadata.version("fontpkg-inter")
