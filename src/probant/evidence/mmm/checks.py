"""What is looked at before a mix model is believed, each with its reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm import learned
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.forecast import Scores
from probant.evidence.mmm.linear import NOT_KNOWN
from probant.evidence.mmm.model import Model
from probant.evidence.mmm.proof import Proof
from probant.evidence.mmm.rehearsal import Coverage
from probant.evidence.mmm.series import Series
from probant.stats.adstock import Array
from probant.stats.sampling import ESS, RHAT, Sample
from probant.vocabulary import Check
from probant.words import Words, say

FEWEST_YEARS = 2.0
STEADY = 0.05
"""Deviation of exposure over its mean below which it hardly moves."""
MEMORY = 0.3
"""Correlation of neighbouring residuals from which on intervals are too narrow."""
MOVED = 1.0
"""Posterior deviations by which an estimate may move with its prior."""
LARGE = 0.1
"""Share of the spend from which on a channel counts in the checks of prior and curve."""


def convergence(found: Sample) -> Check:
    """Whether the chains agree; where they do not, no number is given."""
    facts = {
        "rhat": round(found.rhat, 4),
        "bulk": round(found.bulk),
        "tail": round(found.tail),
        "divergences": found.divergences,
        "tries": found.tries,
    }
    if found.sound:
        words = say(
            "The chains agree: R-hat {rhat}, {bulk} effective draws in the middle, {tail} in the tails, "
            "no divergence (attempt {tries}).",
            **facts,
        )
        return Check("convergence", True, words)
    words = say(
        "The chains do not agree after {tries} attempts, each twice as long: R-hat {rhat} (at most {limit}), {bulk} "
        "and {tail} effective draws (at least {least}), {divergences} divergences. No number is given.",
        **facts,
        limit=RHAT,
        least=round(ESS),
    )
    return Check("convergence", False, words, lowers=1)


def enough_history(found: Series) -> Check:
    """Whether there are two years, so that a season shows."""
    years = len(found.days) * found.step_days / 365.25
    facts = {"steps": len(found.days), "years": round(years, 1)}
    if years < FEWEST_YEARS - 0.02:
        words = say(
            "{steps} steps are {years} years: below two, a season cannot be told from a trend or from spend.", **facts
        )
        return Check("history", False, words, lowers=1)
    return Check("history", True, say("{steps} steps, {years} years.", **facts))


def gaps(found: Series) -> Check:
    """Which steps have no known outcome."""
    lacking = int((~found.known).sum())
    if lacking == 0:
        return Check("gaps", True, say("The outcome of every step is known."))
    share = lacking / len(found.days)
    words = say(
        "The outcome of {lacking} steps ({share:share}) is not known: they are left out of the fit, their spend counts "
        "as carried over.",
        lacking=lacking,
        share=share,
    )
    return Check("gaps", False, words, lowers=1 if share > 0.1 else 0)


def spend_moves(found: Series) -> Check:
    """Which channels hardly change from step to step."""
    spread = found.exposure.std(axis=0) / found.exposure.mean(axis=0)
    steady = tuple(name for name, one in zip(found.channels, spread, strict=True) if one < STEADY)
    if steady:
        words = say(
            "The spend on {channels} hardly changes from step to step: nothing can be learned from it.", channels=steady
        )
        return Check("variation", False, words)
    return Check("variation", True, say("Every channel's spend changes from step to step."))


def apart(found: Series, totals: Array) -> Check:
    """Which channels' contributions are one another's loss."""
    pairs = learned.tangled(totals)
    if not pairs:
        return Check("told_apart", True, say("The contributions of no two channels are one another's loss."))
    names = tuple(say("{one} and {other}", one=found.channels[a], other=found.channels[b]) for a, b in pairs)
    words = say(
        "These cannot be told apart, only their joint return is known: {pairs}. Change their spend at different times.",
        pairs=names,
    )
    return Check("told_apart", False, words)


def plausible(found: Series, told: Array) -> Check:
    """Whether all channels together may bring more than there is."""
    whole = float(np.nansum(found.outcome))
    share = told.sum(axis=1) / whole
    high = float(np.quantile(share, 0.95))
    if whole > 0.0 and high > 1.0:
        words = say(
            "All channels together are given {mean:share} of the outcome, and up to {high:share}: more than there is. "
            "Something that moves with the spend is taken for its effect.",
            mean=float(share.mean()),
            high=high,
        )
        return Check("plausible", False, words, lowers=1)
    return Check(
        "plausible", True, say("All channels together are given {mean:share} of the outcome.", mean=float(share.mean()))
    )


def from_data(found: Series, overlap: Array) -> Check:
    """For which channels the answer is mostly what was believed beforehand; what all bring together must not be.

    Parameters
    ----------
    found : Series
        Of C channels.
    overlap : (C + 1,) array
        See `learned.overlap`; the last is that of all channels together.
    """
    if overlap[-1] >= learned.MOSTLY:
        words = say(
            "What all channels bring together is mostly what was believed before the data: they say little of it."
        )
        return Check("learned", False, words, lowers=1)
    mostly = tuple(name for name, one in zip(found.channels, overlap[:-1], strict=True) if one >= learned.MOSTLY)
    if not mostly:
        return Check("learned", True, say("For no channel is the answer mostly what was believed before the data."))
    words = say(
        "For {channels} the answer is mostly what was believed before the data: they say little of it.", channels=mostly
    )
    everything = len(mostly) == len(found.channels)
    return Check("learned", False, words, lowers=1 if everything else 0)


def residuals(one: Model, left: Array) -> Check:
    """Whether what is left over hangs together from step to step."""
    name, kept = "residuals", left[np.isfinite(left)]
    freedom = len(kept) - int((one.block.deviations < NOT_KNOWN).sum())
    if freedom < 20 or kept.std() == 0.0:
        return Check(name, None, say("Too few steps are left over to see whether residuals hang together."))
    memory = float(np.corrcoef(kept[1:], kept[:-1])[0, 1])
    if memory > MEMORY:
        words = say(
            "What the model leaves unexplained hangs together from step to step (correlation {memory}): something that "
            "lasts is missing, and the intervals are too narrow.",
            memory=round(memory, 2),
        )
        return Check(name, False, words, lowers=1)
    words = say("What is left unexplained does not hang together (correlation {memory}).", memory=round(memory, 2))
    return Check(name, True, words)


def foretold(scores: Scores | None, unit: str) -> Check:
    """Whether the model foretells better than a naive forecast, and than itself without media."""
    name = "forecast"
    if scores is None:
        return Check(name, None, say("There is too little history to hold some of it back."))
    facts = {
        "steps": scores.steps,
        "model": scores.model,
        "naive": scores.naive,
        "bare": scores.without_media,
        "unit": unit,
    }
    if scores.model >= scores.naive:
        words = say(
            "Over {steps} steps held back it foretells no better than “as a year ago”: its error is {model:{unit}}, "
            "that one's {naive:{unit}}.",
            **facts,
        )
        return Check(name, False, words, lowers=1)
    if scores.model >= scores.without_media:
        words = say(
            "Over {steps} steps held back it foretells no better with the channels ({model:{unit}}) than without any "
            "({bare:{unit}}).",
            **facts,
        )
        return Check(name, False, words, lowers=1)
    words = say(
        "Over {steps} steps held back its error is {model:{unit}}; without the channels {bare:{unit}}, "
        "of “as a year ago” {naive:{unit}}.",
        **facts,
    )
    return Check(name, True, words)


def placebos(found: tuple[int, int] | None) -> Check:
    """Whether it finds effects where there are none."""
    name = "placebo"
    if found is None:
        return Check(name, None, say("There is no room for placebo channels, or their fit did not settle."))
    taken, count = found
    facts = {"taken": taken, "count": count}
    if 2 * taken >= count:
        words = say("{taken} of {count} channels that cannot have worked were given an effect.", **facts)
        return Check(name, False, words, lowers=1)
    words = say("Of {count} channels that cannot have worked, {taken} were given an effect.", **facts)
    return Check(name, True, words)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What was tried in place of what was asked, and what is said of it; the sentences lack their facts."""

    name: str
    unsettled: Words
    moved: Words
    steady: Words


