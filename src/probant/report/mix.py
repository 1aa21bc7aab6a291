"""The page of the mix: texts, tables and charts of what each channel adds, and of a plan made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probant.decision.answer import Shown
from probant.decision.budget.answer import Proposal
from probant.decision.budget.scenario import Mix, Scenario, Sketch
from probant.report.budget import headline, heads, row, sentences
from probant.report.charts.decomposition import BASE, SEEN, decomposition
from probant.report.charts.interval_plot import interval_plot
from probant.report.charts.response import response
from probant.report.charts.style import Spec
from probant.report.chrome import Chrome
from probant.report.language import NOTHING, Language, label
from probant.report.page import laid_out
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Evidence
from probant.words import Words, say

_WIDE, _CARD = 900, 360
_FIELD = "spend."
"""What a slider's name begins with, in the form and in the address."""


@dataclass(frozen=True, slots=True)
class Slider:
    """One channel's amount, to be changed by hand."""

    field: str
    label: str
    value: float
    most: float
    step: float
    largest: float
    """What was seen at the most: beyond it the answer is a guess."""
    amount: str
    effect: str
    note: str
    """That it is outside what was seen; else empty."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under a chart."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Curved:
    """A channel's curve with its table."""

    label: str
    spec: Spec
    grid: Grid


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan made by hand would gain, in words."""

    gain: str
    interval: str
    loses: str
    total: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """All that the template lays out."""

    shown: Shown
    returns: Spec | None
    returns_grid: Grid
    over_time: Spec | None
    over_time_grid: Grid
    curves: tuple[Curved, ...]
    proposal: Proposal | None
    proposal_lead: Words | None
    proposal_says: tuple[Words, ...]
    proposal_grid: Grid | None
    sliders: tuple[Slider, ...]
    told: Told


def mix_page(view: Mix, plan: Scenario | None, language: Language, *, chrome: Chrome, stamp: Stamp) -> str:
    """What each channel adds, its curve, what is proposed, and what a plan made by hand would gain."""
    about = stamp if view.shown is None else stamp.about(view.shown.evidence)
    return laid_out("mix", language, chrome, about, mix=mixed(view, plan, language))


def mixed(view: Mix, plan: Scenario | None, language: Language) -> Mixed | None:
    """The page's content; None where no evidence holds curves."""
    if view.shown is None or plan is None:
        return None
    evidence, found = view.shown.evidence, view.proposal
    returned = _returns(evidence)
    parts = tuple(evidence.over_time)
    unit = next(iter(evidence.curves.values())).unit
    return Mixed(
        shown=view.shown,
        returns=interval_plot(returned, language, width=_WIDE) if returned.estimates else None,
        returns_grid=_returns_grid(returned, language),
        over_time=decomposition(evidence, unit, language, width=_WIDE) if BASE in parts else None,
        over_time_grid=_over_time_grid(evidence, unit, language),
        curves=tuple(_curved(one, plan.spend_unit, language) for one in view.sketches),
        proposal=found,
        proposal_lead=None if found is None else headline(found, language),
        proposal_says=() if found is None else tuple(sentences(found, language)),
        proposal_grid=None if found is None else _proposal_grid(found, language),
        sliders=sliders(view.sketches, plan, language),
        told=told(plan, language),
    )


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
            step=move.largest / 100,
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
    kept = {name: one for name, one in evidence.estimates.items() if name in evidence.curves or name == "(total)"}
    return replace(evidence, estimates=kept)


def _returns_grid(evidence: Evidence, language: Language) -> Grid:
    heads = (say("Channel"), say("Return"), say("Interval"))
    rows = tuple(
        (label(name, language), language.quantity(one.value, one.unit), language.interval(one))
        for name, one in evidence.estimates.items()
    )
    return Grid(tuple(map(language.say, heads)), rows)


def _over_time_grid(evidence: Evidence, unit: str, language: Language) -> Grid:
    parts = evidence.over_time
    names = {SEEN: language.say(say("Seen")), BASE: language.say(say("without any channel"))}
    heads = (language.say(say("First day")), *(names.get(name) or label(name, language) for name in parts))
    rows = tuple(
        (language.date(cells[0][0]), *(language.quantity(value, unit, compact=True) for _, value in cells))
        for cells in zip(*parts.values(), strict=False)
    )
    return Grid(heads, rows)


def _curved(one: Sketch, spend_unit: str, language: Language) -> Curved:
    heads = (say("Spend"), say("Gain"), say("Interval"), say("Seen"))
    yes, no = language.say(say("yes")), language.say(say("no"))
    rows = tuple(
        (
            language.quantity(point.spend, spend_unit, compact=True),
            language.quantity(point.gain.value, _top(point.gain), compact=True),
            language.interval(replace(point.gain, unit=_top(point.gain))),
            yes if point.spend <= one.largest * (1 + 1e-9) else no,
        )
        for point in one.points[::4]
    )
    spec = response(one, spend_unit, language, width=_CARD)
    return Curved(label(one.channel, language), spec, Grid(tuple(map(language.say, heads)), rows))


def _proposal_grid(found: Proposal, language: Language) -> Grid:
    return Grid(
        tuple(language.say(head) for head in heads(found)),
        tuple(row(move, found.spend_unit, language) for move in found.moves),
    )


def _top(estimate: Estimate) -> str:
    return estimate.unit.partition(" / ")[0]
