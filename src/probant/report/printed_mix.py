"""The printed part on the mix: proposal, returns, contributions over time, curves, what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from probant.decision.budget.scenario import Mix
from probant.report import mix, mix_changes, printed
from probant.report.language import Language
from probant.report.printed import Block, Part
from probant.report.refresh import Refreshed
from probant.vocabulary import Evidence
from probant.words import say

_CARD = 272
_TITLE = say("What each channel adds, and where the next money goes")


def part(view: Mix, moved: Sequence[Refreshed], language: Language) -> Part | None:
    """None where no evidence holds curves; where it does not hold, that it does not, and why, and nothing else."""
    if view.shown is None:
        return None
    evidence = view.shown.evidence
    if not view.holds:
        return Part(_TITLE, None, (_failed(evidence, language),))
    newest = next((one for one in moved if one.now.id == view.shown.id), None)
    return Part(_TITLE, evidence.estimand, tuple(_blocks(view, evidence, newest, language)))


def _failed(evidence: Evidence, language: Language) -> Block:
    lead = say("These figures do not hold: nothing is proposed from them")
    return printed.lines(evidence.reasons, language, lead=lead, grade=evidence.grade, bad=True)


def _blocks(view: Mix, evidence: Evidence, moved: Refreshed | None, language: Language) -> Iterator[Block]:
    if view.proposal is not None:
        found = mix.proposed(view.proposal, language)
        yield printed.lines((), language, lead=found.lead, grade=found.found.grade)
        yield printed.table(found.table, language)
        yield printed.lines(found.says, language)
    drawn = list(mix.pictures(view, language, wide=printed.WIDE, card=_CARD))
    for one in drawn:
        if not one.name.startswith((mix.CURVE, mix.CHANGE)):
            yield printed.wide(one.spec, language, title=one.label)
    for kind in (mix.CHANGE, mix.CURVE):
        cards = [(one.label, one.spec) for one in drawn if one.name.startswith(kind)]
        if cards:
            yield printed.cards(cards, evidence.grade, language)
    beside = mix_changes.frequencies(evidence, language)
    if beside:
        yield printed.lines(beside, language)
    if moved is not None:
        yield printed.lines(moved.says, language, lead=say("What moved since the fit before"))
        if moved.moved:
            yield printed.table(moved.table(language), language)
