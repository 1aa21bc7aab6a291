"""What a metric is, said once: its formula, its unit, how to read it and how far to trust it.

The grade of a metric is that of a proof that marketing caused it, not of the count itself. An order
book may be right to the cent and still say nothing on why the orders came: so a metric that only
describes is E, as is one with an attribution model in it, and one that rests on a platform's word
or on someone's judgement is F. None is better; what would make it better is in `proof`. Effects
(marginal or incremental returns) are not metrics: they come from evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.errors import UnknownName
from probant.metrics.cut import Cut
from probant.metrics.parts import Part, Tables, sums
from probant.vocabulary import Grade, Period
from probant.words import Words, say

Amount = TypeVar("Amount", ibis.Deferred, ir.NumericValue)

BOTH = frozenset({"b2c", "b2b"})
CONSUMER = frozenset({"b2c"})
TRADE = frozenset({"b2b"})
ANALYTICS = ("ga4",)
"""Platforms that count for every channel by one rule: what they credit a channel with is nobody's claim."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """A sum, or one sum over another: never a mean of ratios."""

    name: str
    label: Words
    meaning: Words
    """Formal definition, in a sentence that a marketer understands."""
    unit: str
    """'share', 'currency' (money in the project's currency), 'days', a count's noun, or 'a / b'."""
    better: Literal["more", "less", "neither"]
    timing: Literal["lag", "lead"]
    """'lag' has happened, 'lead' announces what will."""
    profiles: frozenset[str]
    """'b2c', 'b2b' or both."""
    owner: Literal["marketing", "finance", "sales", "ai"]
    """Role that answers for the figure."""
    numerator: Part
    denominator: Part | None = None
    scale: int = 1
    """Factor of a ratio, e.g. 1000 for a price per thousand."""
    maturity_days: int = 0
    """Days after which a day's figure no longer grows."""
    grade: Grade = Grade.E
    valid: tuple[float | None, float | None] = (0.0, None)
    """Least and greatest value that can be right; None where there is no bound."""
    attribution: Words | None = None
    """The attribution model in it; None where there is none."""
    proof: Words | None = None
    """Evidence that would be needed to call it caused by marketing; None where that is never asked."""
    vanity_prone: bool = False
    """Whether it can rise without any money following."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its sides, one or two."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def needs(self) -> tuple[str, ...]:
        """Contracts that it reads, sorted."""
        return tuple(sorted({name for part in self.parts for name in part.rows.needs}))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What it can be grouped by: what all of its sides carry."""
        first = self.numerator.rows.dimensions
        return tuple(name for name in first if all(name in part.rows.dimensions for part in self.parts))

    def over(
        self,
        tables: Tables,
        *,
        every: str = "week",
        by: Iterable[str] = (),
        business: str | None = None,
        within: Period | None = None,
    ) -> ir.Table:
        """The metric by bucket of time and group, as an expression that nothing has run yet.

        Parameters
        ----------
        tables : mapping of str to Table
            Contract name to table; those in `needs` must be there, unbounded in time: customers at
            the start of a period were won before it.
        every : {'day', 'week', 'month', 'quarter', 'year', 'all'}
            Length of a bucket; weeks start on Monday, a row lies where its first day lies. Whether
            the data are as fine as that is not the expression's to know: see `extent`.
        by : names, each in `dimensions`
            What to group by.
        business : str, optional
            One business; None or '(all)' for all together.
        within : Period, optional
            Days to count; with 'all' it is the bucket. None: all days.

        Returns
        -------
        Table
            start (date), *by, numerator, denominator, value, ordered by start and groups: one row per
            bucket and group that occurs, NULL where nothing was observed. Sums of money stay DECIMAL;
            a ratio is a float. A bucket cut short by `within` holds what lies inside it.

        Raises
        ------
        UnknownName
            For a length of bucket, or a dimension, that there is not.
        """
        cut = Cut(every, tuple(by), business, within)
        for name in cut.by:
            if name not in self.dimensions:
                raise UnknownName(say("dimension of {metric}", metric=self.label), name, self.dimensions)
        added = sums({name: cut.scope(tables[name]) for name in self.needs}, cut, self.numerator, self.denominator)
        order = [ibis.asc(name, nulls_first=False) for name in ("start", *cut.by)]
        return added.mutate(value=self.value(_.numerator, _.denominator)).order_by(order)

    def value(self, numerator: Amount, denominator: Amount) -> Amount:
        """What its sides, added up, make of it; `denominator` is not looked at where it has none."""
        if self.denominator is None:
            return numerator
        top = numerator.cast("float64")
        # Scaled before dividing, so that a price per thousand stays the nearest float to the true one.
        return (top if self.scale == 1 else top * self.scale) / denominator.cast("float64").nullif(0)
