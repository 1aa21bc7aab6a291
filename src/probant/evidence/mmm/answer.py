"""From series to evidence: fit, average, prove, and say what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from probant.evidence.mmm import calibration, checks, course, estimates, learned, reach, wording
from probant.evidence.mmm.block import left_over
from probant.evidence.mmm.effects import Effects, effects, prior_totals
from probant.evidence.mmm.estimates import Column, Units
from probant.evidence.mmm.fit import Fit, fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.proof import Averaged, Proof, alone, averaged, prove
from probant.evidence.mmm.question import MixQuestion
from probant.evidence.mmm.series import Row, Series, series
from probant.evidence.mmm.specification import asked
from probant.stats.adstock import Array
from probant.stats.sampling import Plan
from probant.vocabulary import Check, Evidence, Grade, Tell
from probant.words import Words, say


def answer(
    name: str,
    question: MixQuestion,
    rows: Mapping[str, Sequence[Row]],
    rng: np.random.Generator,
    tell: Tell,
) -> Evidence:
    """Fit the model and say what it found; Evidence without estimates where the chains do not agree."""
    found, of = series(question, rows), units_of(question, rows)
    plan = Plan(draws=question.draws)
    doing = say("fitting {channels} channels over {steps} steps", steps=len(found.days), channels=len(found.channels))
    tell(0.05, doing)
    first = fit(model(found, asked(question)), rng, plan)
    said = about(name, question, found, of)
    if not first.sample.sound:
        return replace(
            said,
            checks=(checks.convergence(first.sample), *_of_data(found)),
            unknown={**said.unknown, **dict.fromkeys(found.channels, _not_settled())},
        )
    whole = averaged(first, rng, plan, tell) if question.proof else alone(first)
    every, told, overlap = _read(whole, of, rng)
    proof = prove(first, whole.weights, rng, tell) if question.proof else None
    return replace(
        said,
        estimates={**estimates.estimates(every, question.level), **estimates.learned_shares(found, overlap[:-1])},
        checks=_checks(first, told, overlap, proof, of, question.level),
        limits=wording.limits(first, told, overlap[:-1], of),
        draws=estimates.draws(every),
        curves=estimates.curves(first, of),
        over_time=estimates.over_time(first, told),
    )


def answer_by_area(
    name: str,
    question: MixQuestion,
    rows: Mapping[str, Sequence[Row]],
    rng: np.random.Generator,
    tell: Tell,
) -> Evidence:
    """The same with areas told apart."""
    from probant.evidence.mmm.panel.answer import filled
    from probant.evidence.mmm.panel.areas import panel
    from probant.evidence.mmm.panel.fit import fit_panel
    from probant.evidence.mmm.panel.model import panel_model
    from probant.evidence.mmm.panel.proof import prove as prove_panel

    found, of = panel(question, rows), units_of(question, rows)
    tell(
        0.05,
        say(
            "fitting {channels} channels in {areas} areas",
            channels=len(found.together.channels),
            areas=len(found.areas),
        ),
    )
    drawn = fit_panel(panel_model(found, asked(question)), rng)
    proof = prove_panel(drawn, rng, tell) if question.proof and drawn.sample.sound else None
    return filled(about(name, question, found.together, of), drawn, proof, of, question.level, rng)


def units_of(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> Units:
    """Units of the answer; the currency is that of the spend."""
    currency = next((row["currency"] for row in rows["currencies"] if row["kind"] == "spend"), "XXX")
    return estimates.units(question, currency)


def _checks(
    first: Fit, told: Effects, overlap: Array, proof: Proof | None, of: Units, level: float
) -> tuple[Check, ...]:
    found = first.model.found
    return (
        checks.convergence(first.sample),
        *_of_data(found),
        checks.plausible(found, told.total),
        checks.apart(found, told.total),
        checks.from_data(found, overlap),
        checks.residuals(first.model, left_over(first)),
        *calibration.checks(first),
        *course.checks(first, level),
        *reach.checks(first, level),
        *(() if proof is None else checks.from_proof(first, proof, of.outcome)),
    )


def _read(whole: Averaged, of: Units, rng: np.random.Generator) -> tuple[list[Column], Effects, np.ndarray]:
    """Columns of the mixture; effects of the model as asked, and how much of them, and of their sum, is the prior."""
    parts = []
    told = [effects(one) for one in whole.fits]
    for one, effect in zip(whole.fits, told, strict=True):
        parts.append({column.subject: column for column in estimates.columns(one, effect, of)})
    every = [
        Column(
            subject,
            np.concatenate(
                [
                    part[subject].draws[chosen]
                    for part, chosen in zip(parts, whole.chosen, strict=True)
                    if subject in part
                ]
            ),
            column.unit,
        )
        for subject, column in parts[0].items()
        if all(subject in part or not len(chosen) for part, chosen in zip(parts, whole.chosen, strict=True))
    ]
    mixture = _mixture(whole, told)
    prior = prior_totals(whole.fits[0], rng)
    return every, mixture, learned.overlap(learned.with_sum(mixture.total), learned.with_sum(prior))


def _mixture(whole: Averaged, told: Sequence[Effects]) -> Effects:
    """Effects of all models together."""
    pairs = list(zip(told, whole.chosen, strict=True))
    shares = np.array([len(chosen) for chosen in whole.chosen]) / sum(len(chosen) for chosen in whole.chosen)
    return Effects(
        total=np.concatenate([one.total[chosen] for one, chosen in pairs]),
        marginal=np.concatenate([one.marginal[chosen] for one, chosen in pairs]),
        by_step=np.asarray(sum(share * one.by_step for share, one in zip(shares, told, strict=True))),
        delay=np.concatenate([one.delay[chosen] for one, chosen in pairs]),
    )


def about(name: str, question: MixQuestion, found: Series, of: Units) -> Evidence:
    """All that does not depend on the fit."""
    return Evidence(
        engine=name,
        estimand=wording.estimand(question, of),
        purpose=question.purpose,
        business=question.business,
        estimates={},
        design=Grade.C if question.lifts else Grade.D,
        line=None if of.margin is None else 1.0,
        limits=(say("No number is given, for the fit did not settle."),),
        unknown=dict.fromkeys(found.silent, say("It was never on in the period.")),
        period=found.period,
        sample={channel: int((found.exposure[:, place] > 0).sum()) for place, channel in enumerate(found.channels)},
        shares=found.shares(),
        ids={"outcome": question.outcome},
    )


def _of_data(found: Series) -> tuple[Check, ...]:
    return (checks.enough_history(found), checks.gaps(found), checks.spend_moves(found))


def _not_settled() -> Words:
    return say("The chains do not agree on it.")
