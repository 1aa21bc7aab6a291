"""Ask an engine: check, read, think, record. The one path for terminal, browser and Python."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from pydantic import ValidationError

from probant import __version__
from probant.actions.project import Project
from probant.actions.quality import doubted
from probant.actions.settings import refused
from probant.actions.truth import with_truth
from probant.decision.answer import Shown
from probant.errors import Inconsistent, UnknownName
from probant.evidence import registry
from probant.evidence.protocol import Engine, Question, Together
from probant.vocabulary import Evidence, Provenance, Tell, quiet
from probant.words import Words, say, verbatim


def gather(
    project: Project, engine_name: str, answers: Mapping[str, Any], *, seed: int = 0, tell: Tell = quiet
) -> Shown:
    """Ask one engine one question of the project's store, keep the evidence and enter it in the ledger.

    Raises UnknownName for an engine that is not there, and Refused for answers that its
    question does not accept: both before any data is read.
    """
    asked = _asked(engine_name, answers, seed)
    return _keep(project, _think(project, asked, _read(project, [asked], project.store.last), tell))


def gather_declared(project: Project, *, tell: Tell = quiet) -> tuple[Shown, ...]:
    """Ask every `[[question]]` of `probant.toml`; what several of them read of the same rows is read once.

    Raises as `gather` does; where a question is not accepted, none of them is asked.
    """
    declared = [_asked(one.engine, one.answers, one.seed) for one in project.settings.question]
    read: dict[Hashable, _Read] = {}
    shown = []
    for place, one in enumerate(declared):
        tell(place / len(declared), say("asking {engine}", engine=one.engine.name))
        if one.family not in read:
            family = [other for other in declared if other.family == one.family]
            read[one.family] = _read(project, family, project.store.last)
        shown.append(_keep(project, _think(project, one, read[one.family], quiet)))
    return tuple(shown)


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of computing a piece of evidence again."""

    id: str
    same: bool
    """Every estimate within 1e-9 relative, every check and the grade equal."""
    same_data: bool
    """Whether the batches it was computed from are still what they were."""
    same_version: bool
    differences: tuple[Words, ...]


def reproduce(project: Project, evidence_id: str) -> Reproduction:
    """Compute a piece of evidence again from its question, its data as they then were, and its seed."""
    old = show(project, evidence_id)
    made = old.evidence.provenance
    if made is None:
        raise Inconsistent(
            say("Evidence {id} does not say how it came about.", id=old.id),
            mend=say("ask its question again: evidence that the verb `ask` keeps can be reproduced"),
        )
    asked = _asked(old.evidence.engine, json.loads(made.question), made.seed)
    new = _think(project, asked, _read(project, [asked], made.as_of), quiet)
    differences = tuple(_differences(old.evidence, new))
    same_data = new.provenance is not None and new.provenance.data == made.data
    project.record("reproduce", {"evidence": old.id, "same": str(not differences).lower()})
    return Reproduction(old.id, not differences, same_data, made.version == __version__, differences)


def show(project: Project, evidence_id: str) -> Shown:
    """One piece of evidence by its id, or the beginning of it; it must be what the ledger entered."""
    whole = project.archive.find(evidence_id)
    return _shown(project, whole, _entries(project))


def listing(project: Project) -> tuple[Shown, ...]:
    """The newest evidence to each question, in the order in which the questions were first asked."""
    entries = _entries(project)
    newest = {(entry.facts["engine"], entry.facts["question"]): entry for entry in entries}
    return tuple(_shown(project, entry.facts["evidence"], [entry]) for entry in newest.values())


def _shown(project: Project, whole: str, entries: Sequence[Any]) -> Shown:
    """Evidence by its whole id; it must be what the last of these entries that names it entered."""
    digest = next((entry.facts["digest"] for entry in reversed(entries) if entry.facts["evidence"] == whole), None)
    return with_truth(project, Shown(whole, project.archive.get(whole, digest=digest)))


