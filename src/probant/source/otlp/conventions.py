"""Which attribute means what: `conventions.toml`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from probant.source.otlp.span import Attributes, Value


@dataclass(frozen=True)
class Conventions:
    """Names that senders use, and what they mean here."""

    columns: Mapping[str, tuple[str, ...]]
    """Column -> attributes that may bear it, the first found counts."""
    operations: Mapping[str, str]
    """What a sender calls an operation -> what it is called here."""
    spending: frozenset[str]
    """Operations whose own usage is counted."""
    evaluation: str
    """Name of the event that bears a result."""
    success: frozenset[str]
    """Names of evaluations that say whether the task was done."""

    @cached_property
    def ranks(self) -> Mapping[str, tuple[str, int]]:
        """Attribute -> the column that it bears, and its rank among those that may."""
        return {key: (column, rank) for column, keys in self.columns.items() for rank, key in enumerate(keys)}

    def told(self, attributes: Attributes) -> dict[str, Value]:
        """What attributes say, by column; of several names for one column the first in rank counts."""
        found: dict[str, tuple[int, Value]] = {}
        for key, value in attributes.items():
            column, rank = self.ranks.get(key, ("", 0))
            if column and value is not None and (column not in found or rank < found[column][0]):
                found[column] = (rank, value)
        return {column: value for column, (_, value) in found.items()}

    def operation(self, said: Mapping[str, Value]) -> str | None:
        """What a step is called here; None where no convention says what it is."""
        named = said.get("operation")
        return None if named is None else self.operations.get(str(named), str(named))


@cache
def conventions() -> Conventions:
    """All that is known of names."""
    text = files("probant.source.otlp").joinpath("conventions.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)
    return Conventions(
        columns={name: tuple(keys) for name, keys in held["columns"].items()},
        operations=held["operations"],
        spending=frozenset(held["usage"]["operations"]),
        evaluation=held["evaluations"]["event"],
        success=frozenset(held["evaluations"]["success"]),
    )
