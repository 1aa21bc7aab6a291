"""Load files into the store: read, ask privacy, load, and enter the account in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from probant.actions.project import Project
from probant.contract.batch import Batch
from probant.contract.catalog import contract as contract_of
from probant.contract.consents import CONSENTS
from probant.contract.definition import Contract
from probant.errors import Missing, Refused
from probant.privacy.door import admit
from probant.source.read import read
from probant.source.settings import SourceSettings
from probant.vocabulary import Receipt, Tell, quiet
from probant.words import say


def ingest(
    project: Project, files: Sequence[str] = (), *, table: str | None = None, tell: Tell = quiet
) -> tuple[Receipt, ...]:
    """Load `files` as `table`, or all that `probant.toml` declares; one receipt a file and table.

    A file that is declared in `probant.toml` is read as declared there. Files load one after the other,
    each wholly or not at all; a file that was loaded before changes nothing.
    """
    plan = _declared(project, files) if table is None else [(Path(f), None, table) for f in files]
    if not plan:
        raise Refused(
            say("No file was named, and {file} declares no source.", file="probant.toml"),
            mend=say("name a file and its table, e.g. `probant ingest spend.csv --table spend`"),
        )
    catch_up(project)
    done = []
    for place, (path, settings, name) in enumerate(plan):
        tell(place / len(plan), say("loading {file}", file=path.name))
        part, contract = within(tell, place, len(plan)), contract_of(name)
        done.append(load(project, path.name, _read(project, path, settings, contract, part), contract, part))
    return tuple(done)


def catch_up(project: Project) -> None:
    """Enter batches that a killed process had loaded but not entered: the store knows them, the ledger must too."""
    entered = {entry.facts["batch"] for entry in project.ledger.entries() if entry.act == "ingest"}
    for receipt in project.store.receipts():
        if str(receipt.batch) not in entered:
            project.record("ingest", _facts(receipt))


Plan = list[tuple[Path, SourceSettings | None, str]]


def _declared(project: Project, files: Sequence[str]) -> Plan:
    wanted = {Path(file).resolve() for file in files}
    plan: Plan = []
    for settings in project.settings.source:
        found = sorted(project.folder.glob(settings.file))
        if not found and not wanted:
            raise Missing(
                say("No file matches “{pattern}” in {folder}.", pattern=settings.file, folder=str(project.folder)),
                mend=say("put the file there, or correct `file` in probant.toml"),
            )
        plan += [(path, settings, settings.table) for path in found if not wanted or path.resolve() in wanted]
    # Consents first: whoever agreed must be known before rows are admitted on that ground.
    plan.sort(key=lambda one: one[2] != CONSENTS.name)
    unplanned = wanted - {path.resolve() for path, _, _ in plan}
    if unplanned:
        raise Refused(
            say("{file} is not declared as a source.", file=min(path.name for path in unplanned)),
            mend=say("say which table it fills with --table, or declare it in probant.toml"),
        )
    return plan


class Readable(Protocol):
    """What a source settled: its digest, and its batches when they are asked for."""

    @property
    def content(self) -> str:
        """SHA-256 of all that makes the rows."""
        ...

    def batches(self) -> Iterator[Batch]:
        """Rows of one contract."""
        ...


def _read(project: Project, path: Path, settings: SourceSettings | None, contract: Contract, tell: Tell) -> Readable:
    own = project.settings
    defaults = {"currency": own.project.currency}
    if len(own.business) == 1:
        defaults["business"] = own.business[0].name
    return read(path, contract, settings, defaults=defaults, tell=tell)


def load(project: Project, source: str, reading: Readable, contract: Contract, tell: Tell) -> Receipt:
    """Load what a source settled: past privacy, into the store, and into the ledger."""
    receipt = project.store.load(
        contract, source, reading.content, _admitted(project, contract, reading), at=project.clock(), tell=tell
    )
    if not receipt.again:
        project.record("ingest", _facts(receipt))
    return receipt


def _admitted(project: Project, contract: Contract, reading: Readable) -> Iterator[Batch]:
    batches: Iterable[Batch] = reading.batches()
    return admit(
        batches,
        contract,
        settings=project.settings.privacy,
        keyring=project.keyring,
        consents=_consents(project) if contract.people else None,
        now=project.clock(),
    )


def _consents(project: Project) -> pa.Table:
    return project.fetch({"consents": project.tables()["consents"]})["consents"]


def _facts(receipt: Receipt) -> dict[str, str]:
    counts = ("received", "loaded", "quarantined", "duplicate", "refused", "replaced")
    return {
        "batch": str(receipt.batch),
        "table": receipt.table,
        "source": receipt.source,
        "content": receipt.content,
        **{name: str(getattr(receipt, name)) for name in counts},
    }


def within(tell: Tell, place: int, of: int) -> Tell:
    """A callback for one of several works, told on in the scale of them all."""
    return lambda done, doing: tell((place + done) / of, doing)
