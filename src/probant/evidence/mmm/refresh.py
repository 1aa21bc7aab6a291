"""What moved between two answers to one question, and what moved it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from statistics import NormalDist

from probant.evidence.mmm.learned import MOSTLY, PARTLY
from probant.evidence.mmm.question import MixQuestion
from probant.vocabulary import Estimate, Evidence
from probant.words import Words, say

FAR = 1.0
"""Deviations of the older answer from which on a channel is said to have moved."""
_DAY = timedelta(days=1)
_SAME_MODEL = frozenset({"business", "fixed_on", "note", "start", "end", "level", "draws", "purpose"})
"""Fields of the question that say of whom, when and how to tell; each other one makes another model."""
_TESTS = frozenset({"lifts"})
_BELIEFS = frozenset({name for name in MixQuestion.model_fields if name.startswith("prior")} | {"change_spread"})
_ASSUMED = frozenset(MixQuestion.model_fields) - _SAME_MODEL - _TESTS - _BELIEFS


@dataclass(frozen=True, slots=True)
class Move:
    """One subject in both answers."""

    subject: str
    before: Estimate
    now: Estimate
    deviations: float
    """Of the older answer; its sign is that of the move."""
    by: Words
    """What moved it."""


def moves(old: Evidence, new: Evidence) -> tuple[Move, ...]:
    """Channels that both know, the furthest moved first."""
    found, changed = [], _changed(old, new)
    for subject, before in old.estimates.items():
        now = new.estimates.get(subject)
        if " / " in subject or now is None or before.interval is None or before.unit != now.unit:
            continue
        around = before.interval
        half = (around.high - around.low) / 2 / NormalDist().inv_cdf((1 + around.level) / 2)
        deviations = (now.value - before.value) / half
        found.append(Move(subject, before, now, deviations, _mover(subject, deviations, changed, new)))
    return tuple(sorted(found, key=lambda move: (-abs(move.deviations), move.subject)))


def report(old: Evidence, new: Evidence) -> tuple[Words, ...]:
    """What moved, and whether new data, other beliefs or other assumptions can have moved it."""
    if not new.estimates:
        return (say("The new fit gives no number: there is nothing to compare."), *_causes(old, new))
    moved = moves(old, new)
    far = [move for move in moved if abs(move.deviations) >= FAR]
    said = [
        say(
            "{subject}: was {before:{unit}}, is {now:{unit}} ({deviations} deviations).",
            subject=move.subject,
            before=move.before.value,
            now=move.now.value,
            unit=move.now.unit,
            deviations=round(move.deviations, 1),
        )
        for move in far
    ]
    if not far:
        most = max((abs(move.deviations) for move in moved), default=0.0)
        said.append(say("No return moved by as much as its own deviation; the most was {most}.", most=round(most, 1)))
    return (*said, *_channels(old, new), *_causes(old, new))


def _channels(old: Evidence, new: Evidence) -> tuple[Words, ...]:
    """Channels that only one of the two knows."""
    came = tuple(name for name in new.curves if name not in old.curves)
    went = tuple(name for name in old.curves if name not in new.curves)
    told = (
        (came, say("Not in the fit before: {channels}.", channels=came)),
        (went, say("No longer in the fit: {channels}.", channels=went)),
    )
    return tuple(words for names, words in told if names)


def _mover(subject: str, deviations: float, changed: set[str], new: Evidence) -> Words:
    """What moved one channel: what was changed by hand comes first, then what its own answer is made of."""
    if abs(deviations) < FAR:
        return say("nothing beyond its own doubt")
    for names, words in (
        (_BELIEFS, say("what is believed beforehand, which was changed")),
        (_ASSUMED, say("assumptions of the model, which were changed")),
        (_TESTS, say("experiments that hold the model, which were changed")),
    ):
        if changed & names:
            return words
    learned = new.estimates.get(f"{subject} / learned")
    share = 1.0 if learned is None else learned.value
    if share <= 1.0 - MOSTLY:
        return say("mostly what is believed beforehand, which goes with the spend: the data say little of it")
    if share <= 1.0 - PARTLY:
        return say("the data, and in part what is believed beforehand")
    return say("the data")


def _causes(old: Evidence, new: Evidence) -> tuple[Words, ...]:
    """Whether data, beliefs, assumptions, experiments or the program are other than before."""
    found, changed = [*_newer(old, new)], _changed(old, new)
    for names, words in (
        (_BELIEFS, say("What is believed before the data was changed: part of the move is the prior's.")),
        (_ASSUMED, say("Assumptions of the model were changed: part of the move is theirs.")),
        (_TESTS, say("Other experiments hold the model: part of the move is theirs.")),
    ):
        if changed & names:
            found.append(words)
    if found and not changed - {"start", "end"}:
        found.append(say("The question is the same: the data moved it."))
    made, now = old.provenance, new.provenance
    if made and now and made.version != now.version:
        found.append(say("Version {version} made the fit before: part of the move may be its.", version=made.version))
    return tuple(found)


def _newer(old: Evidence, new: Evidence) -> tuple[Words, ...]:
    """In what the data are other than before."""
    if old.period and new.period and old.period != new.period:
        words = say(
            "The data now reach from {start} to {end}, before from {old_start} to {old_end}.",
            start=new.period.start,
            end=new.period.end - _DAY,
            old_start=old.period.start,
            old_end=old.period.end - _DAY,
        )
        return (words,)
    if old.provenance and new.provenance and old.provenance.data != new.provenance.data:
        return (say("The period is the same, but its data were restated."),)
    return ()


def _changed(old: Evidence, new: Evidence) -> set[str]:
    """Fields of the question that are not what they were; one that an older version did not know had its default."""
    if old.provenance is None or new.provenance is None:
        return set()
    plain = MixQuestion().model_dump(mode="json")
    before, now = ({**plain, **json.loads(made.question)} for made in (old.provenance, new.provenance))
    return {name for name in {*before, *now} if before.get(name) != now.get(name)}
