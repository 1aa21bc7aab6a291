"""What a table means, said once: grain, key, column, type, unit, meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from probant.words import Words

DAY = pa.date32()
INSTANT = pa.timestamp("us", tz="UTC")
TEXT = pa.string()
COUNT = pa.int64()
SMALL = pa.int16()
NUMBER = pa.float64()
FLAG = pa.bool_()
MONEY = pa.decimal128(18, 4)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract."""

    name: str
    type: pa.DataType
    unit: str
    """'date', 'instant', 'id', 'name', 'text', 'currency' (money in the row's currency), 'count', 'share', ..."""
    meaning: Words
    required: bool = True
    """Whether a row without it is quarantined; where False, NULL means 'not known'."""
    default: str | int | bool | None = None
    """What a file that has no such column means; a file that has it and leaves a cell empty means 'not known'."""
    person: str | None = None
    """The kind of person that this identifies; stored as a pseudonym, one space of names a kind."""
    low: float | None = None
    """Smallest legal value; None: any."""
    high: float | None = None


@dataclass(frozen=True)
class Contract:
    """What a table means: sources fill it, the store is built from it, the docs print it, the checks read it."""

    name: str
    meaning: Words
    grain: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """Arrow schema; columns that are not required are nullable."""
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by their names."""
        return {column.name: column for column in self.columns}

    @property
    def people(self) -> tuple[Column, ...]:
        """Columns that identify a person; a table without any holds no personal data."""
        return tuple(column for column in self.columns if column.person)
