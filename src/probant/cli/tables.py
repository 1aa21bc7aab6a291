"""Lists as tables for the terminal: engines, metrics, entries of the ledger, findings, what the store holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from probant.report.language import Language
from probant.report.terminal import receipts
from probant.report.views import DataView, LedgerView
from probant.vocabulary import Finding
from probant.words import Words, say

if TYPE_CHECKING:
    from probant.actions.company import Comparison
    from probant.actions.explain import EngineNote, MetricNote
    from probant.actions.folder import FileNote, Folder
    from probant.vocabulary import Estimate


def engine_notes(notes: Sequence[EngineNote], language: Language) -> RenderableType:
    """Each engine with the fields of its question."""
    heads = (say("Field"), say("Type"), say("Without it"), say("Meaning"))
    return Group(
        *(
            _table(
                heads,
                (
                    (one.name, one.type, say("needed") if one.required else one.default or "–", one.meaning)
                    for one in note.fields
                ),
                language,
                title=note.name,
            )
            for note in notes
        )
    )


def metric_notes(notes: Sequence[MetricNote], language: Language) -> RenderableType:
    """The catalog, one metric a row."""
    heads = (say("Metric"), say("Label"), say("Lag or lead"), say("Unit"), say("Grade"), say("Meaning"))
    timings = {"lag": say("lag"), "lead": say("lead")}
    rows = (
        (one.name, one.label, timings[one.timing], language.noun(one.unit) or one.unit, one.grade, one.meaning)
        for one in notes
    )
    return _table(heads, rows, language)


def ledger_lines(view: LedgerView, language: Language) -> RenderableType:
    """Entries of the ledger, the newest first, and whether the chain holds."""
    heads = (say("Line"), say("When"), say("Who"), say("Act"), say("Facts"))
    rows = ((one.position + 1, language.date(one.at), one.actor, one.act, _facts(one.facts)) for one in view.lines)
    return Group(_table(heads, rows, language), Text(language.say(view.finding)))


def folder(found: Folder, language: Language) -> RenderableType:
    """What each file was taken for and why, what was loaded, and what must be asked."""
    heads = (say("File"), say("Taken for"), say("Tables"), say("Rows"), say("Why"))
    rows = (
        (one.file, one.taken_for or "–", ", ".join(one.tables) or "–", _count(one.rows), one.why) for one in found.files
    )
    said = [line for one in found.files for line in _open(one, language)]
    said += [Text(language.say(one)) for one in found.warnings]
    if found.rule:
        said.append(Text(language.say(say("No rule names a channel for some rows; add to channels.toml:"))))
        said.append(Text(found.rule))
    done = [receipts(found.receipts, language)] if found.receipts else []
    return Group(_table(heads, rows, language), *said, *done)


def comparisons(found: Sequence[Comparison], language: Language) -> RenderableType:
    """What was answered, what is true, and whether the truth lies in the interval; then why a grade is low."""
    heads = (say("Subject"), say("Estimate"), say("Truth"), say("Truth lies"), say("Grade"), say("What was asked"))
    rows = (
        (
            one.subject,
            _estimate(one.estimate, language),
            language.quantity(one.truth, one.estimate.unit),
            _SIDES[one.inside],
            one.grade.value,
            one.asked,
        )
        for one in found
    )
    reasons = dict.fromkeys(f"{one.subject}: {language.say(why)}" for one in found for why in one.reasons)
    return Group(_table(heads, rows, language), *map(Text, reasons))


_SIDES = {True: say("✓ inside"), False: say("✕ outside"), None: say("no interval")}


def _estimate(one: Estimate, language: Language) -> str:
    value, around = language.quantity(one.value, one.unit), one.interval
    if around is None:
        return value
    return f"{value} [{language.quantity(around.low, one.unit)}; {language.quantity(around.high, one.unit)}]"


def _count(rows: int | None) -> int | str:
    return "–" if rows is None else rows


def _open(one: FileNote, language: Language) -> Iterable[Text]:
    """What must be asked of a file, and what was wrong with it."""
    for ask in one.asks:
        yield Text(f"? {one.file}: {language.say(ask.words)}")
        # Lines to be copied must not be folded: a broken one is no TOML.
        yield from (Text(indent(line, "    "), no_wrap=True, overflow="ignore") for line in ask.lines)
    if one.fault is not None and one.mend is not None:
        yield Text(f"! {one.file}: {language.say(one.fault)} {language.say(one.mend)}")
    yield from (Text(f"  {one.file}: {language.say(remark)}") for remark in one.remarks)


def findings(found: Sequence[Finding], language: Language) -> RenderableType:
    """What was looked at, what was seen, and what mends it."""
    heads = (say("Looked at"), say("Seen"), say("What to do"), say("Who mends it"))
    rows = ((f"{'✓' if one.ok else '✕'} {one.name}", one.words, one.mend or "", _by_itself(one)) for one in found)
    return _table(heads, rows, language)


def _by_itself(finding: Finding) -> Words | str:
    return "" if finding.ok else say("`probant doctor --mend` does it") if finding.mendable else say("by you")


def data(view: DataView, language: Language) -> RenderableType:
    """Tables with their rows, then the account of each batch, then why rows were kept apart."""
    heads = (say("Table"), say("Rows"), say("One row is"), say("Names people"))
    tables = ((one.name, one.rows, one.grain, _yes(any(c.personal for c in one.columns))) for one in view.tables)
    shown = [_table(heads, tables, language), receipts(view.receipts, language)]
    if view.quarantined:
        heads = (say("Kept apart"), say("Rows"), say("First line"), say("Why"))
        apart = ((one.file, one.rows, one.line or "–", one.reason) for one in view.quarantined)
        shown.append(_table(heads, apart, language))
    return Group(*shown)


def _yes(holds: bool) -> Words:
    return say("yes") if holds else say("no")


def _facts(facts: Mapping[str, str]) -> str:
    return "  ".join(f"{name}={fact}" for name, fact in facts.items())


def _table(
    heads: Sequence[Words],
    rows: Iterable[Sequence[Words | str | int]],
    language: Language,
    *,
    title: str | None = None,
) -> Table:
    """Rows under heads, words in the reader's language; texts stand as they are and are not taken for markup."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        table.add_column(Text(language.say(head)), overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(Text(_cell(cell, language)) for cell in row))
    return table


def _cell(cell: Words | str | int, language: Language) -> str:
    if isinstance(cell, Words):
        return language.say(cell)
    return language.quantity(cell, "") if isinstance(cell, int) else cell
