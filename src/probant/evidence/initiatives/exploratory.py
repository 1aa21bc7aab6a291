"""The exploratory view: what a pilot teaches, against what it costs, and the early signs."""

from __future__ import annotations

from probant.evidence.initiatives import pilot, readings
from probant.evidence.initiatives.valuation import Valuation
from probant.vocabulary import Estimate
from probant.words import Words, say

Found = tuple[dict[str, Estimate], dict[str, Words]]


def estimates(found: Valuation, name: str) -> Found:
    """The return of learning by the pilot, its value, and how sure the indicator is to reach its threshold.

    `found` counts the benefits of the model in which the benefit that the pilot measures has its home. No
    interval is stated: the value of a pilot is an expectation over all that it may show.
    """
    unit = found.initiative.currency
    told: dict[str, Estimate] = {}
    unknown: dict[str, Words] = {}
    gain = worth(found)
    if isinstance(gain, Words):
        unknown[name] = gain
    else:
        cost = found.initiative.register["pilot_cost"]
        told[name] = Estimate(gain / cost - 1, "share")
        told[f"{name} / pilot"] = Estimate(gain - cost, unit)
        told[f"{name} / learnt"] = Estimate(gain, unit)
    chance = readings.sign(found.initiative)
    if chance is None:
        unknown[f"{name} / sign"] = readings.unknown(found.initiative)
    else:
        told[f"{name} / sign"] = Estimate(chance, "share")
    return told, unknown


def worth(found: Valuation) -> float | Words:
    """What the pilot is worth before its cost, in currency; or why that is not known."""
    register = found.initiative.register
    benefit, error, cost = (register[one] for one in ("pilot_benefit", "pilot_error", "pilot_cost"))
    if benefit is None or error is None or not cost:
        return say("Its pilot does not say which benefit it measures, how exactly, and at what cost.")
    effect = found.effect(benefit)
    if effect is None:
        return say("The effect of “{benefit}” is certain, or not counted: a pilot teaches nothing.", benefit=benefit)
    net = found.flows.benefit[-1] - found.flows.costs[-1]
    slope = abs(pilot.stake(net, effect))
    return pilot.value(float(net.mean()), slope * float(effect.std()), slope * error)
