"""Say what is wrong with a project, and mend what is safe to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from probant.actions.lease import FILE as LEASE
from probant.actions.lease import PLACE, find_lease
from probant.actions.project import find_folder, now, open_project
from probant.actions.settings import FILE, Settings, read_settings
from probant.errors import ProbantError
from probant.ledger import checkpoint
from probant.ledger.book import Ledger
from probant.ledger.verify import State, verify
from probant.privacy.keys import Keyring
from probant.store import doctor as store
from probant.vocabulary import Finding
from probant.words import Words, say


def doctor(folder: Path | None = None, *, mend: bool = False, accept: bool = False) -> tuple[Finding, ...]:
    """All that was looked at, sound or not; with `mend` what is safe to mend is mended, and looked at again.

    `accept` takes a store that holds less than was acknowledged for whole. That loses what is missing, so
    it is for a person to decide, after looking for a backup; the ledger keeps who did.

    Raises Missing without a project; all else that is wrong is a finding.
    """
    home = find_folder(folder)
    if accept:
        _accept(home)
    found = tuple(_examine(home))
    if not mend or not any(one.mendable for one in found):
        return found
    for one in found:
        if one.mendable:
            _MENDS.get(one.name, lambda where, one=one: store.mend(where, one))(home)
    return tuple(_examine(home))


def _accept(home: Path) -> None:
    held = store.accept(home)
    with open_project(home) as project:
        project.record("accept", {"batch": str(held)})


def _examine(home: Path) -> Iterator[Finding]:
    try:
        settings = read_settings(home)
    except ProbantError as error:
        yield Finding("settings", False, error.what, error.mend)
        return
    yield Finding("settings", True, say("{file} can be read.", file=FILE))
    yield _lease(home)
    yield from store.examine(home)
    yield from _ledger(home, settings)


def _lease(home: Path) -> Finding:
    path = home / PLACE / LEASE
    lease = find_lease(home)
    if lease is not None:
        return Finding("served", True, say("The project is served at {url}.", url=lease.url))
    if not path.exists():
        return Finding("served", True, say("Nobody serves the project now."))
    return Finding(
        "served",
        False,
        say("A note of a server that no longer runs is left over."),
        say("remove it: no command needs it"),
        mendable=True,
    )


def _ledger(home: Path, settings: Settings) -> Iterator[Finding]:
    beside = checkpoint.beside(home)
    keyring = Keyring(settings.project.id, known=checkpoint.signer(beside))
    try:
        public = keyring.signing.public_key() if keyring.known else None
    except ProbantError as error:
        yield Finding("keys", False, error.what, error.mend)
    else:
        sound = say("The keys that signed the checkpoint are there.") if public else say("No keys were needed yet.")
        yield Finding("keys", True, sound)
    state = verify(Ledger(home, clock=now), beside, trusted=keyring.public)
    yield Finding(
        "ledger", state.ok, state.words[0] if state.words else say("The ledger is empty."), _ledger_mend(state)
    )


def _ledger_mend(state: State) -> Words | None:
    if state.ok:
        return None
    if state.torn and state.first_break is None and state.cut_tail is None:
        return say("go on: the next entry moves the unfinished line aside")
    return say("look at `probant ledger verify`, and put the ledger back from a copy")


def _remove_lease(home: Path) -> None:
    (home / PLACE / LEASE).unlink(missing_ok=True)


_MENDS: dict[str, Callable[[Path], None]] = {"served": _remove_lease}
