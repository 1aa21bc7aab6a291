"""What a file leaves open, said so that one line in probant.toml settles it."""

from __future__ import annotations

from collections.abc import Iterable

from probant.errors import Ambiguous, Inconsistent
from probant.source.tally import Seen
from probant.words import Words, say

DECIMALS = ('decimal = "."', 'decimal = ","')
ORDERS = ('date_order = "dmy"', 'date_order = "mdy"')
ZONE = 'timezone = "Europe/Paris"'
"""Lines of probant.toml that settle what is open."""


def decimal_open(file: str, column: str, seen: Iterable[Seen]) -> Ambiguous:
    """All numbers of a column could be thousands or decimals."""
    what = say(
        "{file}, column “{column}”: the mark in {examples} may part thousands or decimals; "
        "no number in the file decides.",
        file=file,
        column=column,
        examples=_examples(seen),
    )
    return Ambiguous(what, mend=_decimal(), lines=DECIMALS)


def decimal_torn(file: str, column: str, point: Seen, comma: Seen) -> Ambiguous:
    """One column holds numbers of both kinds."""
    what = say(
        "{file}, column “{column}” is written in two ways: {point} needs a decimal point, {comma} a decimal comma.",
        file=file,
        column=column,
        point=_example(point),
        comma=_example(comma),
    )
    return Ambiguous(what, mend=_decimal(), lines=DECIMALS)


def _decimal() -> Words:
    return say('write in probant.toml, under its [[source]]: decimal = "." or decimal = ","')


def order_open(file: str, column: str, orders: Iterable[str], seen: Iterable[Seen]) -> Ambiguous:
    """All dates of a column could be read in several orders."""
    what = say(
        "{file}, column “{column}”: {examples} can be read as {orders}; no date in the file decides.",
        file=file,
        column=column,
        examples=_examples(seen),
        orders=tuple(orders),
    )
    return Ambiguous(what, mend=_order(), lines=ORDERS)


def order_torn(file: str, column: str, seen: Iterable[Seen]) -> Ambiguous:
    """One column holds dates of different orders."""
    what = say(
        "{file}, column “{column}”: no single order of day, month and year fits both of {examples}.",
        file=file,
        column=column,
        examples=_examples(seen),
    )
    return Ambiguous(what, mend=_order())


def _order() -> Words:
    return say('write in probant.toml, under its [[source]]: date_order = "dmy" or date_order = "mdy"')


def zone_open(file: str, column: str, seen: Seen) -> Ambiguous:
    """An instant without an offset, or a day that is an instant, in a place that nobody has named."""
    what = say(
        "{file}, column “{column}”: to know which instant or which local day {example} means takes a time zone.",
        file=file,
        column=column,
        example=_example(seen),
    )
    return Ambiguous(
        what,
        mend=say('write where it was measured in probant.toml, under its [[source]]: timezone = "Europe/Paris"'),
        lines=(ZONE,),
    )


def span_open(file: str, column: str, seen: Seen, covers: str) -> Ambiguous:
    """A week or a month in place of a day, and nobody said that rows cover one."""
    facts = {"file": file, "column": column, "example": _example(seen)}
    if covers == "week":
        what = say("{file}, column “{column}”: {example} is a week, and not a day.", **facts)
    else:
        what = say("{file}, column “{column}”: {example} is a month, and not a day.", **facts)
    line = f'covers = "{covers}"'
    return Ambiguous(what, mend=say("write in probant.toml, under its [[source]]: {line}", line=line), lines=(line,))


def currency_changed(file: str, first: Seen, other: Seen) -> Inconsistent:
    """Two currencies in one file."""
    what = say(
        "{file} changes its currency: {first}, then {other}.",
        file=file,
        first=_example(first),
        other=_example(other),
    )
    return Inconsistent(what, mend=say("split it into one file for each currency"))


def currency_denied(file: str, stated: str, seen: Seen) -> Inconsistent:
    """The file's own currency is not the one that it is to be loaded with."""
    what = say("{file} would be loaded in {stated}, but it says {seen}.", file=file, stated=stated, seen=_example(seen))
    return Inconsistent(
        what,
        mend=say('correct it in probant.toml, under its [[source]]: constants = {{ currency = "…" }}'),
    )


def _examples(seen: Iterable[Seen]) -> tuple[Words, ...]:
    return tuple(_example(one) for one in seen)


def _example(seen: Seen) -> Words:
    return say("“{text}” in line {line}", text=seen.text[:60], line=str(seen.line))
