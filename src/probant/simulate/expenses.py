"""What an initiative costs: what is booked and declared, and what it truly comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from probant.simulate.chance import child
from probant.simulate.demand import Floats
from probant.simulate.months import LONG, Months, later

NORMAL = 1.6448536269514722
"""Standard deviations from the mean to the end of a range that holds nine of ten cases."""


@dataclass(frozen=True, slots=True)
class Expense:
    """One kind of cost."""

    rows: tuple[Mapping[str, Any], ...]
    """As they are declared: what is booked month by month, and what is to come, with its range."""
    true: Floats
    """(LONG,) currency a month."""


def once(kind: str, span: Months, amount: float) -> Expense:
    """Paid in the first month."""
    row = {"kind": kind, "state": "realised", "month": span.first, "amount": amount}
    return Expense((row,), amount * (np.arange(LONG) == 0))


def running(name: str, kind: str, span: Months, amounts: Floats) -> Expense:
    """Booked as it came, in whole hundredths; later months are forecast, and are off by one factor together.

    Parameters
    ----------
    name
        Of the initiative: the factor is a draw of its own child of the seed.
    amounts : (LONG,) array
        Currency a month, as expected.
    """
    unsure, known = span.settings.initiatives.unsure, span.known
    booked = np.round(amounts[:known], 2)
    rows = [
        {"kind": kind, "state": "realised", "month": later(span.first, month), "amount": float(amount)}
        for month, amount in enumerate(booked)
    ]
    ahead = amounts[known:]
    if len(ahead) and ahead[0] > 0:
        ends = tuple(round(float(ahead[0]) * part, 2) for part in (1 - unsure, 1.0, 1 + unsure))
        fixed = {"kind": kind, "state": "forecast", "month": later(span.first, known), "months": len(ahead)}
        rows.append({**fixed, "amount": ends})
    relative = unsure / NORMAL
    factor = child(span.settings.seed, "initiatives", name, kind).gamma(relative**-2, relative**2)
    return Expense(tuple(rows), np.concatenate([booked, factor * ahead]))
