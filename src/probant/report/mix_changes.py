"""What a mix model says of effects that change and of channels that work by reach, ready for page and print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from probant.report.language import Language, label
from probant.report.mix_names import BEST, CHANGE, SEPARATOR, half_year
from probant.report.table import Cell, Table
from probant.vocabulary import Estimate, Evidence
from probant.words import Words, say


def halves(evidence: Evidence) -> dict[str, dict[Words, Estimate]]:
    """By channel whose effect may change: its return in each half-year, the first first."""
    found: dict[str, dict[Words, Estimate]] = {}
    for subject, estimate in evidence.estimates.items():
        channel, _, base = subject.rpartition(SEPARATOR)
        when = half_year(base)
        if when is not None:
            found.setdefault(channel, {})[say("H{half} {year}", half=when[1], year=when[0])] = estimate
    return found


def changed(channel: str, evidence: Evidence, language: Language) -> Words | None:
    """How far the effect moved over the period, and whether the data show it; None where it is not known."""
    moved = evidence.estimates.get(f"{channel}{SEPARATOR}{CHANGE}")
    if moved is None or moved.interval is None:
        return None
    facts = {"change": language.change(moved.value), "interval": language.interval(moved, signed=True)}
    if moved.interval.low <= 0.0 <= moved.interval.high:
        return say(
            "Effect in the last half-year against the first: {change} ({interval}). The data do not show a change.",
            **facts,
        )
    return say("Effect in the last half-year against the first: {change} ({interval}).", **facts)


def frequencies(evidence: Evidence, language: Language) -> tuple[Words, ...]:
    """Of each channel that works by reach: at which frequency an impression returns most."""
    found = {
        subject.removesuffix(f"{SEPARATOR}{BEST}"): one
        for subject, one in evidence.estimates.items()
        if subject.endswith(f"{SEPARATOR}{BEST}")
    }
    return tuple(
        say(
            "{channel} works by how many people it reaches and how often: it has no curve. An impression returns most "
            "at {best} ({interval}).",
            channel=label(channel, language),
            best=language.quantity(one.value, one.unit, compact=True),
            interval=language.interval(replace(one, unit="")),
        )
        for channel, one in found.items()
    )


def table(channel: str, returned: Mapping[Words, Estimate], language: Language) -> Table:
    """One row a half-year: return and interval."""
    rows = []
    for name, one in returned.items():
        around, text = one.interval, language.say(name)
        ends = (None, None) if around is None else (around.low, around.high)
        figures = (
            Cell(language.figure(value, one.unit, compact=True), value, figure=True, unit=one.unit)
            for value in (one.value, *ends)
        )
        rows.append((Cell(text, text), *figures))
    return Table(
        say("Return of {channel} by half-year", channel=label(channel, language)),
        (say("Half-year"), say("Return"), say("From"), say("To")),
        tuple(rows),
    )
