"""How good the proof of a return is: that of the weakest of what carries it, capped by what is assumed.

The rule in words. A benefit's grade is that of its effect, one lower where another of its factors is not
measured. A return has the weakest grade among the benefits whose effect something of this project shows and
that bring at least a tenth of its benefit. If benefits whose effect is assumed, published elsewhere or
self-reported bring more than a tenth of it, the return is no better than D; if more than a quarter, no better
than E; if more than half, it is F.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from probant.evidence.initiatives import charges, factors, gates
from probant.evidence.initiatives.valuation import Valuation
from probant.vocabulary import Check, Grade
from probant.words import say

CARRIES = 0.1
"""Share of the benefit from which a part of it carries the whole."""
_CAPS = ((0.5, Grade.F), (0.25, Grade.E), (0.1, Grade.D))
"""Share that is assumed, and the best grade beyond it; the largest first."""


def weights(found: Valuation) -> dict[str, float]:
    """Share of each benefit in the present value of all, their signs left out, over the long horizon."""
    sizes = {name: abs(float(values[-1].mean())) for name, values in found.flows.benefits.items()}
    whole = sum(sizes.values())
    return {name: size / whole if whole else 1 / len(sizes) for name, size in sizes.items()}


def design(shares: Mapping[str, float], shown: Mapping[str, Grade]) -> Grade:
    """The weakest grade of the benefits that carry the return and are shown by this project; F where none is.

    Parameters
    ----------
    shares : mapping of str to float
        Of the benefit, by benefit, in [0, 1].
    shown : mapping of str to Grade
        By benefit, those that are merely assumed left out.
    """
    return weakest([shown[name] for name, share in shares.items() if share >= CARRIES and name in shown])


def assumed(shares: Mapping[str, float], shown: Mapping[str, Grade], best: Grade) -> Check:
    """How much of the benefit is assumed, and how many grades that costs."""
    names = tuple(name for name in shares if name not in shown)
    share = sum(shares[name] for name in names)
    cap = next((grade for edge, grade in _CAPS if share > edge), best)
    ranks = list(Grade)
    lost = max(0, ranks.index(cap) - ranks.index(best))
    if not names:
        return Check("assumed", True, say("No benefit is merely assumed."))
    words = say(
        "{share:share} of the benefit is assumed, published elsewhere or self-reported: {benefits}.",
        share=share,
        benefits=names,
    )
    return Check("assumed", share <= CARRIES, words, lost)


def checks(found: Valuation) -> tuple[Check, ...]:
    """What was looked at before the return was believed; only `assumed` costs grades."""
    shares = weights(found)
    return (
        assumed(shares, found.shown, design(shares, found.shown)),
        _unmeasured(found),
        gates.may_start(found.initiative.register),
        _booked(found),
        _priced(found),
        _adopted(found),
        *(Check("counted", False, words) for words in found.left_out.values()),
    )


def _unmeasured(found: Valuation) -> Check:
    told = tuple(
        say("{factor} of “{benefit}”", factor=factor, benefit=one.name)
        for one in found.benefits
        for factor in factors.unmeasured(one)
    )
    if not told:
        return Check("factors_measured", True, say("All factors that were declared besides the effects are measured."))
    words = say("Not measured, and their benefits one grade lower for it: {factors}.", factors=told)
    return Check("factors_measured", False, words)


def _booked(found: Valuation) -> Check:
    """Forecast and realised costs, side by side."""
    one = found.initiative
    realised = charges.total((*one.costs, *one.traced), "realised")
    forecast = charges.total(one.costs, "forecast")
    facts = {"realised": realised, "forecast": forecast, "unit": one.currency}
    words = say(
        "Costs booked so far: {realised:{unit}}; declared as forecast: {forecast:{unit}}. Where a forecast states no "
        "range, a standard deviation of {unsure:share} is assumed; recurrent costs go on as in their last months.",
        unsure=charges.UNSURE,
        **facts,
    )
    return Check("costs_booked", realised > 0 or None, words)


def _priced(found: Valuation) -> Check:
    one = found.initiative
    if one.register["agent"] is None:
        return Check("tokens_traced", None, say("It names no agent, so its tokens are not read from traces."))
    if one.unpriced:
        words = say("Steps of “{agent}” that have no price and are not in its cost: {count}.", count=one.unpriced,
                    agent=one.register["agent"])  # fmt: skip
        return Check("tokens_traced", False, words)
    if not one.traced:
        return Check("tokens_traced", None, say("No trace of “{agent}” was loaded.", agent=one.register["agent"]))
    return Check("tokens_traced", True, say("All steps of “{agent}” have a price.", agent=one.register["agent"]))


def _adopted(found: Valuation) -> Check:
    one = found.initiative
    if not one.people:
        words = (
            say("No adoption is recorded or declared: all of the volume in scope is taken as reached.")
            if one.register["adoption_ceiling"] is None
            else say("No adoption is recorded yet; it follows the declared course.")
        )
        return Check("adoption_measured", None, words)
    unknown = sum(month.unknown for month in one.people)
    facts = {"months": len(one.people), "last": one.people[-1].adoption}
    if unknown:
        words = say(
            "Adoption was {last:share} in the last of {months} months; in {unknown} team months the assisted share is "
            "not known, and all work of active people counts as assisted.",
            unknown=unknown,
            **facts,
        )
        return Check("adoption_measured", False, words)
    words = say("Adoption was {last:share} in the last of {months} months measured.", **facts)
    return Check("adoption_measured", True, words)


def weakest(grades: Sequence[Grade]) -> Grade:
    """The weakest of several grades, F of none."""
    return max(grades, default=Grade.F)
