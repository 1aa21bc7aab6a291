"""Load a folder of exports: say what each file was taken for and why, ask only what cannot be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from probant.actions.ingest import catch_up, load, within
from probant.actions.project import Project
from probant.actions.reading import household
from probant.actions.traces import ingest_traces
from probant.contract.catalog import contract as contract_of
from probant.contract.consents import CONSENTS
from probant.errors import Ambiguous, Inconsistent, Missing, ProbantError, Unreadable
from probant.source.aside import is_traces
from probant.source.channels import Rules, rules, suggestion
from probant.source.exported import read_export
from probant.source.household import Household
from probant.source.sorting import Filling, Sorted, SortedFolder, sort_folder
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
    rows: int | None
    """None where the file was not loaded, and its rows not counted."""
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


def ingest_folder(
    project: Project, folder: str, *, only: Sequence[str] = (), certain_only: bool = False, tell: Tell = quiet
) -> Folder:
    """Sort the files of `folder`, or `only` some of them, and load those about which nothing is open.

    With `certain_only` nothing at all is loaded while anything must be asked: `Ambiguous` says the first.
    Raises Missing where the folder is not there, Unreadable for a named file of which nothing could ever be loaded.
    """
    place = Path(folder)
    if not place.is_dir():
        raise Missing(
            say("There is no folder {folder}.", folder=folder), mend=say("name the folder where the exports lie")
        )
    ours = rules(project.folder)
    house = household(project)
    found = sort_folder(
        place,
        ours,
        house,
        project.settings.source,
        within(tell, 0, 2),
        home=project.folder,
        thorough=certain_only,
        only=[Path(file) for file in only],
    )
    if certain_only and found.doubts:
        raise found.doubts[0].error
    for file in found.files if only else ():
        _check_named(file)
    catch_up(project)
    receipts, faults = _loaded(project, found, ours, house, within(tell, 1, 2))
    traced = {file.path: ingest_traces(project, file.path) for file in found.files if is_traces(file.path)}
    receipts += tuple(one for ones in traced.values() for one in ones)
    rule = suggestion(found.uncaught) if found.uncaught else None
    notes = tuple(_note(file, receipts, faults.get(file.path)) for file in found.files)
    return Folder(notes, receipts, found.warnings, rule)


def _check_named(file: Sorted) -> None:
    """In a folder such a file is passed over; one that was named must not end as if it had been loaded."""
    if file.recognition or file.fillings or file.doubts or file.error or is_traces(file.path):
        return
    raise Unreadable(
        say("Nothing of {file} can be loaded. {why}", file=file.path.name, why=file.why),
        mend=say("name a file that holds a table: columns with a header, and rows"),
    )


def _loaded(
    project: Project, found: SortedFolder, ours: Rules, house: Household, tell: Tell
) -> tuple[tuple[Receipt, ...], dict[Path, ProbantError]]:
    """Receipts, and why files could not be loaded after all: rows far down may contradict what the first ones prove."""
    works = [(file, filling) for file in found.ready for filling in file.fillings if filling.table not in found.clashes]
    # Consents first: whoever agreed must be known before rows are admitted on that ground.
    works.sort(key=lambda work: work[1].table != CONSENTS.name)
    receipts: list[Receipt] = []
    faults: dict[Path, ProbantError] = {}
    for number, (file, filling) in enumerate(works):
        tell(number / len(works), say("loading {file}", file=file.path.name))
        try:
            receipts.append(_one(project, file, filling, ours, house, within(tell, number, len(works))))
        except (Ambiguous, Inconsistent, Unreadable) as fault:
            faults[file.path] = fault
    return tuple(receipts), faults


def _one(project: Project, file: Sorted, filling: Filling, ours: Rules, house: Household, tell: Tell) -> Receipt:
    contract = contract_of(filling.table)
    if filling.reading is not None:
        return load(project, file.path.name, filling.reading, contract, tell)
    assert filling.recipe is not None and file.recognition is not None  # noqa: PT018 - one or the other, by `Filling`
    reading = read_export(
        file.recognition, filling.recipe, ours, defaults=house.defaults, timezone=house.timezone, tell=tell
    )
    return load(project, file.path.name, reading, contract, tell)


def _note(file: Sorted, receipts: tuple[Receipt, ...], late: ProbantError | None) -> FileNote:
    # What is open for two tables of one file is one thing to ask.
    asks = list({(str(one.ask), one.lines): Ask(one.ask, one.lines) for one in file.doubts}.values())
    asks += [Ask(late.what, late.lines)] if isinstance(late, Ambiguous) else []
    error = file.error or late
    fault = None if isinstance(error, Ambiguous) else error
    own = (one.table for one in receipts if one.source == file.path.name)
    tables = tuple(dict.fromkeys([*(one.table for one in file.fillings), *own]))
    return FileNote(
        file=file.path.name,
        taken_for=file.recognition.export.label if file.recognition else None,
        why=file.why,
        tables=tables,
        rows=_rows(file, receipts),
        asks=tuple(asks),
        remarks=file.remarks,
        fault=None if fault is None else fault.what,
        mend=None if fault is None else fault.mend,
    )


def _rows(file: Sorted, receipts: tuple[Receipt, ...]) -> int | None:
    """Rows that were read of a file: as counted while it was sorted, else as its receipts say."""
    counted = [one.rows for one in file.fillings]
    loaded = [one.received for one in receipts if one.source == file.path.name]
    if None in counted or not counted:
        return sum(loaded) if loaded else None
    return sum(one for one in counted if one is not None)
