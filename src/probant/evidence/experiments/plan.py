"""What several questions on one experiment read, so that one reading of the store serves them all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations_with_replacement

from probant.evidence.experiments.question import DifferenceQuestion


@dataclass(frozen=True, slots=True)
class Measure:
    """Something measured of a unit."""

    name: str
    before: bool
    """Whether only what was measured before the assignment counts."""

    @property
    def key(self) -> str:
        """Beginning of the names of its columns."""
        return _key("m", self.name, self.before)


@dataclass(frozen=True, slots=True)
class Block:
    """Sums that one question reads: of the products of its measures, over the units that count."""

    kind: str
    """Kind of the question, which says what is to be known of the first measure beside them."""
    measures: tuple[Measure, ...]
    zero: bool
    """Whether a unit counts with 0 where it was not observed; else it is left out of the block."""

    @property
    def key(self) -> str:
        """Beginning of the names of its columns."""
        return _key("b", self.kind, self.zero, *((one.name, one.before) for one in self.measures))

    @property
    def places(self) -> range:
        """Places of the measures in v = (1, v1, v2, ...)."""
        return range(1, len(self.measures) + 1)

    @property
    def products(self) -> Iterator[tuple[int, int, str]]:
        """Entries of the upper triangle of v v', and the columns that hold them."""
        return ((i, j, f"{self.key}_{i}_{j}") for i, j in combinations_with_replacement((0, *self.places), 2))


@dataclass(frozen=True, slots=True)
class Scopes:
    """Of which units is asked: of all, of those of some segments, or both."""

    whole: bool
    segments: tuple[str, ...]


def block(question: DifferenceQuestion) -> Block:
    """The sums that a question reads. Where it refuses what is missing they are read only if nothing is."""
    measures = (Measure(name, before=place >= question.first_covariate) for place, name in enumerate(question.measures))
    return Block(question.kind, tuple(measures), zero=question.missing == "zero")


def blocks(questions: Iterable[DifferenceQuestion]) -> tuple[Block, ...]:
    """The sums of all questions, each once."""
    return tuple(dict.fromkeys(block(one) for one in questions))


def measures(of: Iterable[Block]) -> tuple[Measure, ...]:
    """All that is measured for those blocks, each once."""
    return tuple(dict.fromkeys(one for each in of for one in each.measures))


def scopes(questions: Iterable[DifferenceQuestion]) -> Scopes:
    """Of which units these questions ask."""
    asked = {one.segment for one in questions}
    return Scopes(None in asked, tuple(sorted(name for name in asked if name is not None)))


def _key(kind: str, *parts: object) -> str:
    """A name by what it stands for, not by place: each question finds its columns whatever others were asked with it.

    Names of metrics will not do as such: they are free text, and engines fold the case of columns.
    """
    return kind + sha256(json.dumps(parts).encode()).hexdigest()[:12]
