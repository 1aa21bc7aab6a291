"""What a file of an export leaves open, each with the lines of probant.toml of which one settles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from probant.contract.definition import Contract
from probant.contract.dimensions import WHOLE
from probant.errors import Ambiguous
from probant.source.everyday import OPEN, Proposal, may_be
from probant.source.preamble import named
from probant.source.recipe import Recipe
from probant.source.recognise import Recognition, Sure
from probant.source.settings import quoted
from probant.words import Words, say

NOWHERE = "XXX"
"""Currency of a project that names none."""
_MOST = 12
"""Headers of a file that are shown."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that cannot be known from a file."""

    file: str
    table: str | None
    """Table that it bears on; None where it bears on the whole file."""
    ask: Words
    lines: tuple[str, ...]
    """Lines for probant.toml, under the file's [[source]], of which one settles it; '…' stands for what only
    the reader knows."""

    @property
    def error(self) -> Ambiguous:
        """The same as an error, for whoever goes on without asking."""
        first = self.lines[0] if self.lines else ""
        return Ambiguous(
            self.ask,
            mend=say("write in probant.toml, under its [[source]]: {line}", line=first),
            lines=self.lines,
        )


def of_file(recognition: Recognition) -> tuple[Doubt, ...]:
    """Whether it is that export at all; nothing is asked of one that no table takes."""
    if recognition.sure is Sure.CERTAIN or not any(one.export.fills for one in recognition.candidates):
        return ()
    file = recognition.path.name
    lines = tuple(f'export = "{one.export.name}"' for one in recognition.candidates)
    labels = tuple(one.export.label for one in recognition.candidates)
    if len(labels) > 1:
        ask = say("{file} could be any of these exports: {labels}. Which is it?", file=file, labels=labels)
    elif recognition.sure is Sure.LIKELY:
        ask = say("{file} looks like {label}, but a table of your own could too. Is it?", file=file, label=labels[0])
    else:
        ask = say("{file} could be {label}: names that would tell were never seen. Is it?", file=file, label=labels[0])
    return (Doubt(file, None, ask, lines),)


def of_table(
    recognition: Recognition,
    recipe: Recipe,
    *,
    defaults: Mapping[str, str],
    businesses: Sequence[str] = (),
    timezone: str | None = None,
) -> tuple[Doubt, ...]:
    """What is open about one table, before its rows are looked at.

    Parameters
    ----------
    recognition, recipe
        What the file was taken for, and how it fills the table.
    defaults
        Contract column -> value of the project, e.g. its currency.
    businesses
        Names of the project's businesses; two or more must be told apart.
    timezone
        Zone of the project's days.
    """
    file, table = recognition.path.name, recipe.contract.name
    found = [
        *_headers(recipe),
        *_currency(recipe),
        *_values(recipe, defaults, businesses),
        *_times(recipe, recognition.path.stem, timezone),
    ]
    return tuple(Doubt(file, table, ask, lines) for ask, lines in found)


Open = Iterator[tuple[Words, tuple[str, ...]]]


def _headers(recipe: Recipe) -> Open:
    for name, header in recipe.guesses.items():
        ask = say(
            "“{header}” is a guess: no export of {label} was seen with that name. Is it “{column}”?",
            header=header,
            label=recipe.export.label,
            column=name,
        )
        yield ask, (f"columns.{name} = {quoted(header)}",)
    for name, fields in recipe.fill.columns.items():
        match = next((m for field in fields if (m := recipe.candidate.matched.get(field))), None)
        if match and match.rivals and name in recipe.headers and name not in recipe.said.columns:
            options = (match.header, *match.rivals)
            ask = say("Several columns could be “{column}”: {headers}. Which is it?", column=name, headers=options)
            yield ask, tuple(f"columns.{name} = {quoted(option)}" for option in options)


def _currency(recipe: Recipe) -> Open:
    """A column that is called a currency, but not as this export calls it: money is never taken for another's."""
    have = {*recipe.headers, *recipe.constants}
    if "currency" not in recipe.contract.by_name or "currency" in have:
        return
    for header in recipe.candidate.unknown:
        if may_be("currency", header):
            ask = say("“{header}” may be the currency of the amounts. Is it?", header=header)
            yield ask, (f"columns.currency = {quoted(header)}", 'constants.currency = "…"')


