"""Text from data on its way to a terminal: what could steer the terminal, or turn the line around, is replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

_STEERING = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Control characters of ASCII and Latin-1, and those that override the direction of writing."""
_REPLACED = {code: "\N{REPLACEMENT CHARACTER}" for code in _STEERING if chr(code) not in "\n\t"}


def harmless(text: str) -> str:
    """The text with each such character replaced, of the same length."""
    return text.translate(_REPLACED)


@dataclass(frozen=True, slots=True)
class Harmless:
    """What Rich prints of something, without what its texts smuggle in; Rich's own colours stay."""

    inner: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Its segments, cleaned."""
        from rich.segment import Segment

        for one in console.render(self.inner, options):
            yield one if one.control else Segment(harmless(one.text), one.style)
