"""Where each column of the contract comes from: the file, a constant, a default, or the number of the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Column, Contract
from probant.contract.dimensions import CHANNEL, DAY_START, SPAN
from probant.errors import NoColumn, Refused, UnknownName, Unreadable
from probant.source import headers
from probant.source.cells import Form, understood
from probant.source.chunk import Plain, parts
from probant.source.everyday import proposed
from probant.source.glimpse import Glimpse
from probant.source.settings import SourceSettings, Unpivot, quoted
from probant.source.spans import LENGTHS, Covers
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class FromFile:
    """The column of the file with that header."""

    header: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """One value for all rows; NULL where nothing is known."""

    value: pa.Scalar


@dataclass(frozen=True, slots=True)
class Numbered:
    """The file's name and the line of the row."""


_AS_IT_IS = Form()
Slot = FromFile | Fixed | Numbered
Field = tuple[str, str]
"""Contract column and the header of the file that fills it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a row of the file becomes rows of the contract."""

    contract: Contract
    shapes: tuple[Mapping[str, Slot], ...]
    """Each makes one row of every row of the file; more than one where a wide file is made long."""
    ignored: tuple[str, ...]
    """Headers of the file that nothing takes."""
    drop_empty: str | None = None
    """Contract column whose blank cells make no row."""
    covers: Covers | None = None
    """What each row covers, where the project says so."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every use of a column of the file, once."""
        slots = (one for shape in self.shapes for one in shape.items())
        return tuple(dict.fromkeys((name, slot.header) for name, slot in slots if isinstance(slot, FromFile)))

    @property
    def lengths(self) -> Field | None:
        """The field that gives the days of a month from its first one; None where no row covers a month."""
        slot = self.shapes[0].get(SPAN.name) if self.covers == "month" else None
        return (SPAN.name, slot.header) if isinstance(slot, FromFile) else None

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers that are used, once each."""
        return tuple(dict.fromkeys(header for _, header in self.fields))


def known(contract: Contract, settings: SourceSettings) -> frozenset[str]:
    """All headers that the table or the settings may ask a file for."""
    wide = settings.unpivot.columns if settings.unpivot else ()
    return frozenset({column.name for column in contract.columns} | {*settings.columns.values(), *wide})


def plan(
    path: Path, contract: Contract, seen: tuple[str, ...], settings: SourceSettings, defaults: Mapping[str, str]
) -> Plan:
    """Match a contract with the headers of a file.

    A column is filled by, in this order: `row_id`, `constants`, `columns` or a header of its own
    name, the project's `defaults`, the contract's default; else it is not known, if it may be.
    `covers` goes before all of them for `span_days`.

    Raises
    ------
    UnknownName
        If the settings name a header that the file has not, or a column that the contract has not.
    NoColumn
        If nothing fills a column that is required.
    Unreadable
        If the file has none of the columns that are required, or two of the same name.
    """
    _check_names(contract, settings)
    slots = {column.name: _slot(path, column, seen, settings, defaults) for column in contract.columns}
    wide = settings.unpivot
    long = [wide.name, wide.value] if wide else []
    _check_required(path, contract, {n: s for n, s in slots.items() if n not in long}, seen)
    whole = _spanned({name: slot for name, slot in slots.items() if slot is not None}, contract, settings)
    shapes = tuple(whole | more for more in _long(path, contract, wide, seen)) if wide else (whole,)
    made = Plan(contract, shapes, (), wide.value if wide and wide.drop_empty else None, settings.covers)
    headers.check_used(made.headers, seen, path)
    return replace(made, ignored=tuple(one for one in seen if one and one not in made.headers))


def _spanned(slots: dict[str, Slot], contract: Contract, settings: SourceSettings) -> dict[str, Slot]:
    """The slots, `span_days` filled by what the project says that each row covers."""
    if settings.covers is None:
        return slots
    span, day = contract.by_name[SPAN.name], slots[DAY_START.name]
    if settings.covers in LENGTHS:
        return slots | {SPAN.name: Fixed(_constant(span, LENGTHS[settings.covers]))}
    if isinstance(day, Fixed):
        return slots | {SPAN.name: Fixed(_constant(span, day.value.as_py(), Form(covers="month")))}
    return slots | {SPAN.name: day}


def _long(path: Path, contract: Contract, wide: Unpivot, seen: tuple[str, ...]) -> Iterator[dict[str, Slot]]:
    """What fills the two columns of a long table, for each column of the wide one."""
    for header, name in wide.columns.items():
        fixed = Fixed(_constant(contract.by_name[wide.name], name))
        yield {wide.name: fixed, wide.value: FromFile(_header(path, header, seen))}


def _check_names(contract: Contract, settings: SourceSettings) -> None:
    wide = settings.unpivot
    said = [*settings.columns, *settings.constants, *([wide.name, wide.value] if wide else []), settings.row_id]
    said += [SPAN.name] if settings.covers else []
    for name in said:
        if name is not None and name not in contract.by_name:
            raise UnknownName(say("column of table “{table}”", table=contract.name), name, contract.by_name)


def _slot(
    path: Path, column: Column, seen: tuple[str, ...], settings: SourceSettings, defaults: Mapping[str, str]
) -> Slot | None:
    """What fills a column; None where nothing does and it is required."""
    name = column.name
    if name == settings.row_id:
        return Numbered()
    if name in settings.constants:
        return Fixed(_constant(column, settings.constants[name]))
    stated = settings.columns.get(name)
    header = headers.find(name, seen) if stated is None else _header(path, stated, seen)
    if header is not None:
        return FromFile(header)
    return _without_file(column, defaults)


def _without_file(column: Column, defaults: Mapping[str, str]) -> Slot | None:
    if column.name in defaults:
        return Fixed(_constant(column, defaults[column.name]))
    if column.default is not None or not column.required:
        return Fixed(pa.scalar(column.default, column.type))
    return None


def _header(path: Path, wanted: str, seen: tuple[str, ...]) -> str:
    found = headers.find(wanted, seen)
    if found is None:
        raise UnknownName(say("column of {file}", file=path.name), wanted, (one for one in seen if one))
    return found


def _constant(column: Column, value: object, form: Form = _AS_IT_IS) -> pa.Scalar:
    text = Plain(str(value).lower() if isinstance(value, bool) else value)
    read = understood(parts([text]), column, form)
    if read.faults or not read.values[0].is_valid:
        raise Refused(
            say(
                "“{value}” cannot stand in column “{column}”. {why}",
                value=str(value),
                column=column.name,
                why=read.faults.get(0, say("It is empty.")),
            ),
            mend=say("correct it in probant.toml"),
        )
    return read.values[0]


def _check_required(path: Path, contract: Contract, slots: Mapping[str, Slot | None], seen: tuple[str, ...]) -> None:
    named = [one for one in seen if one]
    missing = [name for name, slot in slots.items() if slot is None]
    beside = proposed(contract, named, Glimpse(0, frozenset(named), frozenset(named))).channels
    if beside and CHANNEL.name in missing:
        raise _side_by_side(path, contract, beside)
    found = [name for name, slot in slots.items() if isinstance(slot, FromFile) and _needed(contract.by_name[name])]
    if missing and not found:
        raise Unreadable(
            say(
                "{file} has none of the columns that table “{table}” needs ({needed}). It has: {seen}.",
                file=path.name,
                table=contract.name,
                needed=tuple(missing),
                seen=tuple(named[:20]),
            ),
            mend=_better(contract, named),
        )
    if missing:
        likely = proposed(contract, named).columns.get(missing[0]) or headers.nearest(missing[0], named)
        raise NoColumn(path.name, contract.name, missing[0], likely, named)


def _side_by_side(path: Path, contract: Contract, channels: Mapping[str, str]) -> Unreadable:
    """A file whose headers seem to be channels."""
    columns = ", ".join(f"{quoted(header)} = {quoted(name)}" for header, name in channels.items())
    return Unreadable(
        say(
            "{file} has no column “{column}”, which table “{table}” needs: its channels seem to stand side by side.",
            file=path.name,
            column=CHANNEL.name,
            table=contract.name,
        ),
        mend=say(
            "write in probant.toml, under its [[source]]: {line}",
            line=f'unpivot = {{ name = "channel", value = "amount", columns = {{ {columns} }} }}',
        ),
    )


def _needed(column: Column) -> bool:
    return column.required and column.default is None


def _better(contract: Contract, seen: Sequence[str]) -> Words:
    """Which table such a file is for, by the share of the columns that it needs."""
    keys = {headers.key(one) for one in seen}
    shares = {}
    for name, other in CONTRACTS.items():
        needed = [column.name for column in other.columns if _needed(column)]
        shares[name] = sum(column in keys for column in needed) / len(needed)
    best = max(shares, key=lambda name: shares[name])
    if shares[best] > 0 and best != contract.name:
        return say("load it as table “{table}”, which it fits best", table=best)
    return say(
        "say which header is which in probant.toml, under its [[source]]: columns = {example}",
        example=_example(contract, seen),
    )


def _example(contract: Contract, seen: Sequence[str]) -> str:
    """Headers that are likely to be columns of the table; the first of each where none is likely."""
    likely = proposed(contract, seen).columns
    if not likely:
        first = next((column.name for column in contract.columns if _needed(column)), contract.columns[0].name)
        likely = {first: next(iter(seen), "")}
    return "{ " + ", ".join(f"{column} = {quoted(header)}" for column, header in likely.items()) + " }"
