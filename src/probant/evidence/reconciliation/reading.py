"""From the results of the expressions to whole weeks, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from probant.errors import TooLittle, UnknownName
from probant.evidence.reading import one_window
from probant.evidence.reconciliation.precedence import chosen
from probant.evidence.reconciliation.question import OverclaimQuestion
from probant.evidence.reconciliation.weeks import Weeks, common, weeks
from probant.words import say

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for one question."""

    rows: Mapping[str, list[dict[str, Any]]]
    weeks: Weeks


def read(question: OverclaimQuestion, data: Mapping[str, pa.Table]) -> Reading:
    """Rows and whole weeks of what the expressions found; the errors are those of the engine's `estimate`."""
    rows = {name: table.to_pylist() for name, table in data.items()}
    _check(question, rows)
    source = chosen(question, rows["booked"])
    if source is None:
        raise TooLittle(
            say("Nothing says how much was sold: the claims cannot be set against anything."),
            mend=say("load the books into outcomes, the shop's orders into conversions, or the CRM's leads"),
        )
    books = [row for row in rows["booked"] if row["source"] == source]
    starts = common(rows["claimed"], books)
    if not starts:
        raise TooLittle(
            say("Claims and {source} have no whole week in common.", source=source),
            mend=say("load both for the same weeks, or ask for another period"),
        )
    return Reading(rows, weeks(rows, source, starts))


def _check(question: OverclaimQuestion, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    business = None if question.every_business else question.business
    kinds = {"business": say("business with claims"), "window": say("attribution window")}
    for kind, name in {"business": business, "window": question.window}.items():
        known = [row["name"] for row in rows["names"] if row["kind"] == kind]
        if name is not None and name not in known:
            raise UnknownName(kinds[kind], name, known)
    if not any(row["number"] is not None for row in rows["claimed"]):
        raise TooLittle(
            say("No platform claims any conversion for what is asked."),
            mend=say("load the platforms' reports into the table claims, or ask for another period"),
        )
    one_window(rows["claimed"])
