"""The day of each row of an export, and how many days it covers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.definition import DAY, Column
from probant.errors import Inconsistent
from probant.source.cells import Form, understood
from probant.source.chunk import Part
from probant.source.frame import Frame, mask
from probant.source.recipe import Recipe
from probant.source.stamps import stamps
from probant.words import say

_EPOCH = date(1970, 1, 1)
_WRITTEN = Column("day", DAY, "date", say("Day as it is written."))
_LONGEST = 366


def put_days(frame: Frame, recipe: Recipe, form: Form, file: str) -> None:
    """Fill `day`, `span_days` and what else hangs on them, by the recipe's source of days.

    `form` says in which order days are written, and in which zone instants fall on them.

    Raises Inconsistent where a day lies outside the period that the file itself names.
    """
    columns, above = frame.columns, recipe.candidate.place.above
    if recipe.time == "week":
        columns["day"] = columns["week"]
        columns["span_days"] = pa.array(np.full(len(frame.out), 7, np.int16))
    elif recipe.time == "range":
        columns["day"] = columns["start"]
        columns["span_days"] = _spans(frame)
    elif recipe.time == "nth" and above.first:
        columns["day"] = pc.add(columns["nth_day"], (above.first - _EPOCH).days).cast(pa.int32()).cast(DAY)
    elif recipe.time == "written":
        _as_written(frame, recipe, form)
    elif recipe.time == "instant" and form.zone:
        local = pc.local_timestamp(columns["at"].cast(pa.timestamp("us", tz=form.zone.key)))
        columns["day"] = local.cast(DAY, safe=False)
    if recipe.time in ("day", "nth"):
        _check_period(frame, recipe, file)


def _spans(frame: Frame) -> pa.Array:
    start, end = (frame.columns[name].cast(pa.int32()) for name in ("start", "end"))
    spans = pc.add(pc.subtract(end, start), 1)
    wrong = mask(pc.or_(pc.less(spans, 1), pc.greater(spans, _LONGEST)))
    frame.fault(wrong, "span_days", say("The row covers less than a day, or more than a year."))
    return pc.if_else(pa.array(wrong), pa.scalar(None, pa.int32()), spans).cast(pa.int16())


def _as_written(frame: Frame, recipe: Recipe, form: Form) -> None:
    """The day that stands before the hour: it is the one of the account's own zone."""
    text = frame.columns["written"]
    if "at" in recipe.headers:
        read = understood((Part(text),), _WRITTEN, Form(order=form.order))
        frame.blame({row: ("day", why) for row, why in read.faults.items()})
        day = read.values
    else:
        frame.columns["at"], day = stamps(text)
        wrong = mask(pc.and_(pc.is_null(day), pc.is_valid(text)))
        frame.fault(wrong, "at", say("This is not a date."))
    frame.columns["day"] = frame.columns["acquired_on"] = day


def _check_period(frame: Frame, recipe: Recipe, file: str) -> None:
    above, bounds = recipe.candidate.place.above, pc.min_max(frame.columns["day"]).as_py()
    for day in (bounds["min"], bounds["max"]):
        if day is not None and above.first and above.last and not above.first <= day <= above.last:
            raise Inconsistent(
                say(
                    "{file} says above its table that it goes from {first} to {last}, and holds {day}.",
                    file=file,
                    first=above.first,
                    last=above.last,
                    day=day,
                ),
                mend=say("export it again, or write the order of its dates in probant.toml, under its [[source]]"),
            )
