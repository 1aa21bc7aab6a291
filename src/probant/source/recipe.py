"""What of an export goes into one table: which header into which column, what is fixed, and what it lacks."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from probant.contract.catalog import contract as contract_of
from probant.contract.definition import COUNT, DAY, INSTANT, MONEY, NUMBER, TEXT, Column, Contract
from probant.source.platforms import Export, Fill
from probant.source.preamble import named
from probant.source.recognise import Candidate
from probant.source.settings import SourceSettings, Value
from probant.words import Words, say

Time = Literal["day", "week", "range", "nth", "written", "instant", "period", "none"]
"""Where the day of a row comes from; 'period': from the lines above the table; 'none': the table has no days."""
LINE = "(line)"
"""Ingredient: file and line of the row."""
_KINDS = {
    "total": MONEY,
    "taxes": MONEY,
    "refunded": MONEY,
    "subtotal": MONEY,
    "shipping": MONEY,
    "tax_rate": NUMBER,
    "week": DAY,
    "start": DAY,
    "end": DAY,
    "close": DAY,
    "nth_day": COUNT,
    "at": INSTANT,
}
"""Types of ingredients; all others are text."""
_MEANING = say("Ingredient of a column.")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one table of a file becomes rows of one contract."""

    candidate: Candidate
    fill: Fill
    contract: Contract
    headers: Mapping[str, str]
    """Column or ingredient -> header of the file."""
    guesses: Mapping[str, str]
    """Those whose header is a guess that nobody has confirmed."""
    constants: Mapping[str, Value]
    time: Time
    said: SourceSettings

    @property
    def export(self) -> Export:
        """The export that the file is."""
        return self.candidate.export

    @property
    def raw(self) -> Contract:
        """The contract of what is read: the table's own columns, none of them required yet, and the ingredients."""
        own = [replace(column, required=False) for column in self.contract.columns]
        names = {*self.headers, *self.constants} - set(self.contract.by_name)
        more = [Column(name, _KINDS.get(name, TEXT), "currency", _MEANING, required=False) for name in sorted(names)]
        more = [replace(column, unit="text") if column.type == TEXT else column for column in more]
        line = Column(LINE, TEXT, "text", _MEANING, required=False)
        return Contract(self.contract.name, self.contract.meaning, self.contract.grain, (), (*own, *more, line))

    @property
    def lacks(self) -> tuple[str, ...]:
        """Names without which the table cannot be filled, and that neither the file nor the project gives."""
        have = {*self.headers, *self.constants}
        groups = [group for group in (self.fill.any_of, self.fill.with_any) if group and not have & set(group)]
        made = have | {"day", "span_days", "channel", "currency", "acquired_on", self.fill.net}
        own = [one.name for one in self.contract.columns if one.required and one.default is None]
        missing = [name for name in self.fill.needs if name not in have] + [group[0] for group in groups]
        return tuple(dict.fromkeys((*missing, *(name for name in own if name not in made))))

    def offered(self, beside: Collection[str] = ()) -> bool:
        """Whether the table is filled only if the project says so, and it does not.

        `beside` are the exports in the same folder, some of which hold the same rows.
        """
        doubtful = self.fill.offer is not None or bool(set(self.fill.offer_beside) & set(beside))
        return doubtful and self.said.table != self.fill.table


def recipe(candidate: Candidate, fill: Fill, said: SourceSettings | None = None, stem: str = "") -> Recipe:
    """Match an export that was recognised with a table that it fills.

    `stem` is the name of the file without its ending, where the project says that it bears the days.

    What the project says of the file goes before what the export's own description says.
    """
    said = said or SourceSettings(file="*", table="")
    headers: dict[str, str] = dict(said.columns)
    guesses: dict[str, str] = {}
    for name, fields in fill.columns.items():
        match = next((candidate.matched[field] for field in fields if field in candidate.matched), None)
        if match is None or name in headers:
            continue
        headers[name] = match.header
        if match.guess:
            guesses[name] = match.header
    constants: dict[str, Value] = dict(fill.constants)
    if "currency" in contract_of(fill.table).by_name and (code := _currency(candidate, fill)):
        constants["currency"] = code
    if said.period == "name" and (days := named(stem)):
        constants |= {"day": days[0], "span_days": days[1]}
    constants |= said.constants
    for name in constants:
        headers.pop(name, None)
        guesses.pop(name, None)
    made = Recipe(candidate, fill, contract_of(fill.table), headers, guesses, constants, "none", said)
    return _timed(made)


def _currency(candidate: Candidate, fill: Fill) -> str | None:
    """The one currency that the headers bear in brackets; None where they bear none, or two."""
    fields = {field for names in fill.columns.values() for field in names} | {"spend"}
    codes = {m.currency for field, m in candidate.matched.items() if field in fields and m.currency}
    return codes.pop() if len(codes) == 1 else None


def _timed(made: Recipe) -> Recipe:
    """The recipe with the best source of days; what other sources would need is not read."""
    if "day" not in made.contract.by_name and "acquired_on" not in made.contract.by_name:
        return made
    have, above = {*made.headers, *made.constants}, made.candidate.place.above
    options: tuple[tuple[Time, bool], ...] = (
        ("day", "day" in have),
        ("week", "week" in have),
        ("range", {"start", "end"} <= have),
        ("written", "written" in have),
        ("instant", "at" in have),
        ("nth", "nth_day" in have and above.first is not None),
        ("day", "start" in have),
        ("period", above.days is not None),
    )
    time: Time = next((option for option, there in options if there), "none")
    headers, constants = dict(made.headers), dict(made.constants)
    if time == "day" and "day" not in have:
        headers["day"] = headers.pop("start")
    unread = {"day": ("week", "start", "end", "nth_day"), "week": ("start", "end", "nth_day"), "range": ("nth_day",)}
    for name in unread.get(time, ()):
        headers.pop(name, None)
    if time == "period" and above.first and above.days:
        constants |= {"day": above.first, "span_days": above.days}
    guesses = {name: header for name, header in made.guesses.items() if headers.get(name) == header}
    return replace(made, headers=headers, guesses=guesses, constants=constants, time=time)


def missing_words(made: Recipe) -> Words:
    """Why the table cannot be filled, by the headers that the export would have for it."""
    fields = [field for name in made.lacks for field in made.fill.columns.get(name, ())[:1]]
    names = [names.en or names.guess_en for field in fields if (names := made.export.fields.get(field))]
    wanted = tuple(one[0] for one in names if one) or made.lacks
    facts = {"table": made.fill.table, "columns": wanted}
    for name, field in made.fill.unsure.items():
        if name in made.lacks and (match := made.candidate.matched.get(field)):
            line = f"columns.{name} = {json.dumps(match.header, ensure_ascii=False)}"
            return say(
                "Table “{table}” is not filled: the file has no {columns}. If “{header}” means that, write in "
                "probant.toml, under its [[source]]: {line}",
                header=match.header,
                line=line,
                **facts,
            )
    return say("Table “{table}” is not filled: the file has no {columns}.", **facts)
