"""Several outcomes side by side, and an earlier stage carried on to the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from probant.errors import TooLittle
from probant.evidence.mmm import checks, estimates, wording
from probant.evidence.mmm.answer import about, units_of
from probant.evidence.mmm.block import left_over
from probant.evidence.mmm.effects import effects
from probant.evidence.mmm.estimates import Column, Units
from probant.evidence.mmm.fit import Fit, fit
from probant.evidence.mmm.funnel import Conversion, conversion
from probant.evidence.mmm.linear import NOT_KNOWN
from probant.evidence.mmm.model import model
from probant.evidence.mmm.question import NAMES
from probant.evidence.mmm.series import Row, Series, series
from probant.evidence.mmm.several_question import OutcomesQuestion
from probant.evidence.mmm.specification import asked
from probant.stats.adstock import Array
from probant.stats.sampling import Plan
from probant.vocabulary import Check, Estimate, Evidence, Interval, Tell
from probant.words import Words, say

_TOLD = ("marginal", "gross", "contribution")
"""Of the first outcome, beside the returns."""

_FEWEST = 10
"""Steps that a worth is read from, beyond those that delay and linear block take."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One outcome: its fit, and draws (D, C) of what each channel added to it."""

    name: str
    fit: Fit
    total: Array

    @property
    def label(self) -> str:
        """In subjects and units."""
        return self.name.replace("_", " ")

    @property
    def series(self) -> Series:
        """What was fitted."""
        return self.fit.model.found


def several(
    name: str, question: OutcomesQuestion, rows: Mapping[str, Sequence[Row]], rng: np.random.Generator, tell: Tell
) -> Evidence:
    """Fit each outcome; Evidence without estimates where the chains of one of them do not agree."""
    parts = []
    for place, outcome in enumerate(question.outcomes):
        tell(0.1 + 0.8 * place / len(question.outcomes), say("fitting {outcome}", outcome=NAMES[outcome]))
        parts.append(_part(question, rows, outcome, rng))
    first, of = parts[0], units_of(question, rows)
    said = about(name, question, first.series, of)
    unsound = tuple(part for part in parts if not part.fit.sample.sound)
    if unsound:
        return replace(said, checks=tuple(checks.convergence(part.fit.sample) for part in unsound))
    beside = parts[1 : 1 + len(question.beside)]
    converted = _converted(question, parts, rng)
    every = [*_first(first, of), *_beside(beside, of), *_through(first, parts[-1], converted, of)]
    values = {key: one for part in beside for key, one in _values(first, part, of, question.level).items()}
    return replace(
        said,
        estimates={**estimates.estimates(every, question.level), **values},
        checks=_checks(parts, values, every, converted is not None),
        limits=_limits(question, beside),
        draws=estimates.draws(every),
    )


def _part(
    question: OutcomesQuestion, rows: Mapping[str, Sequence[Row]], outcome: str, rng: np.random.Generator
) -> Part:
    of_one = question.model_copy(update={"outcome": outcome})
    found = series(of_one, {**rows, "outcome": rows[f"outcome {outcome}"]})
    drawn = fit(model(found, asked(question)), rng, Plan(draws=question.draws))
    total = effects(drawn).total
    # Where chains had to be longer than asked, as many draws are kept as of the others.
    kept = np.linspace(0, len(total) - 1, 4 * question.draws).astype(int)
    return Part(outcome, drawn, total[kept])


def _converted(question: OutcomesQuestion, parts: Sequence[Part], rng: np.random.Generator) -> Conversion | None:
    """What one of the stage is worth, from the steps that both know; None where no stage is asked for."""
    if question.stage is None:
        return None
    last, stage = parts[0].fit.model, parts[-1].series
    days = dict(zip(stage.days, stage.outcome, strict=True))
    before = np.array([days.get(day, np.nan) for day in last.found.days])
    own = last.block.deviations < NOT_KNOWN
    block = last.block.scaled[:, own]
    both = int((np.isfinite(before) & last.found.known).sum())
    if both < question.stage_lags + block.shape[1] + _FEWEST:
        raise TooLittle(
            say(
                "{stage} and {outcome} are both known in {steps} steps only.",
                stage=NAMES[question.stage],
                outcome=NAMES[question.outcome],
                steps=both,
            ),
            mend=say("load more weeks of both, lower stage_lags, or ask without stage"),
        )
    return conversion(before, last.found.outcome, block, question.stage_lags, rng, len(parts[0].total))


def _first(first: Part, of: Units) -> Iterator[Column]:
    kept = np.linspace(0, len(first.fit.noise) - 1, len(first.total)).astype(int)
    for one in estimates.columns(first.fit, effects(first.fit), of):
        _, _, kind = one.subject.partition(" / ")
        if not kind or kind in _TOLD:
            yield replace(one, draws=one.draws[kept])


def _beside(beside: Sequence[Part], of: Units) -> Iterator[Column]:
    """By 'channel / orders': orders by unit of spend."""
    for part in beside:
        unit = estimates.outcome_unit(part.name, of.money)
        for channel, drawn in _paid(part):
            yield Column(f"{channel} / {part.label}", drawn, f"{unit} / {of.money}")