OTHER_PRIORS = Otherwise(
    "prior",
    say("The fits with other priors did not settle."),
    say(
        "With half or twice the prior the answer for {channels} moves by up to {most} of its deviations: the prior "
        "decides, not the data."
    ),
    say("With half or twice the prior no large channel moves by more than {most} deviations."),
)
OTHER_CURVES = Otherwise(
    "curves",
    say("The fits with other curves did not settle."),
    say(
        "With another family of curves the answer for {channels} moves by up to {most} of its deviations; the "
        "interval does not hold that."
    ),
    say("With other families of curves no large channel moves by more than {most} deviations."),
)


def sensitivity(of: Otherwise, found: Series, moves: Mapping[str, Array]) -> Check:
    """Whether another choice gives another answer.

    Parameters
    ----------
    of : Otherwise
        What was tried.
    found : Series
        Of C channels.
    moves : mapping of str to (C,) array
        Change of the mean contribution, in posterior deviations, by what was tried and settled.
    """
    if not moves:
        return Check(of.name, None, of.unsettled)
    channels, most = _moved(found, moves)
    facts = {"channels": channels, "most": round(most, 1)}
    if channels:
        return Check(of.name, False, Words(of.moved.template, facts), lowers=1)
    return Check(of.name, True, Words(of.steady.template, facts))


