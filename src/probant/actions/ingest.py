"""Load sources into the store: read, ask privacy, load, and enter the account in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from probant.actions.entered import facts
from probant.actions.project import Project
from probant.actions.reading import Readable, fetched, provenance, reading
from probant.actions.traces import ingest_traces
from probant.contract.batch import Batch
from probant.contract.catalog import contract as contract_of
from probant.contract.consents import CONSENTS
from probant.contract.definition import Contract
from probant.errors import Missing, Refused, Undeclared
from probant.privacy.door import admit
from probant.source.aside import is_traces
from probant.source.settings import SourceSettings
from probant.vocabulary import Receipt, Tell, quiet
from probant.words import say


def ingest(
    project: Project, files: Sequence[str] = (), *, table: str | None = None, tell: Tell = quiet
) -> tuple[Receipt, ...]:
    """Load `files` as `table`, or all that `probant.toml` declares; one receipt a source and table.

    A file that is declared in `probant.toml` is read as declared there; traces of agents are known by what they
    hold. Files load one after the other, each wholly or not at all; a file that was loaded before changes nothing.
    Databases and dlt sources are asked for where no file is named; one without new rows gives no receipt.
    Raises Undeclared, before anything is loaded, for a file of which nobody said what it fills: `ingest_folder`
    finds out.
    """
    traces = [Path(file) for file in files if table is None and is_traces(Path(file))]
    others = [file for file in files if Path(file) not in traces]
    plan = _planned(project, others, table) if others or not traces else []
    if not plan and not traces:
        raise Refused(
            say("No file was named, and {file} declares no source.", file="probant.toml"),
            mend=say("name a file and its table, e.g. `probant ingest spend.csv --table spend`"),
        )
    catch_up(project)
    done: list[Receipt] = []
    for place, work in enumerate(plan):
        tell(place / len(plan), say("loading {file}", file=work.name))
        done += _done(project, work, within(tell, place, len(plan) + len(traces)))
    for place, path in enumerate(traces, start=len(plan)):
        done += ingest_traces(project, path, within(tell, place, len(plan) + len(traces)))
    return tuple(done)


def _planned(project: Project, files: Sequence[str], table: str | None) -> list[Work]:
    return _declared(project, files) if table is None else [Work(table, None, Path(file)) for file in files]


@dataclass(frozen=True, slots=True)
class Work:
    """One source that fills one table."""

    table: str
    settings: SourceSettings | None
    path: Path | None
    """None where it is no file."""

    @property
    def name(self) -> str:
        """What the receipt calls it."""
        if self.path is not None:
            return self.path.name
        return self.settings.label if self.settings is not None else self.table


def _done(project: Project, work: Work, tell: Tell) -> tuple[Receipt, ...]:
    """Load one source; no receipt where it had nothing new."""
    contract = contract_of(work.table)
    if work.path is not None:
        made = reading(project, work.path, work.settings, contract, tell)
        return (load(project, work.name, made, contract, tell),)
    assert work.settings is not None
    with fetched(project, work.settings, contract, tell) as found:
        if found is None:
            return ()
        made = reading(project, found.path, work.settings, contract, tell)
        return (load(project, work.name, made, contract, tell, provenance(work.settings, found)),)


def catch_up(project: Project) -> None:
    """Enter batches that a killed process had loaded but not entered: the store knows them, the ledger must too."""
    entered = {entry.facts["batch"] for entry in project.ledger.entries() if entry.act == "ingest"}
    for receipt in project.store.receipts():
        if str(receipt.batch) not in entered:
            project.record("ingest", facts(receipt))


def _declared(project: Project, files: Sequence[str]) -> list[Work]:
    wanted = {Path(file).resolve() for file in files}
    plan: list[Work] = []
    for settings in project.settings.source:
        if settings.file is None:
            plan += [] if wanted else [Work(settings.table, settings, None)]
            continue
        found = sorted(project.folder.glob(settings.file))
        if not found and not wanted:
            raise Missing(
                say("No file matches “{pattern}” in {folder}.", pattern=settings.file, folder=str(project.folder)),
                mend=say("put the file there, or correct `file` in probant.toml"),
            )
        plan += [Work(settings.table, settings, path) for path in found if not wanted or path.resolve() in wanted]
    # Consents first: whoever agreed must be known before rows are admitted on that ground.
    plan.sort(key=lambda one: one.table != CONSENTS.name)
    unplanned = wanted - {one.path.resolve() for one in plan if one.path is not None}
    if unplanned:
        raise Undeclared(min(path.name for path in unplanned))
    return plan


def load(
    project: Project,
    source: str,
    made: Readable,
    contract: Contract,
    tell: Tell,
    origin: Mapping[str, str] = MappingProxyType({}),
) -> Receipt:
    """Load what a source settled: past privacy, into the store, and into the ledger with its origin."""
    receipt = project.store.load(
        contract, source, made.content, _admitted(project, contract, made), at=project.clock(), tell=tell
    )
    if not receipt.again:
        project.record("ingest", {**facts(receipt), **origin})
    return receipt


def _admitted(project: Project, contract: Contract, made: Readable) -> Iterator[Batch]:
    batches: Iterable[Batch] = made.batches()
    return admit(
        batches,
        contract,
        settings=project.settings.privacy,
        keyring=project.keyring,
        consents=_consents(project, contract),
        now=project.clock(),
    )


def _consents(project: Project, contract: Contract) -> pa.Table | None:
    """Decisions on the purpose of a table that rests on consent; None where it rests on something else."""
    settings = project.settings.privacy
    if not contract.people or settings.basis_of(contract.name) != "consent":
        return None
    held = project.tables()[CONSENTS.name]
    return project.fetch({"consents": held.filter(held.purpose == settings.purpose_of(contract.name))})["consents"]


def within(tell: Tell, place: int, of: int) -> Tell:
    """A callback for one of several works, told on in the scale of them all."""
    return lambda done, doing: tell((place + done) / of, doing)
