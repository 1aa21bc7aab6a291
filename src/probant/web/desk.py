"""The one open project, as its settings now say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from probant.actions.project import Project
from probant.actions.settings import FILE, read_settings
from probant.actions.verbs import run
from probant.report.hand import Hand, drawn_by
from probant.vocabulary import Tell, quiet


class Desk:
    """Does verbs on the project; a change in `probant.toml` holds from the next verb on."""

    def __init__(self, project: Project, hand: Hand) -> None:
        self.project, self.hand = project, hand
        self._read = _changed_at(project)
        self._reading = Lock()

    def do(self, verb: str, arguments: Mapping[str, Any], tell: Tell = quiet) -> Any:
        """The result of one verb. Raises what the verb raises, and Refused for settings that cannot be."""
        with self._reading:
            seen = _changed_at(self.project)
            if seen != self._read:
                self.project.settings = read_settings(self.project.folder)
                self._read = seen
        with drawn_by(self.hand):
            return run(self.project, verb, arguments, tell)

    def version(self) -> tuple[object, ...]:
        """Changes with the data, the ledger, the checkpoint, the evidence and the settings; reads none of them."""
        project = self.project
        watched = (project.ledger.file, project.checkpoint, project.archive.folder, project.folder / FILE)
        return (project.store.last, *map(_stamp, watched))


def _changed_at(project: Project) -> tuple[int, int]:
    return _stamp(project.folder / FILE)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (seen.st_size, seen.st_mtime_ns)