def rehearsed(found: Coverage) -> Check:
    """Whether intervals hold the truth on simulated data of this shape."""
    name = "rehearsal"
    if found.intervals == 0:
        return Check(name, None, say("No fit to simulated data settled."))
    facts = {"most": found.most, "half": found.half, "count": found.intervals, "failed": found.failed}
    if found.most < 0.9 - 3.0 * found.error:
        words = say(
            "On simulated data of this shape, intervals of 90% held the truth in {most:share} of {count} cases: they "
            "are too narrow.",
            **facts,
        )
        return Check(name, False, words, lowers=1)
    words = say(
        "On simulated data of this shape, intervals of 90% held the truth in {most:share} of {count} cases, those of "
        "50% in {half:share}; {failed} fits did not settle.",
        **facts,
    )
    return Check(name, True, words)


def chosen_models(weights: Mapping[str, float]) -> Check:
    """Which specifications are in the mixture."""
    names = {
        "asked": say("as asked"),
        "trend": say("another trend"),
        "season": say("a richer season"),
        "short": say("half the carryover"),
    }
    parts = tuple(
        say("{name} {share:share}", name=names[key], share=share) for key, share in weights.items() if share >= 0.005
    )
    words = say("The answer is a mixture of {count} models: {parts}.", count=len(weights), parts=parts)
    return Check("models", True, words)


def from_proof(found: Fit, proof: Proof, unit: str) -> tuple[Check, ...]:
    """All checks that need further fits."""
    one = found.model.found
    return (
        chosen_models(proof.average),
        foretold(proof.scores, unit),
        placebos(proof.placebos),
        sensitivity(OTHER_PRIORS, one, proof.priors),
        sensitivity(OTHER_CURVES, one, proof.families),
        rehearsed(proof.coverage),
    )


def _moved(found: Series, moves: Mapping[str, Array]) -> tuple[tuple[str, ...], float]:
    """Large channels that moved too far, and how far the furthest large one did."""
    shares = found.totals / found.totals.sum() if found.totals.sum() > 0.0 else np.ones(len(found.channels))
    far = np.max(np.abs(np.stack(list(moves.values()))), axis=0)
    large = shares >= LARGE
    names: Sequence[str] = [name for name, is_far in zip(found.channels, large & (far > MOVED), strict=True) if is_far]
    return tuple(names), float(far[large].max(initial=0.0))
