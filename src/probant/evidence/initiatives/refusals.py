"""What cannot be answered as it is declared, said before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from probant.errors import Inconsistent, Refused, UnknownName
from probant.evidence.initiatives.charges import ONCE, RECURRENT
from probant.evidence.initiatives.declared import Benefit, Factor, Initiative
from probant.evidence.initiatives.kinds import BASES, FACTORS, KINDS, POSITIVE, SHARES
from probant.evidence.initiatives.lines import LINES
from probant.evidence.initiatives.published import PUBLISHED
from probant.words import Words, say

STAGES = ("idea", "pilot", "scaled", "stopped")


def check(initiative: Initiative) -> None:
    """Raise UnknownName, Inconsistent or Refused for the first thing that cannot be as declared."""
    _known(say("stage"), initiative.register["stage"], STAGES)
    for cost in initiative.costs:
        _known(say("kind of cost"), cost.kind, (*RECURRENT, *ONCE))
        _known(say("state of a cost"), cost.state, ("forecast", "realised"))
    _check_currency(initiative)
    for benefit in initiative.benefits:
        _check_home(benefit)
        _check_kind(benefit)
        for factor in benefit.factors.values():
            _check_factor(benefit, factor)
        _check_effect(benefit)
    _check_evidence_once(initiative.benefits)


def _known(kind: Words, name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise UnknownName(kind, name, known)


def _check_currency(initiative: Initiative) -> None:
    strange = tuple(one for one in initiative.currencies if one != initiative.currency)
    if strange:
        raise Inconsistent(
            say(
                "“{initiative}” is declared in {currency}, its costs are in {strange}.",
                initiative=initiative.name,
                currency=initiative.currency,
                strange=strange,
            ),
            mend=say("convert them to one currency, then load them again"),
        )


def _check_home(benefit: Benefit) -> None:
    for line in benefit.lines:
        _known(say("line of a return model"), line, LINES)
    if len(benefit.lines) > 1:
        raise Refused(
            say("The benefit “{benefit}” has several homes: {lines}.", benefit=benefit.name, lines=benefit.lines),
            mend=say("choose one line for it: what is counted twice is worth half"),
        )


def _check_kind(benefit: Benefit) -> None:
    _known(say("kind of benefit"), benefit.kind, KINDS)
    allowed, none = LINES[benefit.line].kinds, say("none: it is not counted in money")
    if benefit.kind not in allowed:
        raise Refused(
            say(
                "“{benefit}” is of kind “{kind}”, which the line “{line}” does not hold.",
                benefit=benefit.name,
                kind=benefit.kind,
                line=benefit.line,
            ),
            mend=say("kinds of this line: {kinds}", kinds=allowed or none),
        )
    lacking = tuple(name for name in KINDS[benefit.kind].needed if name not in benefit.factors)
    if lacking:
        raise Refused(
            say("The benefit “{benefit}” lacks {factors}.", benefit=benefit.name, factors=lacking),
            mend=_why(lacking[0]),
        )


def _why(factor: str) -> Words:
    """Why a factor is always asked for."""
    if factor == "review":
        return say("say how long reviewing the result takes, 0 if nobody does: it is taken off the time saved")
    if factor == "margin":
        return say("say what share of revenue is contribution margin: revenue is not a benefit; 1 if worth is margin")
    return say("declare the factor “{factor}” of this benefit", factor=factor)


def _check_factor(benefit: Benefit, factor: Factor) -> None:
    _known(say("factor of a benefit"), factor.name, FACTORS)
    _known(say("basis of a factor"), factor.basis, BASES)
    place = {"benefit": benefit.name, "factor": factor.name}
    if factor.basis == "evidence" and not factor.source:
        raise Refused(
            say("{factor} of “{benefit}” is tied to evidence and names none.", **place),
            mend=say("give the id of the evidence as source, or call it assumed"),
        )
    if factor.basis == "published":
        _known(say("published effect"), factor.source or "", PUBLISHED)
    if factor.basis in ("assumed", "self_reported") and (
        factor.low is None or factor.high is None or not factor.author
    ):
        raise Refused(
            say("{factor} of “{benefit}” is not measured, and has no range or no author.", **place),
            mend=say("give low and high, between which it lies in nine of ten cases, and the role that says so"),
        )
    _check_numbers(place, factor)


def _check_numbers(place: dict[str, str], factor: Factor) -> None:
    value, low, high = factor.value, factor.low, factor.high
    if value is None and factor.basis not in ("evidence", "published"):
        raise Refused(say("{factor} of “{benefit}” has no value.", **place), mend=say("declare its value"))
    known = [one for one in (low, value, high) if one is not None]
    least = 0.0 if factor.name in SHARES | POSITIVE else -float("inf")
    most = 1.0 if factor.name in SHARES else float("inf")
    ranged = low is not None and high is not None and low < high
    if (
        known != sorted(known)
        or not all(isfinite(one) and least <= one <= most for one in known)
        or (ranged and factor.name in POSITIVE and not value)
    ):
        raise Inconsistent(
            say("{factor} of “{benefit}” cannot be {value}, between {low} and {high}.",
                value=value, low=low, high=high, **place),
            mend=say("low, value and high rise; shares lie between 0 and 1, amounts above 0"),
        )  # fmt: skip


def _check_effect(benefit: Benefit) -> None:
    effect, realisation = benefit.factors.get("effect"), benefit.factors.get("realisation")
    if effect is None:
        return
    if LINES[benefit.line].causal and effect.basis in ("measured", "self_reported"):
        raise Refused(
            say(
                "The effect of “{benefit}” on “{line}” is taken from before and after.",
                benefit=benefit.name,
                line=benefit.line,
            ),
            mend=say("tie it to evidence by its id, or mark it as assumed with a range and an author"),
        )
    if (
        effect.basis == "self_reported"
        and realisation is not None
        and realisation.basis in ("assumed", "self_reported")
    ):
        raise Refused(
            say("“{benefit}” is self-reported, and so is how much of it is realised.", benefit=benefit.name),
            mend=say("leave realisation out: what became of self-reported savings elsewhere is used"),
        )


def _check_evidence_once(benefits: Iterable[Benefit]) -> None:
    carried: dict[tuple[str | None, str | None], str] = {}
    for benefit in benefits:
        effect = benefit.factors.get("effect")
        if effect is None or effect.basis != "evidence":
            continue
        first = carried.setdefault((effect.source, effect.subject), benefit.name)
        if first != benefit.name:
            raise Refused(
                say(
                    "“{first}” and “{second}” are both the effect of evidence {id}.",
                    first=first,
                    second=benefit.name,
                    id=effect.source,
                ),
                mend=say("keep one of them: one effect has one home"),
            )
