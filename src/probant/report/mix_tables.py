"""What the pictures of the mix show, in rows: for readers who cannot see a chart, and for their own sheets."""

from __future__ import annotations

from probant.decision.budget.answer import Proposal
from probant.decision.budget.scenario import Sketch
from probant.report.budget import heads, row
from probant.report.charts.decomposition import BASE, SEEN
from probant.report.language import Language, label
from probant.report.table import Cell, Raw, Table
from probant.vocabulary import Evidence
from probant.words import Words, say

_EVERY = 4
"""Points of a curve from one row of its table to the next."""


def over_time(evidence: Evidence, unit: str, language: Language) -> Table:
    """One row a step: what was seen, what would have been without any channel, what each channel added."""
    parts = evidence.over_time
    known = {SEEN: say("Seen"), BASE: say("without any channel")}
    names = (known.get(name) or say("{name}", name=label(name, language)) for name in parts)
    return Table(
        title=say("Over time"),
        heads=(say("First day"), *(_headed(name, unit, language) for name in names)),
        rows=tuple(
            (Cell(language.date(cells[0][0]), cells[0][0]), *(_amount(value, unit, language) for _, value in cells))
            for cells in zip(*parts.values(), strict=True)
        ),
    )


def curve(one: Sketch, spend_unit: str, language: Language) -> Table:
    """One row an amount: gain against spending nothing, its interval, and whether so much was ever spent."""
    unit = one.points[0].gain.unit.partition(" / ")[0]
    yes, no = language.say(say("yes")), language.say(say("no"))
    gains = (say("Gain"), say("From"), say("To"))
    rows = []
    for point in one.points[::_EVERY]:
        around = point.gain.interval
        ends = (None, None) if around is None else (around.low, around.high)
        seen = yes if point.spend <= one.largest * (1 + 1e-9) else no
        figures = (_amount(value, unit, language) for value in (point.gain.value, *ends))
        rows.append((_amount(point.spend, spend_unit, language), *figures, Cell(seen, seen)))
    return Table(
        title=say("Response curve of “{channel}”", channel=label(one.channel, language)),
        heads=(
            _headed(say("Spend"), spend_unit, language),
            *(_headed(head, unit, language) for head in gains),
            say("Seen"),
        ),
        rows=tuple(rows),
    )


def moves(found: Proposal, language: Language) -> Table:
    """One row a channel: today, proposed, what was seen, and the effect of this move alone."""
    rows = []
    for move in found.moves:
        told = row(move, found.spend_unit, language)
        raw: tuple[Raw, ...] = (move.channel, move.now, move.proposed, move.change, told[4], move.effect.value, told[6])
        rows.append(
            tuple(
                Cell(text, value, figure=place > 0, unit=found.spend_unit if 0 < place < 4 else "")
                for place, (text, value) in enumerate(zip(told, raw, strict=True))
            )
        )
    return Table(say("Proposal"), heads(found), tuple(rows))


def _headed(name: Words, unit: str, language: Language) -> Words:
    beside = language.beside(unit)
    return say("{label} ({unit})", label=name, unit=beside) if beside else name


def _amount(value: float | None, unit: str, language: Language) -> Cell:
    return Cell(language.figure(value, unit, compact=True), value, figure=True, unit=unit)
