"""A project: a folder with `probant.toml`, the store, the ledger and the evidence."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from probant.actions.settings import FILE, BusinessSettings, Settings, read_settings
from probant.contract.dimensions import WHOLE
from probant.errors import Missing, UnknownName
from probant.ledger import checkpoint
from probant.ledger.archive import Archive
from probant.ledger.book import Ledger
from probant.privacy.keys import Keyring
from probant.store.open import Store
from probant.words import say


def now() -> datetime:
    """The clock of every project that is not told another."""
    return datetime.now(UTC)


@dataclass
class Project:
    """The open project that a verb works on: its settings, store, ledger, evidence, clock and actor."""

    folder: Path
    settings: Settings
    store: Store
    actor: str
    clock: Callable[[], datetime] = now

    @cached_property
    def keyring(self) -> Keyring:
        """Keys of this project, kept apart from its data; not made anew once a checkpoint was signed."""
        return Keyring(self.settings.project.id, known=checkpoint.signer(self.checkpoint))

    @cached_property
    def ledger(self) -> Ledger:
        """Who did what, when, on which data."""
        return Ledger(self.folder, clock=self.clock)

    @cached_property
    def archive(self) -> Archive:
        """Evidence, kept beside the ledger."""
        return Archive(self.folder)

    @property
    def checkpoint(self) -> Path:
        """Where the newest digest of the ledger is kept: beside the project, not in it."""
        return checkpoint.beside(self.folder)

    def record(self, act: str, facts: Mapping[str, str]) -> None:
        """Enter what was done in the ledger, and sign the new checkpoint beside the project."""
        self.ledger.append(act, self.actor, facts)
        checkpoint.export(self.ledger, self.checkpoint, self.keyring.signing)

    def tables(self, as_of: int | None = None) -> Mapping[str, ir.Table]:
        """Contract tables, as they are or as they were after batch `as_of`."""
        return self._current if as_of is None else self.store.tables(as_of)

    @cached_property
    def _current(self) -> Mapping[str, ir.Table]:
        return self.store.tables()

    def fetch(self, expressions: Mapping[str, ir.Table]) -> Mapping[str, pa.Table]:
        """Results of expressions over the tables."""
        return self.store.fetch(expressions)

    def business(self, name: str) -> BusinessSettings:
        """Settings of that business, or such as fit one that is not declared."""
        for one in self.settings.business:
            if one.name == name:
                return one
        return BusinessSettings(name=name, label=self.settings.project.name if name == WHOLE else name)


def find_folder(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` that holds a project."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise Missing(
        say("There is no Probant project in {folder} or above it.", folder=str(here)),
        mend=say("run `probant init` there, or name another folder with --project"),
    )


@contextmanager
def open_project(
    folder: Path | str | None = None, *, actor: str | None = None, clock: Callable[[], datetime] = now
) -> Iterator[Project]:
    """The project in `folder`, or above it; its store is closed at the end.

    Raises Missing without a project, Busy while another process holds the store, Lost where the
    store holds less than was acknowledged.
    """
    home = find_folder(None if folder is None else Path(folder))
    settings = read_settings(home)
    with Store.open(home) as store:
        yield Project(home, settings, store, actor or _user(), clock)


def known_business(project: Project, name: str, held: tuple[str, ...]) -> str:
    """`name`, if the data or the settings hold it; else UnknownName with the nearest."""
    known = {*held, *(one.name for one in project.settings.business), WHOLE}
    if name not in known:
        raise UnknownName(say("business"), name, known)
    return name


def _user() -> str:
    """The account's name, without what would make it an address: the ledger holds no e-mail address."""
    try:
        return getpass.getuser().split("@")[0] or "unknown"
    except (KeyError, OSError):
        return "unknown"
