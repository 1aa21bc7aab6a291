"""Load a folder of exports: say what each file was taken for and why, ask only what cannot be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from probant.actions.ingest import catch_up, load, within
from probant.actions.measure import businesses
from probant.actions.project import Project
from probant.contract.catalog import contract as contract_of
from probant.contract.consents import CONSENTS
from probant.errors import Ambiguous, Missing
from probant.source.channels import Rules, rules, suggestion
from probant.source.exported import read_export
from probant.source.read import read
from probant.source.sorting import Filling, Household, Sorted, SortedFolder, sort_folder
from probant.vocabulary import Receipt, Tell, quiet
from probant.words import Words, say


@dataclass(frozen=True, slots=True)
class Ask:
    """What only the user can know of a file, and the lines of which one settles it."""

    words: Words
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileNote:
    """One file of the folder: what it was taken for and why, what it fills, what is open."""

    file: str
    taken_for: str | None
    why: Words
    tables: tuple[str, ...]
    rows: int
    asks: tuple[Ask, ...]
    remarks: tuple[Words, ...]
    fault: Words | None
    mend: Words | None


@dataclass(frozen=True, slots=True)
class Folder:
    """What became of a folder of exports."""

    files: tuple[FileNote, ...]
    receipts: tuple[Receipt, ...]
    warnings: tuple[Words, ...]
    rule: str | None
    """A rule for channels.toml that would catch the most money that none catches now; None where all is caught."""

    @property
    def open(self) -> bool:
        """Whether anything must be asked, or could not be read."""
        return bool(self.warnings) or any(one.asks or one.fault for one in self.files)


def ingest_folder(project: Project, folder: str, *, certain_only: bool = False, tell: Tell = quiet) -> Folder:
    """Sort the files of `folder` and load those about which nothing is open.

    With `certain_only` nothing at all is loaded while anything must be asked: `Ambiguous` says the first.
    Raises Missing where the folder is not there.
    """
    place = Path(folder)
    if not place.is_dir():
        raise Missing(
            say("There is no folder {folder}.", folder=folder), mend=say("name the folder where the exports lie")
        )
    ours = rules(project.folder)
    household = _household(project)
    found = sort_folder(place, ours, household, project.settings.source, within(tell, 0, 2))
    if certain_only and found.doubts:
        raise found.doubts[0].error
    catch_up(project)
    receipts = tuple(_loaded(project, found, ours, household, within(tell, 1, 2)))
    rule = suggestion(found.uncaught) if found.uncaught else None
    return Folder(tuple(map(_note, found.files)), receipts, found.warnings, rule)


def _household(project: Project) -> Household:
    own = project.settings
    declared = tuple(one.name for one in own.business) or businesses(project)
    business = {"business": declared[0]} if len(declared) == 1 else {}
    return Household({"currency": own.project.currency, **business}, declared, own.project.timezone)


def _loaded(project: Project, found: SortedFolder, ours: Rules, household: Household, tell: Tell) -> Iterator[Receipt]:
    works = [(file, filling) for file in found.ready for filling in file.fillings if filling.table not in found.clashes]
    # Consents first: whoever agreed must be known before rows are admitted on that ground.
    works.sort(key=lambda work: work[1].table != CONSENTS.name)
    for number, (file, filling) in enumerate(works):
        part = within(tell, number, len(works))
        yield _one(project, file, filling, ours, household, part)


def _one(project: Project, file: Sorted, filling: Filling, ours: Rules, household: Household, tell: Tell) -> Receipt:
    contract = contract_of(filling.table)
    if filling.recipe is None or file.recognition is None:
        known = {name: value for name, value in household.defaults.items() if name in contract.by_name}
        return load(project, file.path.name, read(file.path, contract, defaults=known, tell=tell), contract, tell)
    reading = read_export(
        file.recognition, filling.recipe, ours, defaults=household.defaults, timezone=household.timezone, tell=tell
    )
    return load(project, file.path.name, reading, contract, tell)


def _note(file: Sorted) -> FileNote:
    fault = None if isinstance(file.error, Ambiguous) else file.error
    return FileNote(
        file=file.path.name,
        taken_for=file.recognition.export.label if file.recognition else None,
        why=file.why,
        tables=tuple(one.table for one in file.fillings),
        rows=sum(one.rows for one in file.fillings),
        asks=tuple(Ask(one.ask, one.lines) for one in file.doubts),
        remarks=file.remarks,
        fault=None if fault is None else fault.what,
        mend=None if fault is None else fault.mend,
    )
