"""The draws as estimates by subject, each with its unit and interval, and as curves that a budget can be made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from probant.evidence.mmm import course, learned, reach
from probant.evidence.mmm.effects import Effects
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.model import REACH
from probant.evidence.mmm.question import MONEY, MixQuestion
from probant.evidence.mmm.series import Series
from probant.stats.adstock import PARAMETERS, Array
from probant.stats.response import column
from probant.vocabulary import Curve, Draws, Estimate, Interval

TOTAL = "(total)"


@dataclass(frozen=True, slots=True)
class Units:
    """What things are counted in."""

    outcome: str
    """An ISO 4217 code, or a count's noun."""
    money: str
    margin: float | None
    """Contribution margin per unit of outcome, in money; None: not known."""

    @property
    def gross(self) -> str:
        """Of a return in outcome."""
        return f"{self.outcome} / {self.money}"

    @property
    def net(self) -> str:
        """Of a return in margin, where the margin is known."""
        return self.gross if self.margin is None else f"{self.money} / {self.money}"


def units(question: MixQuestion, currency: str) -> Units:
    """Units of the answer; a count has the name of its column."""
    return Units(outcome_unit(question.outcome, currency), currency, question.money_per_unit)


def outcome_unit(outcome: str, currency: str) -> str:
    """Unit of a column of outcomes."""
    return currency if outcome in MONEY else outcome.replace("_", " ")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One subject: its draws (D,) and their unit."""

    subject: str
    draws: Array
    unit: str


def columns(found: Fit, told: Effects, of: Units) -> list[Column]:
    """Every subject that has draws, those that lead first."""
    one = found.model.found
    worth = 1.0 if of.margin is None else of.margin
    paid, totals = range(one.paid), one.totals
    out = [Column(TOTAL, worth * told.total[:, : one.paid].sum(axis=1) / totals.sum(), of.net)] if one.paid > 1 else []
    out += [Column(one.channels[c], worth * told.total[:, c] / totals[c], of.net) for c in paid]
    out += [Column(f"{one.channels[c]} / marginal", worth * told.marginal[:, c] / totals[c], of.net) for c in paid]
    if of.margin is not None:
        out += [Column(f"{one.channels[c]} / gross", told.total[:, c] / totals[c], of.gross) for c in paid]
    out += _joint(found, told, of, worth)
    seen = float(np.nansum(one.outcome))
    for place, name in enumerate(one.channels):
        out.append(Column(f"{name} / contribution", told.total[:, place], of.outcome))
        out.append(Column(f"{name} / share of outcome", told.total[:, place] / seen, "share"))
        out.append(Column(f"{name} / delay", told.delay[:, place] * one.step_days, "days"))
        out += _parameters(found, place, name, of)
    return [*out, *_changes(found, of, worth)]


def _changes(found: Fit, of: Units, worth: float) -> Iterator[Column]:
    """Of changing effects: the return of each half-year, and how far the effect moved."""
    for place in found.model.changing:
        name = found.model.found.channels[place]
        for half, drawn in course.returns(found, place):
            yield Column(f"{name} / {half}", worth * drawn, of.net)
        yield Column(f"{name} / change", course.change(found, place), "share")


def _joint(found: Fit, told: Effects, of: Units, worth: float) -> Iterator[Column]:
    one = found.model.found
    for a, b in learned.tangled(told.total[:, : one.paid]):
        both = worth * (told.total[:, a] + told.total[:, b]) / (one.totals[a] + one.totals[b])
        yield Column(f"{one.channels[a]} + {one.channels[b]} / joint", both, of.net)


def _parameters(found: Fit, place: int, name: str, of: Units) -> Iterator[Column]:
    """The curve's own numbers: with them `stats.response` can draw it; of reach, the best frequency in place of it."""
    one, step = found.model, "week" if found.model.found.step_days == 7 else "day"
    paid = place < one.found.paid
    most = found.most[:, place] * course.latest(found, place)
    yield Column(column(name, "most"), most, f"{of.outcome} / {step}")
    if one.saturations[place] == REACH:
        best = reach.best_frequency(found.half[:, place], found.slope[:, place])
        yield Column(f"{name} / best frequency", best, reach.UNIT)
    else:
        price = float(one.found.spend[:, place].sum() / one.found.exposure[:, place].sum()) if paid else 1.0
        yield Column(column(name, "half"), price * found.half[:, place], f"{of.money if paid else name} / {step}")
    if one.saturations[place] == "hill":
        yield Column(column(name, "slope"), found.slope[:, place], "ratio")
    for parameter in PARAMETERS[one.specification.adstock]:
        unit = {"retention": "share", "shape": "ratio"}.get(parameter, f"{step}s")
        yield Column(column(name, parameter), found.carryover[parameter][:, place], unit)


def estimate(draws: Array, unit: str, level: float) -> Estimate:
    """Mean of the draws, and the interval that leaves equal shares of them on either side."""
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    value = float(draws.mean())
    return Estimate(value, unit, Interval(float(min(low, value)), float(max(high, value)), level))


def estimates(every: list[Column], level: float) -> dict[str, Estimate]:
    """By subject."""
    return {one.subject: estimate(one.draws, one.unit, level) for one in every}


def learned_shares(found: Series, overlap: Array) -> dict[str, Estimate]:
    """By 'channel / learned': mass of the posterior that lies where the prior had none; 0 where nothing was learned."""
    return {
        f"{name} / learned": Estimate(1.0 - share, "share")
        for name, share in zip(found.channels, overlap.tolist(), strict=True)
    }


def draws(every: list[Column]) -> Draws:
    """The draws of all subjects, side by side."""
    return Draws(tuple(one.subject for one in every), np.column_stack([one.draws for one in every]))


def curves(found: Fit, of: Units) -> Mapping[str, Curve]:
    """What is known of each paid channel's curve beside its draws; what works by reach has none."""
    one, specification = found.model.found, found.model.specification
    out = {}
    for place, name in enumerate(one.channels[: one.paid]):
        if found.model.saturations[place] == REACH:
            continue
        spend = one.spend[:, place]
        out[name] = Curve(
            adstock=specification.adstock,
            saturation=specification.saturation,
            lags=specification.lags,
            least=float(spend[spend > 0.0].min()),
            usual=float(spend.mean()),
            largest=float(spend.max()),
            last=tuple(spend[len(spend) - specification.lags + 1 :].tolist()),
            step_days=one.step_days,
            spend_unit=of.money,
            unit=of.outcome,
            margin=of.margin,
        )
    return out


def over_time(found: Fit, told: Effects) -> dict[str, tuple[tuple[date, float], ...]]:
    """Outcome seen, what would have been without any channel, and each channel's contribution, by step."""
    one = found.model.found
    seen = np.where(one.known, one.outcome, np.nan)
    known = np.flatnonzero(one.known)
    rows = {
        "(seen)": seen,
        "(base)": seen - told.by_step.sum(axis=1),
        **dict(zip(one.channels, told.by_step.T, strict=True)),
    }
    return {name: tuple((one.days[place], float(row[place])) for place in known) for name, row in rows.items()}
