"""Traces of AI agents: at the door, into the queue, and from there into the store."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import pyarrow as pa

from probant.actions.entered import facts
from probant.actions.project import Project
from probant.contract.batch import Batch
from probant.contract.catalog import contract
from probant.errors import Unreadable
from probant.privacy.content import hidden_values
from probant.privacy.door import admit
from probant.source.otlp.request import JSON, TRACES, batch, understood
from probant.stats.leaves import leaves, values
from probant.store.queue import Queue, read
from probant.vocabulary import Reason, Receipt, Tell, quiet
from probant.words import Words, say

SOURCE = "opentelemetry"
LONGEST = 64 << 20
"""Bytes of the largest request that is taken."""
_OPEN = {"spans"}
"""Tables that may come without a lawful basis: then without the person."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one request."""

    rows: int
    notes: Mapping[Words, int]
    """What was left out or not understood, and how often."""
    refused: int = 0
    """Rows of people without consent."""


@dataclass
class Gate:
    """Takes requests of OTLP for one project: understood, past privacy, and on disk when it returns."""

    project: Project
    queue: Queue
    _draining: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, project: Project) -> Gate:
        """The gate of an open project."""
        return cls(project, Queue.beside(project.folder))

    @cached_property
    def wanted(self) -> Mapping[str, frozenset[str]] | None:
        """Values of each task's reference paths, which are looked for in what stood before an agent."""
        return _wanted(self.project)

    def take(self, body: bytes, signal: str, form: str) -> Taken:
        """Keep one request.

        Raises
        ------
        Unreadable
            If the bytes are not OTLP; nothing is kept.
        Busy
            If the queue is full; nothing is kept.
        """
        made = understood(body, signal, form, self.wanted)
        return keep(self.project, self.queue, made.rows, made.notes)

    def drain(self, tell: Tell = quiet) -> tuple[Receipt, ...]:
        """Load what waits; one at a time, for two would load the same rows."""
        with self._draining:
            return drain(self.project, self.queue, tell=tell)


def keep(
    project: Project, queue: Queue, rows: Mapping[str, Sequence[Mapping[str, object]]], notes: Mapping[Words, int]
) -> Taken:
    """Put rows past privacy and into the queue."""
    noticed, admitted, refused = Counter(notes), [], 0
    for table, found in rows.items():
        made = batch(table, found, SOURCE)
        noticed.update(reject.reason for reject in made.rejects)
        for one in _admitted(project, table, made, noticed):
            refused += one.refused
            if one.rows.num_rows:
                admitted.append((table, one.rows))
    if admitted:
        queue.put(admitted)
    return Taken(sum(one.num_rows for _, one in admitted), dict(noticed), refused)


def _admitted(project: Project, table: str, made: Batch, notes: Counter[Words]) -> Iterator[Batch]:
    """The batch as it may be stored: nothing of a person or of what was written, but what the project says."""
    privacy, rows = project.settings.privacy, made.rows
    if privacy.arguments is None and table == "spans":
        rows = _without(
            rows, "arguments", notes, say("arguments that were not kept: [privacy] does not say that they may")
        )
    if privacy.arguments == "pseudonyms" and table == "agent_context":
        rows = _with(rows, "item", hidden_values(rows.column("item"), project.keyring.pseudonym))
    basis = privacy.basis_of(table)
    if table in _OPEN and basis is None:
        rows = _without(rows, "user", notes, say("persons that were not kept: no lawful basis is declared for “spans”"))
        privacy = privacy.model_copy(update={"basis": {**privacy.basis, table: "not_personal"}})
    consents = project.fetch({"consents": project.tables()["consents"]})["consents"] if basis == "consent" else None
    yield from admit(
        [replace(made, rows=rows, rejects=())],
        contract(table),
        settings=privacy,
        keyring=project.keyring,
        consents=consents,
        now=project.clock(),
    )


def _without(rows: pa.RecordBatch, name: str, notes: Counter[Words], why: Words) -> pa.RecordBatch:
    held = len(rows) - rows.column(name).null_count
    if not held:
        return rows
    notes[why] += held
    return _with(rows, name, pa.nulls(len(rows), pa.string()))


def _with(rows: pa.RecordBatch, name: str, values: pa.Array) -> pa.RecordBatch:
    return rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), values)


