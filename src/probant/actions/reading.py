"""What is read of a source: a file as declared, an export as its platform writes it, rows fetched from elsewhere."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from probant.actions.measure import businesses
from probant.actions.project import Project
from probant.contract.batch import Batch
from probant.contract.definition import Contract
from probant.errors import Refused, UnknownName
from probant.source.channels import rules
from probant.source.database import fetch_table
from probant.source.dlt_source import fetch_dlt
from probant.source.exported import read_export
from probant.source.fetched import Fetched
from probant.source.household import Household
from probant.source.platforms import exports
from probant.source.read import read
from probant.source.recipe import recipe
from probant.source.recognise import recognise
from probant.source.settings import SourceSettings
from probant.vocabulary import Tell
from probant.words import say

SPOOL = "store.fetched"
"""Folder in the project where fetched rows lie until they are loaded; emptied before and after."""


class Readable(Protocol):
    """What a source settled: its digest, and its batches when they are asked for."""

    @property
    def content(self) -> str:
        """SHA-256 of all that makes the rows."""
        ...

    def batches(self) -> Iterator[Batch]:
        """Rows of one contract."""
        ...


def household(project: Project) -> Household:
    """What the project says of all its files."""
    own = project.settings
    declared = tuple(one.name for one in own.business) or businesses(project)
    business = {"business": declared[0]} if len(declared) == 1 else {}
    return Household({"currency": own.project.currency, **business}, declared, own.project.timezone)


def reading(project: Project, path: Path, settings: SourceSettings | None, contract: Contract, tell: Tell) -> Readable:
    """A file settled as rows of `contract`: as its platform's export where the project says so, else as declared.

    Raises what `read` and `read_export` raise; UnknownName for a table that the export does not fill.
    """
    own = project.settings
    if settings is not None and settings.export is not None:
        return _export(project, path, settings, contract, tell)
    defaults = {"currency": own.project.currency}
    if len(own.business) == 1:
        defaults["business"] = own.business[0].name
    return read(path, contract, settings, defaults=defaults, tell=tell)


def _export(project: Project, path: Path, settings: SourceSettings, contract: Contract, tell: Tell) -> Readable:
    found = recognise(path, settings)
    if found is None:
        raise UnknownName(say("export that fits {file}", file=path.name), str(settings.export), exports())
    fill = found.export.fill(contract.name)
    if fill is None:
        names = [one.table for one in found.export.fills]
        raise UnknownName(say("table that {label} fills", label=found.export.label), contract.name, names)
    house = household(project)
    made = recipe(found.best, fill, settings, path.stem)
    return read_export(found, made, rules(project.folder), defaults=house.defaults, timezone=house.timezone, tell=tell)


@contextmanager
def fetched(project: Project, settings: SourceSettings, contract: Contract, tell: Tell) -> Iterator[Fetched | None]:
    """Rows of a database or a dlt source, in a file that goes away; None where no row is new.

    Raises Refused where there are no rows at all, and what `fetch_table` and `fetch_dlt` raise.
    """
    folder = project.folder / SPOOL
    shutil.rmtree(folder, ignore_errors=True)  # what a killed process left
    folder.mkdir(mode=0o700)
    try:
        since = high_water(project, settings)
        defaults = household(project).defaults
        if settings.dlt is not None:
            found = fetch_dlt(settings, folder, home=project.folder, tell=tell)
        else:
            found = fetch_table(settings, contract, folder, defaults=defaults, since=since, tell=tell)
        if not found.rows and since is None:
            raise Refused(
                say("{source} has no rows.", source=settings.label),
                mend=say("check `relation` in probant.toml, and what the account may see"),
            )
        yield found if found.rows else None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def high_water(project: Project, settings: SourceSettings) -> str | None:
    """Highest value of `newer_by` that is in the store, read in the very same way; None where nothing is."""
    if settings.newer_by is None:
        return None
    wanted = said(settings)
    marks = [
        entry.facts["high"]
        for entry in project.ledger.entries()
        if entry.act == "ingest" and wanted.items() <= entry.facts.items() and "high" in entry.facts
    ]
    return marks[-1] if marks else None


def provenance(settings: SourceSettings, found: Fetched) -> Mapping[str, str]:
    """What the ledger keeps of fetched rows beside the account of their batch."""
    high = {} if found.high is None else {"high": found.high}
    return {"origin": found.origin, **said(settings), **high}


def said(settings: SourceSettings) -> Mapping[str, str]:
    """What tells one way of reading a relation from another: where from, which rows, and what becomes of them."""
    how = "\n".join((settings.canonical, settings.table, settings.database or "", settings.relation or ""))
    return {"newer_by": settings.newer_by or "", "how": hashlib.sha256(how.encode()).hexdigest()[:16]}