def _values(recipe: Recipe, defaults: Mapping[str, str], businesses: Sequence[str]) -> Open:
    have, columns = {*recipe.headers, *recipe.constants}, recipe.contract.by_name
    if "currency" in columns and "currency" not in have and defaults.get("currency", NOWHERE) == NOWHERE:
        yield say("The file does not name its currency. Which is it?"), ('constants.currency = "…"',)
    if len(businesses) > 1 and "business" in columns and "business" not in have and "business" not in defaults:
        ask = say("Which business is it: {names}, or all of them?", names=tuple(businesses))
        yield ask, tuple(f"constants.business = {quoted(name)}" for name in (*businesses, WHOLE))
    if recipe.fill.tax_rate and "tax_rate" not in have:
        ask = say("The amounts may contain tax, and the file does not say how much. Which rate of tax do they bear?")
        yield ask, ("constants.tax_rate = 0", "constants.tax_rate = 0.2")


def _times(recipe: Recipe, stem: str, timezone: str | None) -> Open:
    timed = {"day", "acquired_on"} & set(recipe.contract.by_name)
    if recipe.time == "none" and timed and not timed & set(recipe.constants):
        ask = say(
            "The file has no column of days, and does not say which days it covers. From when, for how many days?"
        )
        by_name = ('period = "name"',) if named(stem) else ()
        yield ask, (*by_name, "constants.day = …\nconstants.span_days = …")
    if recipe.time == "instant" and not (recipe.said.timezone or timezone):
        yield say("On which day does an hour fall? In which time zone does the business count?"), ('timezone = "…"',)


def of_words(file: str, recipe: Recipe, name: str, text: str, rows: int) -> Doubt:
    """A word of the file that stands for nothing that is known."""
    meanings = sorted({*recipe.fill.values.get(name, {}).values()})
    ask = say(
        "What does “{text}” stand for ({count} rows, column “{column}”)?",
        text=text[:60],
        count=rows,
        column=recipe.headers.get(name, name),
    )
    return Doubt(
        file, recipe.contract.name, ask, tuple(f"values.{name}.{quoted(text)} = {quoted(one)}" for one in meanings)
    )


def of_tables(file: str, found: Sequence[Contract]) -> Doubt:
    """A file that bears the column names of several of our tables."""
    ask = say(
        "It could be any of these tables: {tables}. Which is it? Say it with --table, or in probant.toml:",
        tables=tuple(one.name for one in found),
    )
    return Doubt(file, None, ask, tuple(Proposal(one, {}, tuple(one.by_name)).lines(file) for one in found))


def of_proposals(file: str, found: Sequence[Proposal], rows: int, seen: Sequence[str]) -> Doubt:
    """A table that somebody made, whose columns bear none of our names: what they may mean is proposed."""
    ask = say(
        "Its columns bear names of their own: {seen} (rows: {rows}). It could fill: {tables}. Where a proposal says "
        "what they are, add it to probant.toml and load the file again:",
        rows=rows,
        seen=_few(seen),
        tables=tuple(one.contract.name for one in found),
    )
    return Doubt(file, None, ask, tuple(one.lines(file) for one in found))


def of_stranger(file: str, nearest: Proposal, rows: int, seen: Sequence[str]) -> Doubt:
    """A table of which nothing is known: what was seen, and a block to be filled in."""
    ask = say(
        "Nobody said what its columns are: {seen} (rows: {rows}). If one of our tables takes them, load it with "
        "--table, or say in probant.toml which is which; if none does, move the file away:",
        rows=rows,
        seen=_few(seen),
    )
    return Doubt(file, None, ask, (nearest.lines(file),))


def _few(seen: Sequence[str]) -> tuple[str, ...]:
    return tuple(seen) if len(seen) <= _MOST else (*seen[:_MOST], OPEN)


def of_error(file: str, table: str | None, error: Ambiguous) -> Doubt:
    """What the reading could not decide."""
    return Doubt(file, table, error.what, error.lines)