def drain(project: Project, queue: Queue, source: str = SOURCE, tell: Tell = quiet) -> tuple[Receipt, ...]:
    """Load all files of the queue that nothing more is appended to, and remove each once it is in the store.

    A crash before the removal loads the file again: the store knows it by its digest and changes nothing.
    """
    files = queue.close_segment()
    receipts: list[Receipt] = []
    for place, file in enumerate(files):
        tell(place / len(files), say("loading traces"))
        receipts += _load(project, file, source)
        file.unlink()
    return tuple(receipts)


def _load(project: Project, file: Path, source: str) -> Iterator[Receipt]:
    held: dict[str, list[pa.RecordBatch]] = {}
    for table, rows in read(file):
        held.setdefault(table, []).append(rows)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    for table, batches in held.items():
        rows = _latest(project, table, pa.Table.from_batches(batches))
        made = [Batch(one) for one in rows.combine_chunks().to_batches()]
        receipt = project.store.load(contract(table), source, f"{digest}:{table}", made, at=project.clock())
        if not receipt.again:
            project.record("ingest", facts(receipt))
        yield receipt


def _latest(project: Project, table: str, rows: pa.Table) -> pa.Table:
    """One row a key, the last that came; what is known of a run from earlier stays where a later row does not say."""
    key = contract(table).key
    if table != "agent_runs" and rows.group_by(list(key)).aggregate([]).num_rows == rows.num_rows:
        return rows
    found: dict[tuple[object, ...], dict[str, object]] = {}
    merged = table == "agent_runs"
    earlier = _runs(project, rows) if merged else {}
    for row in rows.to_pylist():
        name = tuple(row[part] for part in key)
        before = found.get(name) or earlier.get(name) or {}
        found[name] = (before | {part: one for part, one in row.items() if one is not None}) if merged else row
    return pa.Table.from_pylist(list(found.values()), schema=contract(table).schema)


def _runs(project: Project, rows: pa.Table) -> dict[tuple[object, ...], dict[str, object]]:
    runs = project.tables()["agent_runs"]
    known = project.fetch({"runs": runs.filter(runs.trace.isin(rows["trace"].unique().to_pylist()))})["runs"]
    return {(row["trace"],): row for row in known.to_pylist()}


def ingest_traces(project: Project, file: Path, tell: Tell = quiet) -> tuple[Receipt, ...]:
    """Load a file of exported traces: one request of OTLP in JSON a line, packed by gzip or not.

    What was left out or not understood stands among the reasons of the first receipt.

    Raises
    ------
    Unreadable
        If a line is not a request of OTLP; nothing of the file is loaded.
    """
    with TemporaryDirectory(dir=project.folder, prefix="traces.") as folder:
        queue = Queue.beside(Path(folder), durable=False)
        notes = _queued(project, file, queue, lambda done, doing: tell(done / 2, doing))
        first, *others = drain(project, queue, file.name, lambda done, doing: tell(0.5 + done / 2, doing)) or (None,)
    if first is None:
        raise Unreadable(say("{file} holds no span.", file=file.name), mend=say("export it again"))
    return (replace(first, reasons=(*first.reasons, *(Reason(note, many) for note, many in notes.items()))), *others)


def _queued(project: Project, file: Path, queue: Queue, tell: Tell) -> Mapping[Words, int]:
    notes, wanted, size = Counter[Words](), _wanted(project), max(1, file.stat().st_size)
    with file.open("rb") as raw, gzip.open(raw) if file.suffix == ".gz" else raw as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                made = understood(line, TRACES, JSON, wanted)
            except Unreadable as error:
                what = say("Line {line} of {file} is not a request of OTLP.", line=number, file=file.name)
                raise Unreadable(what, mend=error.mend) from error
            notes.update(keep(project, queue, made.rows, made.notes).notes)
            tell(min(1.0, raw.tell() / size), say("reading {file}", file=file.name))
    return notes


def _wanted(project: Project) -> Mapping[str, frozenset[str]] | None:
    if project.settings.privacy.arguments is None:
        return None
    references = project.fetch({"references": project.tables()["agent_references"]})["references"]
    found: dict[str, frozenset[str]] = {}
    for task, said in zip(references["task"].to_pylist(), references["arguments"].to_pylist(), strict=True):
        found[task] = found.get(task, frozenset()) | values(leaves(said or ""))
    return found
