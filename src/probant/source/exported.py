"""From an export that was recognised to batches of one contract, through the same reading as any other file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Batch, Reject
from probant.errors import Ambiguous, Refused, Unreadable
from probant.source import days, doubts, headers
from probant.source.assign import Assigner
from probant.source.cells import Form
from probant.source.channels import Rules, Uncaught
from probant.source.derive import Deriver
from probant.source.frame import Account
from probant.source.onward import Rows
from probant.source.plan import Plan, plan
from probant.source.proof import Proof, prove
from probant.source.read import Reading
from probant.source.recipe import LINE, Recipe, missing_words
from probant.source.recognise import Recognition
from probant.source.settings import SourceSettings
from probant.source.sifted import Aside, Sifted
from probant.source.stamps import STAMP
from probant.source.totals import Counting, check
from probant.vocabulary import Tell, quiet
from probant.words import say

ROWS = 100_000
"""Rows of a batch that folded rows are handed on in."""


@dataclass(frozen=True)
class ExportReading:
    """An export whose meaning is settled, as rows of one table; they come when they are asked for."""

    recipe: Recipe
    content: str
    """SHA-256 over the file's bytes, the table, what the project says, the description of the export and the rules."""
    _reading: Reading = field(repr=False)
    _deriver: Deriver = field(repr=False)
    _counting: Counting = field(repr=False)
    _sifted: Sifted = field(repr=False)

    @property
    def uncaught(self) -> tuple[Uncaught, ...]:
        """What no rule for channels caught, the most money first; known once all batches were read."""
        return self._deriver.assigner.uncaught

    @property
    def account(self) -> Account:
        """Rows left out and words not understood; known once all batches were read."""
        return self._deriver.account

    @property
    def aside(self) -> tuple[Aside, ...]:
        """Totals and footers, by line; known once all batches were read."""
        return tuple(self._sifted.aside[line] for line in sorted(self._sifted.aside))

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers of the file that the table has no use for."""
        return tuple(one for one in self._sifted.all_headers if one and one not in self._sifted.headers)

    def batches(self) -> Iterator[Batch]:
        """All rows in the contract's schema; rows that share a key are added up where the export is the finer one.

        Raises
        ------
        Inconsistent
            If a row of totals is not the sum of the rows, a day lies outside the period that the file
            names, or the file has changed since it was looked at.
        Unreadable
            If all its rows are blank, or the first 100,000 are all bad.
        """
        made = (self._derived(batch) for batch in self._reading.batches())
        yield from _folded(made, self.recipe) if self.recipe.fill.fold else made
        rejects = check(self._counting, self.aside)
        if rejects:
            yield Batch(_nothing(self.recipe), rejects)

    def _derived(self, batch: Batch) -> Batch:
        rows, rejects = self._deriver.rows(batch.rows)
        return Batch(rows, tuple(sorted((*batch.rejects, *rejects), key=_line)))


def read_export(
    recognition: Recognition,
    recipe: Recipe,
    rules: Rules,
    *,
    defaults: Mapping[str, str],
    timezone: str | None = None,
    preview: bool = False,
    tell: Tell = quiet,
) -> ExportReading:
    """Settle what an export means as rows of one table. The whole file is looked at; no row is kept.

    Parameters
    ----------
    recognition, recipe
        What the file was taken for, and how it fills the table.
    rules
        Rules for channels.
    defaults
        Contract column -> value where neither file nor recipe gives one: the project's business, currency.
    timezone
        Zone of the project's days, for instants that must fall on a day.
    preview
        Whether the rows are only looked at, so that it may still be open which export the file is.
    tell
        Told how far the work is, the reading of the batches included.

    Raises
    ------
    Refused
        If the table cannot be filled from this file.
    Ambiguous
        If anything is open that `doubts` names: a guess is never taken in silence.
    Unreadable, UnknownName, Inconsistent
        As `read`.
    """
    if recipe.lacks:
        raise Refused(missing_words(recipe), mend=say("export it again with these columns"))
    whole_file = () if preview else doubts.of_file(recognition)
    for doubt in (*whole_file, *doubts.of_table(recognition, recipe, defaults=defaults, timezone=timezone)):
        raise doubt.error
    path = recognition.path
    stamp = path.stat()
    whole, recipe = recipe, _stamped(recipe)
    settings = _settings(recognition, recipe)
    table = _sifted(recipe)
    made = plan(path, recipe.raw, table.headers, settings, _known(defaults, recipe))
    proof, settings = _proof(table, made, settings, recipe, recognition, tell)
    if not proof.pieces:
        raise Unreadable(say("{file} has a header and no rows.", file=path.name), mend=say("export it again"))
    measures = tuple(one for one in made.fields if one[0] in recipe.fill.fold and one[0] in recipe.contract.by_name)
    counting = Counting(made, proof.forms, path.name, path.stem, measures)
    reading = Reading(path, "", (), Rows(table, counting, proof, settings), (stamp.st_size, stamp.st_mtime_ns), tell)
    local = recipe.said.timezone or timezone
    order = next((form.order for (name, _), form in proof.forms.items() if name == "at"), None)
    form = Form(order=order, zone=ZoneInfo(local) if local else None)
    deriver = Deriver(recipe, Assigner(recipe, rules), path.name, form)
    return ExportReading(whole, _content(recognition, recipe, rules, local), reading, deriver, counting, table)


def _stamped(recipe: Recipe) -> Recipe:
    """Where instants are written with their offset nothing about them is open: they are read as they stand."""
    place, header = recipe.candidate.place, recipe.headers.get("written")
    piece = next(place.table.pieces(), None)
    if header is None or "at" not in recipe.headers or piece is None:
        return recipe
    first = next((part for part in place.table.chunk(piece, (header,), 0).columns[header]), None)
    text = pc.drop_null(first.cells)[0].as_py() if first and first.cells.null_count < len(first.cells) else None
    if not isinstance(text, str) or not re.match(STAMP, text):
        return recipe
    return replace(recipe, headers={name: one for name, one in recipe.headers.items() if name != "at"})


def _settings(recognition: Recognition, recipe: Recipe) -> SourceSettings:
    said = recipe.said
    return SourceSettings(
        file=recognition.path.name,
        table=recipe.contract.name,
        columns=recipe.headers,
        constants=recipe.constants,
        date_order=said.date_order,
        decimal=said.decimal,
        timezone=recipe.export.timezone or said.timezone,
        row_id=LINE,
    )


def _sifted(recipe: Recipe) -> Sifted:
    place, matched = recipe.candidate.place, recipe.candidate.matched
    used = {headers.key(header) for header in recipe.headers.values()}
    blank = [matched[field].header for field in recipe.export.blank_total if field in matched]
    day = recipe.headers.get("day") or recipe.headers.get("week") or recipe.headers.get("nth_day")
    return Sifted(
        place.table,
        tuple(header for header in place.headers if headers.key(header) in used),
        place.headers,
        recipe.export,
        day,
        tuple(blank),
        place.delimiter,
        place.last,
    )


def _known(defaults: Mapping[str, str], recipe: Recipe) -> Mapping[str, str]:
    return {name: value for name, value in defaults.items() if name in recipe.contract.by_name}


def _proof(
    table: Sifted, made: Plan, settings: SourceSettings, recipe: Recipe, recognition: Recognition, tell: Tell
) -> tuple[Proof, SourceSettings]:
    """How each column is to be read; an order of dates that is open is closed by the period or the platform's habit."""
    file, table = recognition.path.name, replace(table, proving=True, aside={})
    try:
        return prove(table, made, settings, file, lambda done, doing: tell(done / 2, doing)), settings
    except Ambiguous as error:
        order = _order(error, recipe)
        if order is None:
            raise
        settings = settings.model_copy(update={"date_order": order})
        return prove(table, made, settings, file, lambda done, doing: tell(done / 2, doing)), settings