def _through(first: Part, stage: Part, converted: Conversion | None, of: Units) -> Iterator[Column]:
    """By 'channel / through leads': the return by way of the stage; worth and delay of one of it."""
    if converted is None:
        return
    worth = 1.0 if of.margin is None else of.margin
    unit = estimates.outcome_unit(stage.name, of.money)
    yield Column(f"(worth of {stage.label})", converted.worth, f"{of.outcome} / {unit}")
    if converted.delay.any():
        yield Column(f"(delay of {stage.label})", converted.delay * first.series.step_days, "days")
    for channel, drawn in _paid(stage):
        yield Column(f"{channel} / through {stage.label}", worth * drawn * converted.worth, of.net)


def _paid(part: Part) -> Iterator[tuple[str, Array]]:
    """By paid channel: (D,) of the outcome by unit of spend."""
    one = part.series
    for place, channel in enumerate(one.channels[: one.paid]):
        yield channel, part.total[:, place] / one.totals[place]


def _values(first: Part, part: Part, of: Units, level: float) -> dict[str, Estimate]:
    """By 'channel / worth of orders': outcome that came with one of the other, median and interval."""
    unit, found = estimates.outcome_unit(part.name, of.money), {}
    others = dict(_paid(part))
    for channel, drawn in _paid(first):
        if channel in others:
            ratio = drawn / others[channel]
            low, middle, high = np.quantile(ratio, [(1 - level) / 2, 0.5, (1 + level) / 2]).tolist()
            around = Interval(low, high, level)
            found[f"{channel} / worth of {part.label}"] = Estimate(middle, f"{of.outcome} / {unit}", around)
    return found


def _checks(
    parts: Sequence[Part], values: Mapping[str, Estimate], every: Sequence[Column], carried: bool
) -> tuple[Check, ...]:
    first = parts[0]
    large = [name for name, share in first.series.shares().items() if share >= checks.LARGE]
    return (
        *(checks.convergence(part.fit.sample) for part in parts),
        checks.enough_history(first.series),
        checks.gaps(first.series),
        checks.spend_moves(first.series),
        *(checks.residuals(part.fit.model, left_over(part.fit)) for part in parts),
        *(_worth_alike(first, part, values, large) for part in parts[1:] if _has_value(part, values)),
        *((_ways_agree(first, parts[-1], every, large),) if carried else ()),
    )


def _has_value(part: Part, values: Mapping[str, Estimate]) -> bool:
    return any(name.endswith(f" / worth of {part.label}") for name in values)


def _worth_alike(first: Part, part: Part, values: Mapping[str, Estimate], large: Sequence[str]) -> Check:
    """Whether what channels brought is worth what all of it is on average."""
    facts = {"outcome": NAMES[first.name], "other": NAMES[part.name]}
    usual = float(np.nanmean(first.series.outcome) / np.nanmean(part.series.outcome))
    odd = []
    for channel in large:
        one = values.get(f"{channel} / worth of {part.label}")
        if one is not None and one.interval is not None and not one.interval.low <= usual <= one.interval.high:
            odd.append(channel)
    if odd:
        words = say(
            "The {outcome} that {channels} are given does not fit the {other} that they are given: by the average of "
            "all sales it would be another. One of the two effects is mistaken, or what they bring is unlike the rest.",
            channels=tuple(odd),
            **facts,
        )
        return Check("worth", False, words)
    words = say("The {outcome} and the {other} that large channels are given fit one another.", **facts)
    return Check("worth", True, words)


def _ways_agree(first: Part, stage: Part, every: Sequence[Column], large: Sequence[str]) -> Check:
    """Whether returns by way of the stage can be the same as those without it."""
    drawn = {one.subject: one.draws for one in every}
    apart = []
    for channel in large:
        gap = drawn[channel] - drawn.get(f"{channel} / through {stage.label}", drawn[channel])
        low, high = np.quantile(gap, [0.025, 0.975])
        if low > 0.0 or high < 0.0:
            apart.append(channel)
    names = {"stage": NAMES[stage.name], "outcome": NAMES[first.name]}
    if apart:
        words = say(
            "By way of {stage} the return of {channels} is another than straight on {outcome}: part of the effect "
            "passes by {stage}, or what the channel brings is worth more or less than the rest.",
            channels=tuple(apart),
            **names,
        )
        return Check("ways", False, words, lowers=1)
    words = say("By way of {stage} the returns of large channels may be those found straight on {outcome}.", **names)
    return Check("ways", True, words)


def _limits(question: OutcomesQuestion, beside: Sequence[Part]) -> tuple[Words, ...]:
    outcome = NAMES[question.outcome]
    found = [
        wording.only_observed(),
        say("Each outcome has a model of its own, and is not put to the proof here: ask mmm of each."),
    ]
    if beside:
        found.append(
            say("What chance did to one outcome is taken to be independent of what it did to another: worths are wide.")
        )
    if question.stage is not None:
        found.append(
            say(
                "By way of {stage}: what a channel brought is taken to be worth as much, and as soon, as any other; "
                "that worth is read from how {outcome} followed {stage}, and a cause of both would mislead it.",
                stage=NAMES[question.stage],
                outcome=outcome,
            )
        )
    return tuple(found)