def _entries(project: Project) -> list[Any]:
    return [entry for entry in project.ledger.entries() if entry.act == "gather"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that its engine accepts."""

    engine: Engine[Any]
    question: Question
    seed: int

    @property
    def family(self) -> Hashable:
        """What is equal for questions whose data are read together."""
        if isinstance(self.engine, Together):
            return self.engine.name, self.engine.family(self.question)
        return self.engine.name, self.question.model_dump_json()


@dataclass(frozen=True, slots=True)
class _Read:
    """What the store said to the questions of one family."""

    data: Mapping[str, pa.Table]
    tables: frozenset[str]
    """Which it was made of."""
    as_of: int


def _asked(engine_name: str, answers: Mapping[str, Any], seed: int) -> _Asked:
    engine = registry.engine(engine_name)
    fields = engine.question.model_fields
    for name in answers:
        if name not in fields:
            raise UnknownName(say("field of {engine}", engine=engine.name), name, fields)
    try:
        question: Question = engine.question.model_validate(answers)
    except ValidationError as error:
        raise refused(engine.name, error) from error
    return _Asked(engine, question, seed)


def _read(project: Project, family: Sequence[_Asked], as_of: int) -> _Read:
    tables, engine, questions = _Watched(project.tables(as_of)), family[0].engine, [one.question for one in family]
    needs = engine.together(questions, tables) if isinstance(engine, Together) else engine.needs(questions[0], tables)
    return _Read(project.fetch(needs), frozenset(tables.used), as_of)


def _think(project: Project, asked: _Asked, read: _Read, tell: Tell) -> Evidence:
    question = asked.question
    evidence = asked.engine.estimate(question, read.data, np.random.default_rng(asked.seed), tell)
    evidence = doubted(project, evidence, read.tables, read.as_of)
    provenance = Provenance(
        question=question.model_dump_json(),
        data=project.store.digest(sorted(read.tables), read.as_of),
        as_of=read.as_of,
        seed=asked.seed,
        version=__version__,
    )
    notes = () if question.note is None else (verbatim(question.note),)
    return replace(evidence, limits=(*notes, *evidence.limits), provenance=provenance)


class _Watched(Mapping[str, ir.Table]):
    """Tables that remember which of them were used: those make the data digest."""

    def __init__(self, tables: Mapping[str, ir.Table]) -> None:
        self._tables = tables
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> ir.Table:
        self.used.add(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _keep(project: Project, evidence: Evidence) -> Shown:
    kept, digest = project.archive.put(evidence)
    made = evidence.provenance
    assert made is not None
    facts = {
        "evidence": kept,
        "digest": digest,
        "engine": evidence.engine,
        "question": made.question,
        "data": made.data,
        "as_of": str(made.as_of),
        "seed": str(made.seed),
        "version": made.version,
        "grade": evidence.grade.value,
    }
    project.record("gather", facts)
    return Shown(kept, evidence)


def _differences(old: Evidence, new: Evidence) -> list[Words]:
    """What differs, in words; floats are compared at 1e-9 relative, the rest exactly."""
    found = []
    for subject in sorted({*old.estimates, *new.estimates}):
        before, after = old.estimates.get(subject), new.estimates.get(subject)
        if before is None or after is None or not _close(_numbers(before), _numbers(after)):
            found.append(
                say(
                    "{subject}: was {before}, is {after}.",
                    subject=subject,
                    before=before and before.value,
                    after=after and after.value,
                )
            )
    if old.grade != new.grade:
        found.append(say("The grade was {before}, is {after}.", before=old.grade.value, after=new.grade.value))
    return found


def _numbers(estimate: Any) -> list[float]:
    around = estimate.interval
    return [estimate.value, *([around.low, around.high] if around else [])]


def _close(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and bool(np.allclose(one, other, rtol=1e-9, atol=0.0))
