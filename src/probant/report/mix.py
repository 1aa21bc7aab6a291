"""The page of the mix: texts, tables and charts of what each channel adds, and of a plan made by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from probant.decision.answer import Shown
from probant.decision.budget.answer import Proposal
from probant.decision.budget.scenario import Mix, Scenario, Sketch
from probant.errors import TooLittle, UnknownName
from probant.report import mix_changes, mix_tables, plate
from probant.report.budget import headline, sentences
from probant.report.charts.decomposition import BASE, decomposition
from probant.report.charts.halves import halves
from probant.report.charts.interval_plot import interval_plot
from probant.report.charts.response import response
from probant.report.charts.style import Spec
from probant.report.chrome import Chrome
from probant.report.language import NOTHING, Language, label
from probant.report.page import laid_out
from probant.report.plate import Plate
from probant.report.refresh import Refreshed
from probant.report.table import Table, of_evidence
from probant.report.views import Stamp
from probant.vocabulary import Evidence
from probant.words import Words, say

_WIDE, _CARD = 1180, 360
"""Pixels of a chart across the page, and of one in a card."""
_FIELD = "spend."
"""What a slider's name begins with, in the form and in the address."""
RETURNS, OVER_TIME, PROPOSAL = "returns", "over-time", "proposal"
"""Names of two pictures and of the proposal's table."""
CURVE, CHANGE = "curve-", "change-"
"""Of the pictures of one channel: its name follows."""


@dataclass(frozen=True, slots=True)
class Slider:
    """One channel's amount, to be changed by hand."""

    field: str
    label: str
    value: float
    most: float
    largest: float
    """What was seen at the most: beyond it the answer is a guess."""
    amount: str
    effect: str
    note: str
    """That it is outside what was seen; else empty."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its table."""

    name: str
    label: str
    spec: Spec
    narrow: Spec
    """The same for a small screen."""
    table: Table


