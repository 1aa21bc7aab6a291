"""A monitor: goes along a run turn by turn, and records where each rule applied and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from probant.evidence.agents.data import WHOLE
from probant.evidence.agents.policies import Policy
from probant.evidence.agents.rules import RECORDED
from probant.evidence.agents.turns import Moment, Turn


def watch(run: Sequence[Turn], rules: Iterable[Policy], *, business: str = WHOLE) -> Iterator[dict[str, Any]]:
    """Where the rules applied in one run, in its order; no text of the run is in it.

    Parameters
    ----------
    run : sequence of Turn
        All turns of one run, in the order of time.
    rules : iterable of Policy
        As `policies.Rules` reads them.
    business : str
        Brand or shop of the run: rules of another one do not apply.

    Yields
    ------
    dict
        rule, span, business, deviated, evidence: with `trace`, a row of the table agent_deviations. One for each
        rule and turn to which it applied; `evidence` is the tool that was called.
    """
    held = [one for one in rules if one.business in (WHOLE, business)]
    for place, turn in enumerate(run):
        moment = Moment(run, place)
        for rule in held:
            broken = rule.broken(moment)
            if broken is not None:
                fixed = {"rule": rule.rule, "span": turn.span, "business": business}
                yield fixed | {"deviated": broken, "evidence": turn.tool or None}


def declared(rules: Iterable[Policy]) -> Iterator[dict[str, Any]]:
    """The rules as rows of the table agent_rules, where their findings are looked up."""
    told = {"rule", "business", "severity", "agreed_rate"}
    return ({**one.model_dump(include=told), "kind": RECORDED} for one in rules)
