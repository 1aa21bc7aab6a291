"""Knowledge: kept within a run, used again by later ones, fresh, and of use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.evidence.agents import clusters, efficiency
from probant.evidence.agents.book import READ, Book, Flags, Floats, Ints
from probant.evidence.agents.survival import happened_within
from probant.vocabulary import Estimate

DAY = 86_400e6
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class Insights:
    """Insights, in the order of their names; moments in microseconds since 1970, -1 where there is none."""

    born: Ints
    expires: Ints
    superseded: Ints
    author: Ints
    """Number of the run that learned it; -1: a person, or a run that is not looked at."""
    learned: Flags
    """Whether a run learned it."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Insights that were given to runs."""

    run: Ints
    """-1: a run that is not looked at."""
    insight: Ints
    """-1: an insight that nobody declared."""
    at: Ints
    used: Flags


def read(data: Mapping[str, pa.Table], book: Book) -> tuple[Insights, Uses]:
    """Arrays from the results of `data.insights` and `data.uses`."""
    table, given = data["insights"], data["uses"]
    insights = Insights(
        born=_micros(table["at"]),
        expires=_micros(table["expires_at"]),
        superseded=_micros(table["superseded_at"]),
        author=_places(table["trace"], book.runs.trace),
        learned=pc.is_valid(table["trace"]).to_numpy().astype(bool),
    )
    run, insight = _places(given["trace"], book.runs.trace), _places(given["insight"], table["insight"])
    return insights, Uses(run, insight, _micros(given["at"]), given["used"].to_numpy().astype(bool))


def retention(book: Book, kept: Flags, *, level: float, rng: np.random.Generator) -> Estimate | None:
    """1 - repeated identical reads over reads, failures left out; None without reads."""
    read_well = (book.steps.kind == READ) & ~book.steps.error
    again = read_well & efficiency.repeats(book.steps)
    reads = book.steps.by_path(read_well)
    fresh = book.steps.by_path(read_well & ~again)
    return clusters.ratio(fresh[kept], reads[kept], book.runs.cluster[kept], unit="share", level=level, rng=rng)


def reused(book: Book, kept: Flags, insights: Insights, uses: Uses, *, level: float) -> Estimate | None:
    """Share of runs that used an insight of an earlier run, of those that began when there was one."""
    earliest = insights.born[insights.learned].min(initial=np.iinfo(np.int64).max)
    could = kept & (book.runs.at > earliest)
    known = (uses.run >= 0) & (uses.insight >= 0) & uses.used
    run, insight = uses.run[known], uses.insight[known]
    earlier = insights.learned[insight] & (insights.author[insight] != run)
    earlier &= insights.born[insight] < book.runs.at[run]
    did = np.bincount(run[earlier], minlength=book.runs.count) > 0
    return clusters.share(did[could], book.runs.cluster[could], level=level)


def survival(insights: Insights, uses: Uses, until: int, days: float, *, level: float) -> Estimate | None:
    """Share of insights used again within so many days, those superseded or not used until `until` censored."""
    first = np.full(len(insights.born), np.iinfo(np.int64).max)
    known = uses.used & (uses.insight >= 0)
    insight, run, at = uses.insight[known], uses.run[known], uses.at[known]
    again = (insights.author[insight] < 0) | (insights.author[insight] != run)
    np.minimum.at(first, insight[again], at[again])
    ends = np.where(insights.superseded >= 0, np.minimum(insights.superseded, until), until)
    watched = insights.born <= until
    happened = (first <= ends) & (first >= insights.born)
    lasted = (np.where(happened, first, ends) - insights.born) / DAY
    return happened_within(np.maximum(0.0, lasted[watched]), happened[watched], days, level=level)


def staleness(insights: Insights, uses: Uses, *, level: float) -> Estimate | None:
    """Share of uses that came after the insight's expiry; uses of one insight hang together."""
    known = uses.used & (uses.insight >= 0) & (uses.run >= 0)
    insight, at = uses.insight[known], uses.at[known]
    late = (insights.expires[insight] >= 0) & (at > insights.expires[insight])
    return clusters.share(late, insight, level=level)


def uplift(book: Book, kept: Flags, *, level: float, rng: np.random.Generator) -> Estimate | None:
    """Success with knowledge minus without it, in points, over runs where it was drawn by lot; tasks are resampled."""
    told = kept & ~np.isnan(book.runs.memory) & ~np.isnan(book.runs.success)
    memory, success, task = book.runs.memory[told] == 1, book.runs.success[told], book.runs.cluster[told]
    if not memory.any() or memory.all():
        return None
    columns: list[Floats] = [memory * success, memory * 1.0, ~memory * success, ~memory * 1.0]
    return clusters.contrast(columns, task, unit="points", level=level, rng=rng)


def _places(wanted: pa.ChunkedArray, among: pa.Array | pa.ChunkedArray) -> Ints:
    values = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(wanted, value_set=values, skip_nulls=True).fill_null(-1)
    places: Ints = found.to_numpy().astype(np.int64)
    return places


def _micros(column: pa.ChunkedArray) -> Ints:
    moments = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).fill_null(-1)
    found: Ints = moments.to_numpy()
    return found