@dataclass(frozen=True, slots=True)
class Changed:
    """A channel's return by half-year, and what its change amounts to."""

    picture: Picture
    says: Words | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan made by hand would gain, in words."""

    gain: str
    interval: str
    loses: str
    total: str
    weekly: bool
    """Whether it speaks of a week; else of a day."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposal with its words."""

    found: Proposal
    lead: Words
    says: tuple[Words, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Mixed:
    """All that the template lays out."""

    shown: Shown
    holds: bool
    returns: Picture | None
    over_time: Picture | None
    changes: tuple[Changed, ...]
    """Of the channels whose effect may change."""
    curves: tuple[Picture, ...]
    frequencies: tuple[Words, ...]
    """Of the channels that work by reach, which have no curve."""
    proposed: Proposed | None
    sliders: tuple[Slider, ...]
    """None where no plan may be made."""
    told: Told | None
    moved: Refreshed | None
    """None where the model was fitted once only."""


def mix_page(
    view: Mix,
    plan: Scenario | None,
    language: Language,
    *,
    chrome: Chrome,
    stamp: Stamp,
    moved: Sequence[Refreshed] = (),
) -> str:
    """What each channel adds, its curve, what is proposed, and what a plan made by hand would gain."""
    about = stamp if view.shown is None else stamp.about(view.shown.evidence)
    return laid_out("mix", language, chrome, about, mix=mixed(view, plan, language, moved))


def mixed(view: Mix, plan: Scenario | None, language: Language, moved: Sequence[Refreshed] = ()) -> Mixed | None:
    """The page's content; None where no evidence holds curves."""
    shown, found = view.shown, view.proposal
    if shown is None:
        return None
    drawn = {one.name: one for one in pictures(view, language)}
    return Mixed(
        shown=shown,
        holds=view.holds,
        returns=drawn.get(RETURNS),
        over_time=drawn.get(OVER_TIME),
        changes=tuple(
            Changed(drawn[f"{CHANGE}{channel}"], mix_changes.changed(channel, shown.evidence, language))
            for channel in mix_changes.halves(shown.evidence)
        ),
        frequencies=mix_changes.frequencies(shown.evidence, language),
        curves=tuple(one for name, one in drawn.items() if name.startswith(CURVE)),
        proposed=None if found is None else proposed(found, language),
        sliders=() if plan is None else sliders(view.sketches, plan, language),
        told=None if plan is None else told(plan, language),
        moved=next((one for one in moved if one.now.id == shown.id), None),
    )


def proposed(found: Proposal, language: Language) -> Proposed:
    """A proposal with all that is to be read before it is followed."""
    says = (*sentences(found, language), *found.reasons, *found.limits)
    return Proposed(found, headline(found, language), says, mix_tables.moves(found, language))


def pictures(view: Mix, language: Language, *, wide: int = _WIDE, card: int = _CARD) -> Iterator[Picture]:
    """Every picture with its table: returns, contributions over time, effects that change, the curves."""
    if view.shown is None:
        return
    evidence = view.shown.evidence
    known = next(iter(evidence.curves.values()))
    returned = _returns(evidence)
    if returned.estimates:
        big, small = (interval_plot(returned, language, width=width) for width in (wide, card))
        yield Picture(RETURNS, language.say(say("Return of each channel")), big, small, of_evidence(returned, language))
    if BASE in evidence.over_time:
        big, small = (decomposition(evidence, known.unit, language, width=width) for width in (wide, card))
        table = mix_tables.over_time(evidence, known.unit, language)
        yield Picture(OVER_TIME, language.say(say("Over time")), big, small, table)
    for channel, by_half in mix_changes.halves(evidence).items():
        spec = halves(channel, by_half, evidence.line, language, width=card)
        name = say("{channel}, by half-year", channel=label(channel, language))
        yield Picture(
            f"{CHANGE}{channel}", language.say(name), spec, spec, mix_changes.table(channel, by_half, language)
        )
    for one in view.sketches:
        spec = response(one, known.spend_unit, language, width=card)
        table = mix_tables.curve(one, known.spend_unit, language)
        yield Picture(f"{CURVE}{one.channel}", label(one.channel, language), spec, spec, table)


def picture(view: Mix, name: str, language: Language, *, width: int = _CARD) -> Picture:
    """The picture of that name. Raises UnknownName for another, TooLittle where nothing is shown."""
    if view.shown is None:
        raise TooLittle(
            say("No evidence here holds response curves."), mend=say("ask a mix model first: `probant ask mmm`")
        )
    drawn = {one.name: one for one in pictures(view, language, wide=width, card=width)}
    if name not in drawn:
        raise UnknownName(say("chart"), name, drawn)
    return drawn[name]


def plated(view: Mix, name: str, stamp: Stamp, language: Language) -> Plate:
    """A picture to take away. Raises as `picture` does."""
    made = picture(view, name, language, width=plate.WIDTH)
    assert view.shown is not None
    return plate.of_picture(made.label, made.spec, view.shown.evidence, stamp, language)


def tabled(view: Mix, name: str, language: Language) -> Table:
    """The table of a picture, or of the proposal, to take away. Raises as `picture` does."""
    if name == PROPOSAL and view.proposal is not None:
        return mix_tables.moves(view.proposal, language)
    return picture(view, name, language).table


def told(plan: Scenario, language: Language) -> Told:
    """What the plan gains over today's."""
    gain = plan.effect.gain
    plain = replace(gain, unit=gain.unit.partition(" / ")[0])
    same = gain.interval is None
    return Told(
        language.quantity(gain.value, gain.unit, compact=True, signed=not same),
        language.say(say("nothing is changed")) if same else language.interval(plain, signed=True),
        NOTHING if same else language.percent(plan.effect.loses),
        language.quantity(plan.total, plan.spend_unit, compact=True),
        weekly=gain.unit.endswith(" / week"),
    )


def sliders(drawn: Sequence[Sketch], plan: Scenario, language: Language) -> tuple[Slider, ...]:
    """One a channel, in the order of the curves."""
    largest = {one.channel: one.points[-1].spend for one in drawn}
    return tuple(
        Slider(
            field=f"{_FIELD}{move.channel}",
            label=label(move.channel, language),
            value=move.proposed,
            most=largest.get(move.channel, 2 * move.largest),
            largest=move.largest,
            amount=language.quantity(move.proposed, plan.spend_unit, compact=True),
            effect=language.quantity(
                move.effect.value, move.effect.unit.partition(" / ")[0], compact=True, signed=bool(move.change)
            ),
            note=language.say(say("beyond what was seen: a guess")) if move.outside else "",
        )
        for move in plan.moves
    )


def _returns(evidence: Evidence) -> Evidence:
    """The returns of the channels alone: what else was estimated has other axes."""
    channels = {"(total)", *evidence.curves, *evidence.shares}
    kept = {name: one for name, one in evidence.estimates.items() if name in channels}
    return replace(evidence, estimates=kept)
