"""The strategic scorecard: judged lines, weighted; a judgement is one, whoever makes it, and is named so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from probant.evidence.initiatives import spreads
from probant.evidence.initiatives.flows import Array


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one role judges one line to be."""

    line: str
    author: str
    score: float
    """In [0, 1]."""
    low: float | None
    high: float | None
    weight: float
    """Of the line, in any scale, >= 0."""


def score(judgements: Sequence[Judgement]) -> float | None:
    """Weighted mean over lines of the mean over authors, in [0, 1]; None where no line has any weight."""
    weights = _weights(judgements)
    whole = sum(weights.values())
    if not whole:
        return None
    return sum(weight * float(np.mean(_of(judgements, line))) for line, weight in weights.items()) / whole


def draws(judgements: Sequence[Judgement], size: int, rng: np.random.Generator) -> Array | None:
    """(size,) draws of the score from the ranges of the judgements; None where none has one."""
    if not any(one.low is not None and one.high is not None for one in judgements) or score(judgements) is None:
        return None
    weights = _weights(judgements)
    total = np.zeros(size)
    for line, weight in weights.items():
        of_line = [one for one in judgements if one.line == line]
        total += weight * sum(_drawn(one, size, rng) for one in of_line) / len(of_line)
    return np.asarray(total / sum(weights.values()))


def _drawn(one: Judgement, size: int, rng: np.random.Generator) -> Array:
    if one.low is None or one.high is None or one.low == one.high:
        return np.full(size, one.score)
    return spreads.share(one.score, one.low, one.high, size, rng)


def _weights(judgements: Sequence[Judgement]) -> dict[str, float]:
    """Mean weight of each line over its authors."""
    lines = dict.fromkeys(one.line for one in judgements)
    return {line: float(np.mean([one.weight for one in judgements if one.line == line])) for line in lines}


def _of(judgements: Sequence[Judgement], line: str) -> list[float]:
    return [one.score for one in judgements if one.line == line]
