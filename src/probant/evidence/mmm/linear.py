"""The linear block: level, trend, season, holidays and controls, each a column with a normal prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from probant.evidence.mmm.series import Series
from probant.stats.adstock import Array

DAYS_A_YEAR = 365.25
DAYS_OF_A_PIECE = 182
"""Days after which a piecewise trend may turn."""
LEVEL, SLOPE, TURN, SEASON, HOLIDAY, CONTROL = 2.0, 1.0, 0.5, 1.0, 0.5, 1.0
"""Deviations of the priors, in units of the largest outcome; a control's is for one deviation of its values."""
NOT_KNOWN = 1e3
"""Of a column that takes one step out of the likelihood, whose outcome is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """K columns over T steps."""

    names: tuple[str, ...]
    columns: Array
    """(T, K)"""
    deviations: Array
    """(K,) of the normal priors of their coefficients, about 0."""

    @property
    def scaled(self) -> Array:
        """(T, K) columns times deviations: their outer product is the prior covariance."""
        return self.columns * self.deviations


def linear(
    found: Series, *, trend: str, harmonics: int, country: str | None, whole: bool = False, level: float = LEVEL
) -> Linear:
    """Columns of the block for these steps.

    Parameters
    ----------
    found : Series
        Days, controls, and which outcomes are known.
    trend : {'none', 'linear', 'piecewise'}
        A straight line; or one that may turn every 182 days.
    harmonics : int
        Pairs of sine and cosine of the year.
    country : str, optional
        ISO 3166 code; its public holidays, flattened into the steps that hold them.
    whole : bool
        Whether columns of zeros are kept, so that the blocks of several areas have the same columns.
    level : float
        Deviation of the prior of the level, > 0.
    """
    return blocks(
        [
            _level(found, level),
            *([] if trend == "none" else [_trend(found, turning=trend == "piecewise")]),
            *([_season(found, harmonics)] if harmonics else []),
            *([_weekdays(found)] if found.step_days == 1 else []),
            *([_holidays(found, country)] if country else []),
            *([_controls(found)] if found.controls else []),
            *([] if found.known.all() else [_gaps(found)]),
        ],
        whole=whole,
    )


def blocks(parts: Sequence[Linear], *, whole: bool) -> Linear:
    """Several blocks side by side; columns of zeros are left out unless the `whole` is wanted."""
    names = tuple(name for part in parts for name in part.names)
    columns = np.concatenate([part.columns for part in parts], axis=1)
    deviations = np.concatenate([part.deviations for part in parts])
    used = (np.abs(columns).max(axis=0) > 0.0) | whole
    return Linear(tuple(np.array(names)[used].tolist()), columns[:, used], deviations[used])


def holidays_of(country: str, days: Sequence[date], step_days: int) -> dict[str, Array]:
    """(T,) by name: 1 in a step that holds the holiday, 0 in others; a day off in lieu counts as the holiday."""
    named = _calendar(country, tuple(range(days[0].year, days[-1].year + 2)))
    found: dict[str, Array] = {}
    for place, first in enumerate(days):
        for offset in range(step_days):
            for name in named.get(first + timedelta(days=offset), ()):
                found.setdefault(name, np.zeros(len(days)))[place] = 1.0
    return dict(sorted(found.items()))


@cache
def _calendar(country: str, years: tuple[int, ...]) -> dict[date, tuple[str, ...]]:
    import holidays

    listed = holidays.country_holidays(country, years=years)
    return {
        day: tuple(name.partition(" (")[0].strip() for name in names.split(";"))
        for day, names in sorted(listed.items())
    }


def _level(found: Series, deviation: float) -> Linear:
    return Linear(("level",), np.ones((len(found.days), 1)), np.array([deviation]))


def _trend(found: Series, *, turning: bool) -> Linear:
    steps = len(found.days)
    place = np.arange(steps) / steps
    piece = DAYS_OF_A_PIECE // found.step_days
    turns = range(piece, steps - piece // 2, piece) if turning else ()
    bends = [np.maximum(place - turn / steps, 0.0) for turn in turns]
    names = ("trend", *(f"turn {turn}" for turn in turns))
    return Linear(names, np.column_stack([place - 0.5, *bends]), np.array([SLOPE, *[TURN] * len(turns)]))


def _season(found: Series, harmonics: int) -> Linear:
    """Sines and cosines of the day of the year, at the middle of each step."""
    middle = np.array([day.toordinal() for day in found.days]) + found.step_days / 2
    angles = 2 * np.pi / DAYS_A_YEAR * np.outer(middle, np.arange(1, harmonics + 1))
    names = (*(f"sine {n}" for n in range(1, harmonics + 1)), *(f"cosine {n}" for n in range(1, harmonics + 1)))
    return Linear(names, np.column_stack([np.sin(angles), np.cos(angles)]), np.full(2 * harmonics, SEASON))


def _weekdays(found: Series) -> Linear:
    weekday = np.array([day.weekday() for day in found.days])
    names = tuple(f"weekday {n}" for n in range(1, 7))
    return Linear(names, (weekday[:, None] == np.arange(1, 7)).astype(float), np.full(6, SEASON))


def _holidays(found: Series, country: str) -> Linear:
    columns = holidays_of(country, found.days, found.step_days)
    if not columns:
        return Linear((), np.zeros((len(found.days), 0)), np.zeros(0))
    return Linear(tuple(columns), np.column_stack(list(columns.values())), np.full(len(columns), HOLIDAY))


def _controls(found: Series) -> Linear:
    """Each control less its mean, over its deviation; one that does not vary says nothing and becomes zeros."""
    spread = found.values.std(axis=0)
    scaled = (found.values - found.values.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return Linear(found.controls, scaled, np.full(len(found.controls), CONTROL))


def _gaps(found: Series) -> Linear:
    """A column for each step whose outcome is not known, free to take any value: so that it says nothing."""
    gaps = np.flatnonzero(~found.known)
    columns = np.zeros((len(found.days), len(gaps)))
    columns[gaps, np.arange(len(gaps))] = 1.0
    return Linear(tuple(f"gap {n}" for n in gaps), columns, np.full(len(gaps), NOT_KNOWN))
