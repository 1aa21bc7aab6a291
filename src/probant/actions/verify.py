"""Whether the ledger is what was written, and what it holds."""

from __future__ import annotations

from probant.actions.project import Project
from probant.ledger.verify import State
from probant.ledger.verify import verify as verify_book
from probant.privacy.keys import Keyring
from probant.report.views import LedgerLine, LedgerView


def verify(project: Project) -> State:
    """Hold the ledger against its own chain and against the checkpoint beside the project."""
    return verify_book(project.ledger, project.checkpoint, trusted=Keyring(project.settings.project.id).public)


def ledger(project: Project, *, last: int = 50) -> LedgerView:
    """The newest entries, the newest first, and whether all of them hold."""
    state = verify(project)
    first = max(0, state.entries - last)
    lines = [
        LedgerLine(first + place, one.at, one.actor, one.act, one.digest, one.facts)
        for place, one in enumerate(project.ledger.entries(first))
    ]
    return LedgerView(tuple(reversed(lines)), state.entries, state.ok, state.words[0])
