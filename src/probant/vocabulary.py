"""Nouns that all stages share: what is estimated, how sure it is, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from probant.errors import Inconsistent
from probant.words import Words, say

if TYPE_CHECKING:
    import numpy as np

Tell = Callable[[float, Words], None]
"""Told how far a long work is, in [0, 1], and what it is doing; it raises `Cancelled` to stop the work."""


def quiet(done: float, doing: Words) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`, in the account's own time zone."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise Inconsistent(
                say("The period ends on {end}, not after its start on {start}.", start=self.start, end=self.end),
                mend=say("give the day after the last one as the end"),
            )

    @property
    def days(self) -> int:
        """Number of days in it."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the truth is held to lie."""

    low: float
    high: float
    level: float
    """Coverage or posterior mass of [low, high], in (0, 1)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number, its unit and its uncertainty, all in `unit`."""

    value: float
    unit: str
    """'share', 'points' (a difference of shares), an ISO 4217 code, a count's noun, or 'a / b'."""
    interval: Interval | None = None
    """None where the method states no uncertainty; never an interval of width zero."""

    def __post_init__(self) -> None:
        around = self.interval
        if around and not around.low <= self.value <= around.high:
            raise Inconsistent(
                say(
                    "Estimate {value} lies outside its interval [{low}, {high}].",
                    value=self.value,
                    low=around.low,
                    high=around.high,
                ),
                mend=say("report a point and an interval of one and the same distribution"),
            )
        if around and around.low == around.high:
            raise Inconsistent(
                say("The interval around {value} has no width.", value=self.value),
                mend=say("report None where no uncertainty is known"),
            )


class Grade(StrEnum):
    """How good a proof is, from A (randomised experiment) to F (claimed); METHODS 1."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    def lowered(self, steps: int) -> Grade:
        """The grade `steps` below this one, F at the lowest."""
        ranked = list(Grade)
        return ranked[min(ranked.index(self) + steps, len(ranked) - 1)]

    def at_least(self, other: Grade) -> bool:
        """Whether this proof is as good as `other`, or better."""
        return self.value <= other.value


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at before the estimate was believed."""

    name: str
    passed: bool | None
    """None where it could not be run; `words` then says why."""
    words: Words
    lowers: int = 0
    """Grades lost where it did not pass; checks never raise a grade."""


class Purpose(StrEnum):
    """Which of the three questions a piece of evidence speaks to."""

    REVENUE = "revenue"
    EFFICIENCY = "efficiency"
    CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What it takes to compute the same evidence again."""

    question: str
    """The question as canonical JSON."""
    data: str
    """SHA-256 over the batches that the tables held, see `store.digest`."""
    as_of: int
    """Number of the last batch that was seen."""
    seed: int
    version: str
    """Version of this package."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the joint distribution behind the estimates: (D, S), one column a subject."""

    subjects: tuple[str, ...]
    values: np.ndarray

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        """Written as null: draws stay in the archive, beside the ledger, and do not go over the wire."""
        from pydantic_core import core_schema

        nothing = core_schema.plain_serializer_function_ser_schema(
            lambda _: None, return_schema=core_schema.none_schema()
        )
        return core_schema.is_instance_schema(cls, serialization=nothing)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        """What a reader of the API is told of them."""
        return {"type": "null"}