def _order(error: Ambiguous, recipe: Recipe) -> str | None:
    """The one order that puts the open dates into the period that the file names, else the platform's own."""
    facts = error.what.facts
    if "orders" not in facts:
        return None
    above, orders = recipe.candidate.place.above, [one for one in facts["orders"] if one in ("dmy", "mdy")]
    if above.first is None or above.last is None:
        own = recipe.export.date_order
        return own if own in orders else None
    seen = [days.written(one.facts["text"]) for one in facts["examples"]]
    fits = [
        order
        for order in orders
        if all(what and (day := what.day(order)) and above.first <= day <= above.last for what in seen)
    ]
    return fits[0] if len(fits) == 1 else None


def _content(recognition: Recognition, recipe: Recipe, rules: Rules, zone: str | None) -> str:
    said = (
        recognition.digest,
        recipe.contract.name,
        recipe.said.canonical,
        repr(sorted((name, str(value)) for name, value in recipe.constants.items())),
        recipe.export.model_dump_json(),
        rules.digest,
        zone or "",
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _folded(batches: Iterator[Batch], recipe: Recipe) -> Iterator[Batch]:
    """Rows that agree in all but their measures as one; what is not known adds nothing, and alone stays not known."""
    parts: list[pa.RecordBatch] = []
    rejects: list[Reject] = []
    for batch in batches:
        parts.append(batch.rows)
        rejects += batch.rejects
    schema, fold = recipe.contract.schema, recipe.fill.fold
    keys = [name for name in schema.names if name not in fold]
    whole = pa.Table.from_batches(parts, schema).group_by(keys, use_threads=False).aggregate(list(fold.items()))
    columns = [
        whole[name if name in keys else f"{name}_{fold[name]}"].cast(schema.field(name).type) for name in schema.names
    ]
    made = pa.table(columns, schema=schema).to_batches(max_chunksize=ROWS)
    for number, rows in enumerate(made or [_nothing(recipe)]):
        yield Batch(rows, tuple(rejects) if not number else ())


def _nothing(recipe: Recipe) -> pa.RecordBatch:
    schema = recipe.contract.schema
    return pa.RecordBatch.from_arrays([pa.array([], one.type) for one in schema], schema=schema)


def _line(reject: Reject) -> int:
    return reject.line
