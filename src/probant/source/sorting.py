"""A folder of exports: what each file is, what it fills, what must be asked. Nothing is loaded by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc

from probant.contract.batch import Batch, Reject
from probant.contract.catalog import contract as contract_of
from probant.contract.definition import Contract
from probant.errors import Ambiguous, ProbantError
from probant.source import doubts, remarks
from probant.source.aside import aside
from probant.source.channels import Rules, Uncaught
from probant.source.chunk import Table
from probant.source.doubts import Doubt
from probant.source.everyday import nearest, proposals
from probant.source.exported import ExportReading, read_export
from probant.source.formats import ENDINGS
from probant.source.glimpse import glimpse
from probant.source.household import Household
from probant.source.own_tables import table_of, tables_of
from probant.source.read import Reading, read
from probant.source.recipe import Recipe, missing_words, recipe
from probant.source.recognise import Recognition, Sure, recognise
from probant.source.settings import SourceSettings
from probant.vocabulary import Tell, quiet
from probant.words import Words, say

_SHOWN = 20
_FEWEST = 2
"""Columns that a table has at least."""
_ONE_BY_ONE = ("conversions", "leads", "deals", "customers")
"""Tables whose rows are sales or people one by one: two systems that tell of the same ones would count them twice."""
_SUMMED = {"spend": "amount", "claims": "value", "conversions": "value", "deals": "amount", "outcomes": "revenue"}
"""Table -> its money."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What one table would get from one file."""

    table: str
    recipe: Recipe | None
    """How the export fills it; None where the file bears the table's own column names."""
    rows: int | None = None
    """None where they were not counted."""
    money: Decimal | None = None
    """Sum of the table's money; None where the table or the file has none, or it was not counted."""
    rejects: int = 0
    first_rejects: tuple[Reject, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)
    """Why rows were left out -> how many."""
    uncaught: tuple[Uncaught, ...] = ()
    reading: Reading | None = None
    """The file as it was settled, its rows not yet read; None for an export."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """One file: what it was taken for and why, what it fills, and what is open."""

    path: Path
    recognition: Recognition | None
    why: Words
    """Why it was taken for that, or for nothing."""
    fillings: tuple[Filling, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[Words, ...] = ()
    """Tables that are not filled and why, and other tables in the same file."""
    error: ProbantError | None = None
    """Why it cannot be read."""

    @property
    def ready(self) -> bool:
        """Whether it can be loaded without asking anything."""
        return bool(self.fillings) and not self.doubts and self.error is None


@dataclass(frozen=True, slots=True)
class SortedFolder:
    """All files of a folder, by name."""

    folder: Path
    files: tuple[Sorted, ...]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """All that must be asked."""
        return tuple(doubt for file in self.files for doubt in file.doubts)

    @property
    def ready(self) -> tuple[Sorted, ...]:
        """Files that can be loaded without asking anything."""
        return tuple(file for file in self.files if file.ready)

    @property
    def clashes(self) -> Mapping[str, tuple[str, ...]]:
        """Tables that files of different kinds would fill, where the same sale or person may be in both: the files."""
        kinds: dict[str, dict[str, str]] = {}
        for file in self.files:
            for one in file.fillings:
                if one.table in _ONE_BY_ONE:
                    kinds.setdefault(one.table, {}).setdefault(
                        one.recipe.export.name if one.recipe else "", file.path.name
                    )
        return {table: tuple(found.values()) for table, found in kinds.items() if len(found) > 1}

    @property
    def warnings(self) -> tuple[Words, ...]:
        """The clashes, in words."""
        return tuple(
            say(
                "Table “{table}” would be filled from {files}: what is in two of them would count twice, so none "
                "of them fills it. Load one alone, or move the others away.",
                table=table,
                files=names,
            )
            for table, names in self.clashes.items()
        )

    @property
    def uncaught(self) -> tuple[Uncaught, ...]:
        """What no rule for channels caught in any file, the most money first."""
        found = (one for file in self.files for filling in file.fillings for one in filling.uncaught)
        return tuple(sorted(found, key=lambda one: (-(one.money or 0), -one.rows, str(one.signs))))


def sort_folder(
    folder: Path,
    rules: Rules,
    household: Household,
    said: Sequence[SourceSettings] = (),
    tell: Tell = quiet,
    *,
    home: Path | None = None,
    thorough: bool = True,
    only: Collection[Path] = (),
) -> SortedFolder:
    """Look through every table file of a folder, and of the folders in it. Nothing is loaded.

    Parameters
    ----------
    folder
        Where the exports lie.
    rules
        Rules for channels.
    household
        What the project says of all its files.
    said
        What the project says of single files; their `file` is a path or glob relative to `folder` or to `home`.
    tell
        Told how far the work is.
    home
        The project's own folder.
    thorough
        Whether all rows of files that bear our own column names are read, too, so that nothing at all can be
        open when they are loaded; exports always are.
    only
        Files that are meant, whatever they are called; all of the folder where none is named.
    """
    within = (path for path in folder.rglob("*") if path.is_file() and path.suffix.casefold() in ENDINGS)
    paths = sorted(only or within)
    meant = [(one, _files(one, folder, home)) for one in said]
    own = {path: tuple(one for one, files in meant if path.resolve() in files) for path in paths}
    known = {path: _recognised(path, own[path]) for path in paths}
    beside = frozenset(one.export.name for one in known.values() if isinstance(one, Recognition))
    files = []
    for number, path in enumerate(paths):
        tell(number / len(paths), say("looking through {file}", file=path.name))
        made = _sorted(path, known[path], rules, household, own[path], beside)
        files.append(_counted_too(made) if thorough else made)
    return SortedFolder(folder, tuple(files))


def _files(said: SourceSettings, folder: Path, home: Path | None) -> frozenset[Path]:
    """Files that a block of probant.toml speaks of."""
    places = [one for one in (folder, home) if one is not None and said.file is not None]
    return frozenset(path.resolve() for place in places for path in place.glob(str(said.file)))


def sort_file(path: Path, rules: Rules, household: Household, said: Sequence[SourceSettings] = ()) -> Sorted:
    """What one file is, what it fills, and what is open."""
    return _counted_too(_sorted(path, _recognised(path, said), rules, household, said, frozenset()))


def _recognised(path: Path, said: Sequence[SourceSettings]) -> Recognition | ProbantError | Words | None:
    try:
        return aside(path) or recognise(path, next((one for one in said if one.export), said[0] if said else None))
    except ProbantError as error:
        return error


def _sorted(
    path: Path,
    found: Recognition | ProbantError | Words | None,
    rules: Rules,
    household: Household,
    said: Sequence[SourceSettings],
    beside: frozenset[str],
) -> Sorted:
    if isinstance(found, Ambiguous):
        return Sorted(path, None, found.what, doubts=(doubts.of_error(path.name, None, found),))
    if isinstance(found, ProbantError):
        return Sorted(path, None, found.what, error=found)
    if isinstance(found, Words):
        return Sorted(path, None, found)
    if found is None or _may_be_ours(found):
        return _own(path, household, [one for one in said if one.table])
    by_table = {one.table: one for one in said}
    made = Sorted(path, found, found.why, doubts=doubts.of_file(found), remarks=remarks.of_file(found))
    for fill in found.export.fills:
        one = recipe(found.best, fill, by_table.get(fill.table), path.stem)
        if one.lacks:
            made = replace(made, remarks=(*made.remarks, missing_words(one)))
        elif one.offered(beside):
            made = replace(made, remarks=(*made.remarks, remarks.of_offer(one)))
        else:
            made = _with(made, found, one, rules, household)
    return made


def _may_be_ours(found: Recognition) -> bool:
    """Whether a file that looks like an export which no table takes could be a table that somebody made."""
    seen = found.best.place.headers
    return not found.export.fills and found.sure is not Sure.CERTAIN and bool(tables_of(seen) or proposals(seen))


def _with(made: Sorted, found: Recognition, one: Recipe, rules: Rules, household: Household) -> Sorted:
    """The file with one more table looked at: its rows where nothing is open, else what is."""
    made = replace(made, remarks=(*made.remarks, *remarks.of_currency(one, household)))
    own = doubts.of_table(
        found,
        one,
        defaults=household.defaults,
        businesses=household.businesses,
        timezone=household.timezone,
    )
    try:
        if not own:
            zone = household.timezone
            reading = read_export(found, one, rules, defaults=household.defaults, timezone=zone, preview=True)
            made = replace(made, fillings=(*made.fillings, _filling(reading)))
            unknown = sorted(reading.account.unknown.items())
            own = tuple(doubts.of_words(found.path.name, one, *key, rows) for key, rows in unknown)
    except Ambiguous as open_:
        own = (doubts.of_error(found.path.name, one.contract.name, open_),)
    except ProbantError as fault:
        made = replace(made, error=made.error or fault)
    return replace(made, doubts=(*made.doubts, *own))


def _filling(reading: ExportReading) -> Filling:
    counted = _counted(reading.recipe.contract.name, reading.batches())
    account = reading.account
    return replace(counted, recipe=reading.recipe, passed=dict(account.passed), uncaught=reading.uncaught)


def _counted(table: str, batches: Iterable[Batch]) -> Filling:
    rows, rejects, money = 0, list[Reject](), None
    name = _SUMMED.get(table)
    for batch in batches:
        rows += batch.rows.num_rows
        rejects += batch.rejects
        part = pc.sum(batch.rows.column(name)).as_py() if name else None
        money = part if money is None else money + (part or 0)
    return Filling(table, None, rows, money, len(rejects), tuple(rejects[:_SHOWN]))


def _own(path: Path, household: Household, said: Sequence[SourceSettings]) -> Sorted:
    """A file that bears the column names of one of our own tables, or of which the project says what it fills."""
    try:
        table = None if said else table_of(path)
        tables = tables_of(table.headers) if table else [contract_of(one.table) for one in said]
        if table and len(tables) != 1:
            return _unlike(path, tables, table)
        each = zip(tables, said or (None,), strict=True)
        fillings = tuple(Filling(one.name, None, reading=_read(path, one, own, household)) for one, own in each)
    except Ambiguous as open_:
        return Sorted(path, None, open_.what, doubts=(doubts.of_error(path.name, None, open_),))
    except ProbantError as error:
        return Sorted(path, None, error.what, error=error)
    names = tuple(one.table for one in fillings)
    if said:
        return Sorted(path, None, say("probant.toml says that it fills: {tables}.", tables=names), fillings)
    return Sorted(path, None, say("It bears the column names of table “{table}”.", table=names[0]), fillings)


def _read(path: Path, contract: Contract, said: SourceSettings | None, household: Household) -> Reading:
    known = {name: value for name, value in household.defaults.items() if name in contract.by_name}
    return read(path, contract, said, defaults=known)


def _counted_too(made: Sorted) -> Sorted:
    """The same with the rows of our own tables read, so that what is open in any of them is known."""
    try:
        counted = tuple(
            replace(_counted(one.table, one.reading.batches()), reading=one.reading) if one.reading else one
            for one in made.fillings
        )
    except Ambiguous as open_:
        doubt = doubts.of_error(made.path.name, None, open_)
        return replace(made, fillings=(), why=open_.what, doubts=(*made.doubts, doubt))
    except ProbantError as error:
        return replace(made, fillings=(), why=error.what, error=error)
    return replace(made, fillings=counted)


def _unlike(path: Path, tables: Sequence[Contract], table: Table) -> Sorted:
    """A file that bears the names of none of our tables, or of several: what it could be is asked."""
    if tables:
        doubt = doubts.of_tables(path.name, tables)
        return Sorted(path, None, doubt.ask, doubts=(doubt,))
    why = say("It has the columns of no export that is known, and of none of our tables.")
    seen = tuple(one for one in table.headers if one)
    if len(seen) < _FEWEST:
        return Sorted(path, None, say("It is no table: its first line has one cell."))
    shown = glimpse(table)
    if found := proposals(seen, shown):
        return Sorted(path, None, why, doubts=(doubts.of_proposals(path.name, found, shown.rows, seen),))
    return Sorted(path, None, why, doubts=(doubts.of_stranger(path.name, nearest(seen, shown), shown.rows, seen),))
