"""The monitor over conversations of agents: what it saw is kept, and no word of theirs."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from probant.actions.project import Project
from probant.actions.settings import refused
from probant.actions.traces import drain, keep
from probant.contract.dimensions import WHOLE
from probant.errors import Missing, Refused
from probant.evidence.agents import monitor
from probant.evidence.agents.policies import Policy, Rules
from probant.evidence.agents.turns import RUN, Turn
from probant.store.queue import Queue
from probant.vocabulary import Receipt, Tell, quiet
from probant.words import say

_AT_ONCE = 1_000
"""Runs whose findings are kept together."""


class Conversation(BaseModel):
    """One line of a file of conversations: a run, turn by turn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trace: Annotated[str, Field(min_length=1)]
    business: Annotated[str, Field(min_length=1)] = WHOLE
    turns: tuple[Turn, ...]

    def rows(self, rules: tuple[Policy, ...]) -> Iterator[dict[str, Any]]:
        """Rows of agent_deviations; a turn without a span is named by its place, from 1 up."""
        turns = [
            replace(turn, span=f"turn {place}") if turn.span == RUN else turn
            for place, turn in enumerate(self.turns, start=1)
        ]
        return ({"trace": self.trace, **seen} for seen in monitor.watch(turns, rules, business=self.business))


def watch(project: Project, *, rules: str, runs: str, tell: Tell = quiet) -> tuple[Receipt, ...]:
    """Hold runs against rules; keep the rules, and where each applied and was kept or broken.

    Parameters
    ----------
    project : Project
        The open project.
    rules : str
        File of TOML with one `[[rule]]` each, as `policies.Rules` reads them.
    runs : str
        File of JSON with one `Conversation` a line.
    tell : callable
        Told how far it is.

    Raises
    ------
    Missing
        If a file is not there.
    Refused
        If a rule or a run cannot be accepted; then nothing is kept.
    """
    declared = _declared(_there(rules))
    file = _there(runs)
    with TemporaryDirectory(dir=project.folder, prefix="monitor.") as folder:
        queue = Queue.beside(Path(folder))
        keep(project, queue, {"agent_rules": list(monitor.declared(declared))}, {})
        for found in _seen(file, declared):
            keep(project, queue, {"agent_deviations": found}, {})
        return drain(project, queue, file.name, tell)


def _seen(file: Path, rules: tuple[Policy, ...]) -> Iterator[list[dict[str, Any]]]:
    """Findings of so many runs at once."""
    held: list[dict[str, Any]] = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                held += _conversation(line, file, number).rows(rules)
            if number % _AT_ONCE == 0 and held:
                yield held
                held = []
    if held:
        yield held


def _conversation(line: bytes, file: Path, number: int) -> Conversation:
    try:
        return Conversation.model_validate(json.loads(line))
    except ValidationError as error:
        raise refused(f"{file.name}:{number}", error) from error
    except (ValueError, RecursionError) as error:
        what = say("Line {line} of {file} is not JSON: {fault}.", line=number, file=file.name, fault=str(error))
        raise Refused(what, mend=say("write one run a line, as docs/traces.md shows")) from error


def _declared(file: Path) -> tuple[Policy, ...]:
    try:
        return Rules.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).rule
    except ValidationError as error:
        raise refused(file.name, error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            say("{file} is not valid TOML: {fault}.", file=file.name, fault=str(error)),
            mend=say("mend that line; text stands in double quotes, a list in square brackets"),
        ) from error


def _there(file: str) -> Path:
    if not Path(file).is_file():
        raise Missing(
            say("There is no file {file}.", file=file),
            mend=say("write one; docs/traces.md shows how rules and runs are written"),
        )
    return Path(file)
