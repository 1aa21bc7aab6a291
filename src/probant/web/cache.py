"""Pages and results that are kept for as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import TypeVar, cast

T = TypeVar("T")
MOST = 256
"""Things kept at once; a page in both languages and all filters is far below it."""


class Shelf:
    """Keeps what was made for one version of the project, and drops it all when another version is asked for.

    Readers who ask at once for the same new thing wait for one making of it; what is kept, and what is made of
    something else, waits for nobody.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Hashable, Hashable], object] = {}
        self._making: dict[tuple[Hashable, Hashable], RLock] = {}
        self._guard = Lock()

    def get(self, version: Hashable, name: Hashable, make: Callable[[], T]) -> T:
        """What is kept of that version under `name`, else what `make` returns; an error of `make` is not kept.

        `make` may ask the shelf for other things, as long as none of them is made of this one.
        """
        key = (version, name)
        found = self._kept.get(key, _NOTHING)
        return self._made(key, make) if found is _NOTHING else cast(T, found)

    def _made(self, key: tuple[Hashable, Hashable], make: Callable[[], T]) -> T:
        with self._guard:
            making = self._making.setdefault(key, RLock())
        with making:
            found = self._kept.get(key, _NOTHING)
            if found is not _NOTHING:
                return cast(T, found)
            try:
                thing = make()
                self._keep(key, thing)
            finally:
                with self._guard:
                    self._making.pop(key, None)
            return thing

    def _keep(self, key: tuple[Hashable, Hashable], thing: object) -> None:
        with self._guard:
            self._forget(key[0])
            self._kept[key] = thing

    def _forget(self, version: Hashable) -> None:
        """Make room: what is of another version goes first, then the oldest."""
        for key in [key for key in self._kept if key[0] != version]:
            del self._kept[key]
        while len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]


_NOTHING = object()
"""Told apart from all that may be kept, None too."""
