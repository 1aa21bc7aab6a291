"""A run as it was spoken: what users said, what the agent said, what tools were asked and answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

RUN = "(run)"
"""Span of a turn that has none of its own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said or done."""

    speaker: Literal["user", "agent", "tool"]
    text: str = ""
    """What was said; of a tool, what it answered."""
    tool: str = ""
    """Its name, where a tool was called."""
    kind: str = ""
    """What the tool does: 'read', 'write', 'handoff', 'neutral', or '' where nobody said."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    failed: bool = False
    span: str = RUN

    @property
    def answer(self) -> Mapping[str, Any]:
        """The record that a tool answered with; empty where the answer is none."""
        try:
            found = json.loads(self.text)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn of a run, and what came before it."""

    run: Sequence[Turn]
    place: int

    @property
    def now(self) -> Turn:
        """The turn itself."""
        return self.run[self.place]

    @property
    def called(self) -> Turn | None:
        """The call of a tool that comes with the agent's word: the one that stands next is of the same message."""
        after = self.run[self.place + 1 : self.place + 2]
        return after[0] if self.now.speaker == "agent" and after and after[0].speaker == "tool" else None

    def heard(self) -> Iterator[str]:
        """What users said before, the newest first."""
        return (turn.text for turn in self._back() if turn.speaker == "user")

    def answered(self, *tools: str) -> Iterator[Turn]:
        """Calls of these tools that succeeded before, the newest first."""
        return (turn for turn in self._back() if turn.tool in tools and turn.speaker == "tool" and not turn.failed)

    def _back(self) -> Iterator[Turn]:
        return (self.run[place] for place in range(self.place - 1, -1, -1))


def within(value: Any, path: str) -> Iterator[Any]:
    """Values at a path of names joined by dots, one for each item of the lists on the way: 'payments.id'."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from within(one, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        name, _, rest = path.partition(".")
        if name in value:
            yield from within(value[name], rest)
