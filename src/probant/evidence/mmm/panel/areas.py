"""Areas side by side: their series, and all of them added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from probant.errors import Refused, TooLittle
from probant.evidence.mmm.question import MixQuestion
from probant.evidence.mmm.series import Row, Series, of_area, prepared, together
from probant.stats.adstock import Array
from probant.words import say


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """G areas of the same T steps and C channels."""

    areas: tuple[str, ...]
    series: tuple[Series, ...]
    """(G,) one each."""
    together: Series
    """All areas added up; the outcome of a step is known where that of every area is."""

    @property
    def sizes(self) -> Array:
        """(G,) mean outcome of a known step: what an area's outcome and exposure are taken in proportion to."""
        return np.array([np.abs(one.outcome[one.known]).mean() for one in self.series])

    @property
    def filled(self) -> Series:
        """All areas added up, with the mean of an area's known steps in place of those that are not known."""
        parts = [np.where(one.known, one.outcome, one.outcome[one.known].mean()) for one in self.series]
        return replace(self.together, outcome=np.sum(parts, axis=0))

    def part(self, places: Sequence[int]) -> Panel:
        """Some of the areas, by their numbers, without the channels that are nowhere on in them."""
        found = tuple(self.series[g] for g in places)
        whole = replace(
            self.together,
            outcome=np.sum([one.outcome for one in found], axis=0),
            spend=np.sum([one.spend for one in found], axis=0),
            exposure=np.sum([one.exposure for one in found], axis=0),
            history=np.sum([one.history for one in found], axis=0),
        )
        return Panel(tuple(self.areas[g] for g in places), found, whole).heard

    @property
    def heard(self) -> Panel:
        """Without the channels that are nowhere on."""
        on = np.any(self.together.exposure > 0.0, axis=0)
        return Panel(self.areas, tuple(one.of_channels(on) for one in self.series), self.together.of_channels(on))


def panel(question: MixQuestion, rows: Mapping[str, Sequence[Row]]) -> Panel:
    """The areas that have both spend and outcome, over the steps that all of them share.

    Raises what `series` raises; Refused where an area's outcome is nowhere known, or 0 wherever it is, TooLittle for
    less than two areas.
    """
    names, days = prepared(question, rows)
    if len(names) < 2:
        raise TooLittle(
            say("Areas with both spend and outcome: {count}; two are the least.", count=len(names)),
            mend=say("load spend and outcomes by area, or ask with by_area = false"),
        )
    whole = together(question, {**rows, **{name: _kept(rows[name], names) for name in ("spend", "outcome")}}, days)
    found = tuple(of_area(question, rows, name, days, whole) for name in names)
    for name, one in zip(names, found, strict=True):
        if not np.any(one.outcome[one.known] != 0.0):
            raise Refused(
                say("The outcome of the area “{area}” is 0, or not known, in every step.", area=name),
                mend=say("ask for a period in which it is known, or leave the area out of the data"),
            )
    known = np.all([one.known for one in found], axis=0)
    return Panel(names, found, replace(whole, outcome=np.where(known, whole.outcome, np.nan)))


def _kept(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    return [row for row in rows if row["area"] in names]
