"""What readers call the subjects that engines name in brackets, and the pairs that they join by a stroke."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from probant.report import mix_names
from probant.report.initiatives import reading_of
from probant.words import Words, say

TOTALS: Mapping[str, Words] = MappingProxyType(
    {
        "(total)": say("all spend together"),
        "(total), season removed": say("all spend together, season and trend removed"),
    }
)
"""Read out in sentences too; nobody types them."""
RECONCILED: Mapping[str, Words] = MappingProxyType(
    {
        "(all) / orders": say("all platforms: claims for each order"),
        "(all) / leads": say("all platforms: claims for each lead"),
        "(all) / deals": say("all platforms: claims for each deal won"),
        "(all) / revenue": say("all platforms: money claimed for each unit of revenue"),
        "(all) / change in 13 weeks": say("change of all claims against sales, in 13 weeks"),
        "(not tracked) / orders": say("orders that analytics missed"),
        "(not tracked) / revenue": say("revenue that analytics missed"),
        "(met by several platforms) / tracked orders": say("tracked orders that several platforms met"),
    }
)
AGENTS: Mapping[str, Words] = MappingProxyType(
    {
        "(index)": say("efficiency index"),
        "(goal)": say("goal fidelity"),
        "(reads)": say("reads of the reference path that were made"),
        "(economy)": say("economy of steps"),
        "(autonomy)": say("ended without a person"),
        "(effective)": say("ended without a person, and well"),
        "(strict)": say("nobody took part at all, not even to approve"),
        "(escalation, precision)": say("handed over, and rightly so"),
        "(escalation, recall)": say("had to be handed over, and were"),
        "(minutes)": say("time of people"),
        "(context)": say("context awareness score"),
        "(available)": say("needed items that were there before the first change"),
        "(used)": say("needed items that were used"),
        "(grounded)": say("written values that stood in the context"),
        "(policy)": say("runs that broke a rule"),
        "(policy, grave)": say("runs that broke a rule gravely"),
        "(deviations)": say("deviations in a run"),
        "(by action)": say("deviations by action"),
        "(severity)": say("severity of deviations"),
        "wrong write": say("changes that the goal did not ask for"),
        "needless handoff": say("people called for nothing"),
        "(retention)": say("reads that repeat no earlier one of the run"),
        "(reuse)": say("runs that used what an earlier run learned"),
        "(used again)": say("insights used again before they were superseded"),
        "(stale)": say("uses of insights that had expired"),
        "(uplift)": say("success with memory less success without"),
        "(run)": say("cost of a run"),
        "(accepted)": say("cost of an accepted result"),
        "(seconds)": say("duration of a run in the middle"),
        "(seconds, slowest of 20)": say("duration that one run of 20 exceeds"),
    }
)
"""What the engines on agents estimate."""
OF_ENGINE: Mapping[tuple[str, str], Words] = MappingProxyType(
    {("agents.deviation", "(goal)"): say("runs that missed the goal by a change or a call")}
)
"""Subjects that two engines use for two things: engine and subject."""
NAMES: Mapping[str, Words] = MappingProxyType({"(all)": say("all together"), **TOTALS, **RECONCILED, **AGENTS})
"""Read out where a subject stands alone: '(all)' is also typed, so a sentence that names it keeps it."""
SECOND: Mapping[str, Words] = MappingProxyType(
    {
        "spend": say("{subject}, relative to its spend"),
        "analytics": say("{subject}: claims for each order that analytics would credit"),
        "labels": say("{subject}: labelled findings that were right"),
        "marginal": say("{subject}: return of one more unit of spend"),
        "gross": say("{subject}: return before margin"),
        "joint": say("{subject}, taken together"),
        "contribution": say("{subject}: contribution"),
        "share of outcome": say("{subject}: share of the outcome"),
        "learned": say("{subject}: share learned from the data"),
        "delay": say("{subject}: mean delay of the effect"),
        "most": say("{subject}: what endless spend would bring in a step"),
        "half": say("{subject}: spend at which half of that is reached"),
        "slope": say("{subject}: slope of the curve"),
        "retention": say("{subject}: share of the effect that carries over"),
        **dict.fromkeys(("orders", "leads", "deals"), say("{subject}: claimed share of what was sold")),
    }
)
"""Second readings of a subject, by what it is set against."""
RELATIVE = " / "
"""Between a subject and what it is set against: the name of a second reading of the subject."""


def named(subject: str, engine: str = "") -> Words:
    """The subject of an engine as readers call it; a name of the data stands as it is."""
    known = OF_ENGINE.get((engine, subject)) or NAMES.get(subject)
    if known is None and engine.startswith("initiatives."):
        known = reading_of(subject)
    if known is None and engine.startswith("mmm"):
        known = mix_names.reading_of(subject, engine)
    return known or _joined(*subject.partition(RELATIVE))


def _joined(first: str, relative: str, base: str) -> Words:
    """A subject with what it is set against; alone where there is nothing."""
    if not relative:
        return say("{subject}", subject=first)
    if base in SECOND:
        return Words(SECOND[base].template, {"subject": named(first)})
    return say("{subject}, relative to {base}", subject=named(first), base=base)
