"""From a declared factor to its draws, and to the grade of what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from probant.errors import Ambiguous, Refused
from probant.evidence.initiatives import published, spreads
from probant.evidence.initiatives.declared import Benefit, Factor
from probant.evidence.initiatives.flows import Array
from probant.evidence.initiatives.kinds import ASSUMED, POSITIVE, REALISATION, SHARES, default
from probant.evidence.initiatives.question import Tied
from probant.vocabulary import Grade
from probant.words import say


def drawn(benefit: Benefit, name: str, tied: Sequence[Tied], size: int, rng: np.random.Generator) -> Array:
    """(size,) draws of a factor of a benefit, or () where it is certain; a default where it is not declared.

    Raises Refused for evidence that was not handed in or states no uncertainty.
    """
    factor = benefit.factors.get(name)
    if factor is None:
        return _undeclared(benefit, name, size, rng)
    if factor.basis == "evidence":
        return _of_evidence(posterior(benefit, factor, tied), size, rng)
    if factor.basis == "published":
        whole = 1.0 if factor.value is None else factor.value
        return whole * published.draws(published.PUBLISHED[factor.source or ""], size, rng)
    value, low, high = factor.value or 0.0, factor.low, factor.high
    if low is None or high is None or low == high:
        return np.asarray(value)
    spread = spreads.share if name in SHARES else spreads.positive if name in POSITIVE else spreads.normal
    return spread(value, low, high, size, rng)


def posterior(benefit: Benefit, factor: Factor, tied: Sequence[Tied]) -> Tied:
    """The estimate that a factor is tied to: of the evidence whose id begins as its source, of its subject.

    Raises Refused where it was not handed in, Ambiguous where several were and no subject is named.
    """
    source = factor.source or "?"
    begun = [one for one in tied if one.evidence.startswith(source)]
    found = [one for one in begun if factor.subject in (None, one.subject)]
    if not found:
        raise Refused(
            say("“{benefit}” is tied to evidence {id}, which was not handed in.", benefit=benefit.name, id=source),
            mend=say("ask by `probant initiatives ask`: it reads the evidence that benefits are tied to"),
        )
    if len(found) > 1:
        raise Ambiguous(
            say("Evidence {id} has several estimates.", id=factor.source),
            mend=say("name one as subject: {subjects}", subjects=tuple(one.subject for one in found)),
        )
    return found[0]


def grade(benefit: Benefit, tied: Sequence[Tied]) -> Grade:
    """The grade of a benefit: that of its effect, one lower where another factor of it is not measured.

    An effect that is measured without a comparison is before and after: grade E. What is published elsewhere,
    self-reported or assumed is claimed: grade F.
    """
    effect = benefit.factors.get("effect")
    if effect is None:
        first = Grade.E
    elif effect.basis == "evidence":
        first = posterior(benefit, effect, tied).grade
    else:
        first = Grade.E if effect.basis == "measured" else Grade.F
    return first.lowered(1 if unmeasured(benefit) else 0)


def unmeasured(benefit: Benefit) -> tuple[str, ...]:
    """Factors besides the effect that nothing of this project shows."""
    return tuple(one.name for one in benefit.factors.values() if one.name != "effect" and one.basis in ASSUMED)


def is_assumed(benefit: Benefit) -> bool:
    """Whether nothing of this project shows its effect."""
    effect = benefit.factors.get("effect")
    return effect is not None and effect.basis in ASSUMED


def _of_evidence(found: Tied, size: int, rng: np.random.Generator) -> Array:
    if found.quantiles:
        return spreads.quantiles(found.quantiles, size, rng)
    if found.low is None or found.high is None:
        raise Refused(
            say("Evidence {id} states no uncertainty of “{subject}”.", id=found.evidence, subject=found.subject),
            mend=say("tie the benefit to evidence with an interval, or mark it as assumed with a range and an author"),
        )
    sd = (found.high - found.low) / 2 / NormalDist().inv_cdf((1 + found.level) / 2)
    return rng.normal(found.value, sd, size)


def _undeclared(benefit: Benefit, name: str, size: int, rng: np.random.Generator) -> Array:
    effect = benefit.factors.get("effect")
    if name == "realisation" and benefit.kind == "time":
        if effect is not None and effect.basis == "self_reported":
            low, high = published.PASS_THROUGH
            return spreads.share((low + high) / 2, low, high, size, rng)
        return rng.beta(*REALISATION, size)
    return np.asarray(default(name).value)
