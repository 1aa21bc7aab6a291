"""Make a company whose truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from probant.actions.settings import refused
from probant.simulate.company import simulate as make
from probant.simulate.settings import Settings
from probant.vocabulary import Tell, quiet


@dataclass(frozen=True, slots=True)
class Simulation:
    """Where an invented company was written, and how many files."""

    folder: str
    files: int
    truth: str
    """Path of what no company knows."""


def simulate(folder: Path, answers: Mapping[str, Any] | None = None, *, tell: Tell = quiet) -> Simulation:
    """Write the exports of an invented company into `folder`, and `truth.json` beside them.

    Raises Refused where the folder holds anything, or a setting cannot be.
    """
    try:
        settings = Settings.model_validate(dict(answers or {}))
    except ValidationError as error:
        raise refused("simulate", error) from error
    make(folder, settings, tell=tell)
    files = sum(path.is_file() for path in folder.rglob("*"))
    return Simulation(str(folder), files, str(folder / "truth.json"))
