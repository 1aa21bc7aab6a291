"""The printed part on the data: what is wrong with them, and what platforms claim against what others count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from probant.report import printed
from probant.report.language import Language, upfirst
from probant.report.printed import Block, Part
from probant.report.quality import FlawView
from probant.report.reconciliation import ReconciliationView
from probant.report.table import Cell, Table
from probant.report.titles import called
from probant.report.truth import beside, of_shown, summary
from probant.report.views import DataView
from probant.words import Words, say

_HEADS = (
    say("Looked at"),
    say("Severity"),
    say("Where"),
    say("Seen"),
    say("Money touched"),
    say("What to do"),
)


def part(view: DataView, labels: Mapping[str, Words], language: Language) -> Part | None:
    """None where nothing is wrong with the data, and nothing was reconciled."""
    blocks = tuple(_blocks(view, labels, language))
    return Part(say("Data"), say("what is wrong with them, and who claims what"), blocks) if blocks else None


def _blocks(view: DataView, labels: Mapping[str, Words], language: Language) -> Iterator[Block]:
    flaws = tuple(one for one in view.quality.flaws if one.severity != "note") if view.quality else ()
    if view.quality and flaws:
        yield printed.lines((), language, lead=view.quality.verdict)
        yield printed.table(_flaws(flaws, language), language, title=language.say(say("Quality")))
    for one in view.reconciliation:
        yield from _reconciled(one, labels, language)


def _flaws(flaws: Sequence[FlawView], language: Language) -> Table:
    """What is serious or a warning; notes stand on the page of the data."""
    rows = tuple(
        tuple(
            Cell(text, text, figure=place == 4)
            for place, text in enumerate(
                (
                    language.say(flaw.name),
                    language.say(flaw.mark.word),
                    flaw.where,
                    language.say(flaw.words),
                    flaw.touched(language),
                    upfirst(language.say(flaw.cure)),
                )
            )
        )
        for flaw in flaws
    )
    return Table(say("Quality"), _HEADS, rows)


def _reconciled(one: ReconciliationView, labels: Mapping[str, Words], language: Language) -> Iterator[Block]:
    evidence = one.shown.evidence
    lead = say("Reconciliation: {business}", business=called(evidence.business, labels))
    known = beside(one.shown, language)
    said = (*(role.words for role in one.roles), *((summary(known),) if known else ()))
    yield printed.lines(said, language, lead=lead, grade=evidence.grade)
    yield printed.table(of_shown(one.shown, language), language)
