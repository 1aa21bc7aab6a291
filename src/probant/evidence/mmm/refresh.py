"""What moved between two answers to one question, and what moved it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import NormalDist

from probant.vocabulary import Evidence
from probant.words import Words, say

FAR = 1.0
"""Deviations of the older answer from which on a channel is said to have moved."""
_BELIEFS = ("prior", "prior_share", "prior_roi", "prior_effect")
_ASSUMED = ("adstock", "saturation", "lags", "trend", "harmonics", "country", "controls", "organic", "exposure", "step")


@dataclass(frozen=True, slots=True)
class Move:
    """One subject in both answers."""

    subject: str
    before: float
    now: float
    deviations: float
    """Of the older answer; its sign is that of the move."""


def moves(old: Evidence, new: Evidence) -> tuple[Move, ...]:
    """Channels that both know, the furthest moved first."""
    found = []
    for subject, before in old.estimates.items():
        now = new.estimates.get(subject)
        if " / " in subject or now is None or before.interval is None or before.unit != now.unit:
            continue
        around = before.interval
        half = (around.high - around.low) / 2 / NormalDist().inv_cdf((1 + around.level) / 2)
        found.append(Move(subject, before.value, now.value, (now.value - before.value) / half))
    return tuple(sorted(found, key=lambda move: (-abs(move.deviations), move.subject)))


def report(old: Evidence, new: Evidence) -> tuple[Words, ...]:
    """What moved, and whether new data, other beliefs or other assumptions can have moved it."""
    moved = moves(old, new)
    far = [move for move in moved if abs(move.deviations) >= FAR]
    said = [
        say(
            "{subject}: was {before:{unit}}, is {now:{unit}} ({deviations} deviations).",
            subject=move.subject,
            before=move.before,
            now=move.now,
            unit=new.estimates[move.subject].unit,
            deviations=round(move.deviations, 1),
        )
        for move in far
    ]
    if not far:
        most = max((abs(move.deviations) for move in moved), default=0.0)
        said.append(say("No return moved by as much as its own deviation; the most was {most}.", most=round(most, 1)))
    return (*said, *_causes(old, new))


def _causes(old: Evidence, new: Evidence) -> tuple[Words, ...]:
    found = []
    if old.period != new.period and old.period is not None and new.period is not None:
        found.append(
            say(
                "The data now reach from {start} to {end}, before from {old_start} to {old_end}.",
                start=new.period.start,
                end=new.period.end,
                old_start=old.period.start,
                old_end=old.period.end,
            )
        )
    elif old.provenance and new.provenance and old.provenance.data != new.provenance.data:
        found.append(say("The period is the same, but its data were restated."))
    changed = _changed(old, new)
    for names, words in (
        (_BELIEFS, say("What is believed before the data was changed: part of the move is the prior's.")),
        (_ASSUMED, say("Assumptions of the model were changed: part of the move is theirs.")),
        (("lifts",), say("Other experiments hold the model: part of the move is theirs.")),
    ):
        if changed & set(names):
            found.append(words)
    if not changed and found:
        found.append(say("The question is the same: the data moved it."))
    return tuple(found)


def _changed(old: Evidence, new: Evidence) -> set[str]:
    if old.provenance is None or new.provenance is None:
        return set()
    before, now = (json.loads(made.question) for made in (old.provenance, new.provenance))
    return {name for name in {*before, *now} if before.get(name) != now.get(name)}