@dataclass(frozen=True, slots=True)
class Curve:
    """What is known of a channel's response curve beside its draws; a step is `step_days` long."""

    adstock: str
    saturation: str
    """Families of `stats.adstock` and `stats.saturation`; their draws are under 'channel / parameter'."""
    lags: int
    """Steps in which spend works, its own included."""
    least: float
    """Smallest spend in a step with any, in `spend_unit`."""
    usual: float
    """Mean over all steps."""
    largest: float
    last: tuple[float, ...]
    """Spend of the last `lags - 1` steps, the newest last."""
    step_days: int
    spend_unit: str
    unit: str
    """Of the outcome."""
    margin: float | None = None
    """Contribution margin per unit of outcome; None: not known."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one engine says to one question: estimates, checks, limits, and how it came about."""

    engine: str
    estimand: Words
    """What is estimated, in words: 'difference in click rate, treated minus control'."""
    purpose: Purpose
    business: str
    estimates: Mapping[str, Estimate]
    """By subject: an arm, a channel, an initiative."""
    design: Grade
    """The best grade that this method can have; `grade` is what is left of it after the checks."""
    line: float | None = 0.0
    """The value that matters: 0 for an effect, break-even for a return; None where it is not known."""
    better: str = "more"
    """'more' or 'less': on which side of the line it is good to be."""
    checks: tuple[Check, ...] = ()
    limits: tuple[Words, ...] = ()
    """What this evidence does not say."""
    unknown: Mapping[str, Words] = field(default_factory=dict)
    """Subjects without an estimate, and why."""
    period: Period | None = None
    sample: Mapping[str, int] = field(default_factory=dict)
    """Units behind the estimates, by arm or subject."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """Share of the spend in each subject, in [0, 1], where the engine saw spend."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """What a reader needs to name it: experiment, metric, initiative."""
    curves: Mapping[str, Curve] = field(default_factory=dict)
    """By channel, where the engine knows what more or less spend would bring; `stats.response` reads them."""
    readings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By subject, further figures that a verdict needs; the engine says which, and in which unit."""
    over_time: Mapping[str, tuple[tuple[date, float], ...]] = field(default_factory=dict)
    """By name, first day of each step and the mean of what is estimated there: '(seen)', '(base)', each channel."""
    draws: Draws | None = field(default=None, compare=False, repr=False)
    provenance: Provenance | None = None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Written with its grade and the reasons for it, which a reader of JSON cannot work out."""
        return _shown_too(handler, source, grade=Grade, reasons=tuple[Words, ...])

    @property
    def grade(self) -> Grade:
        """What the checks left of `design`."""
        return self.design.lowered(sum(check.lowers for check in self.checks if check.passed is False))

    @property
    def reasons(self) -> tuple[Words, ...]:
        """Why the grade is below that of the design; empty where it is not."""
        return tuple(check.words for check in self.checks if check.passed is False and check.lowers)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were kept apart, and how many."""

    words: Words
    rows: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The account of one batch: received = loaded + quarantined + duplicate + refused."""

    batch: int
    """Number of the batch in the store, from 1 up."""
    source: str
    table: str
    content: str
    """SHA-256 of what was read."""
    at: datetime
    received: int
    loaded: int
    quarantined: int
    duplicate: int
    refused: int
    """Rows of people who did not consent, or whose consent is unknown, expired or malformed."""
    replaced: int = 0
    """Of those loaded: rows that took the place of an earlier version of themselves."""
    again: bool = False
    """True where this very batch had been loaded before: nothing changed, this is its first receipt."""
    reasons: tuple[Reason, ...] = ()
    """Why rows were quarantined, the most frequent first; and what was not understood of traces."""

    def __post_init__(self) -> None:
        counted = self.loaded + self.quarantined + self.duplicate + self.refused
        if counted != self.received:
            raise Inconsistent(
                say("{received} rows were received, {counted} accounted for.", received=self.received, counted=counted),
                mend=say("this is a fault of ours: keep the file and report it"),
            )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at to see whether the store is sound."""

    name: str
    ok: bool
    words: Words
    """What was seen."""
    mend: Words | None = None
    """What to do about it; None where all is well."""
    mendable: bool = False
    """Whether `doctor` can mend it without risk to the data."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One metric as a reader sees it: now, before, and how it went."""

    name: str
    label: Words
    meaning: Words
    unit: str
    business: str
    better: str
    """'more', 'less' or 'neither'."""
    timing: str
    """'lag' (has happened) or 'lead' (announces what will)."""
    period: Period
    value: float | None
    """None where nothing was observed; never 0 for that."""
    previous: float | None
    """The same over the period of equal length before."""
    series: tuple[tuple[date, float | None], ...]
    """Start of each bucket and the value in it."""
    grade: Grade
    interval: Interval | None = None
    note: Words | None = None
    """What to know before it is believed, e.g. the attribution model in it."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Written with its change against the period before."""
        return _shown_too(handler, source, change=float | None)

    @property
    def change(self) -> float | None:
        """Relative change against the period before; None where either is unknown or the base is 0."""
        if self.value is None or not self.previous:
            return None
        return (self.value - self.previous) / abs(self.previous)


def _shown_too(handler: Any, source: Any, **properties: Any) -> Any:
    """Pydantic's schema of a dataclass whose JSON shows these properties too; they are not read back."""
    from pydantic_core import core_schema

    schema = handler(source)
    handler.resolve_ref_schema(schema)["schema"]["computed_fields"] = [
        core_schema.computed_field(name, handler.generate_schema(kind)) for name, kind in properties.items()
    ]
    return schema
