"""What several engines read in the same way, or refuse for the same reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from probant.errors import Ambiguous
from probant.words import say


def currencies(spend: ir.Table, known: ir.Table, outcome: str) -> ir.Table:
    """Which table ('spend', 'outcomes') is in which currencies; outcomes only where the outcome is money."""
    money = {"spend": spend} | ({"outcomes": known} if known[outcome].type().is_decimal() else {})
    found = [
        table.select("currency").distinct().select(kind=ibis.literal(kind), currency="currency")
        for kind, table in money.items()
    ]
    return ibis.union(*found).order_by("kind", "currency")


def one_window(claimed: Sequence[Mapping[str, Any]]) -> None:
    """Raise Ambiguous where a platform states its claims for several windows: they count the same sales."""
    windows = defaultdict(set)
    for row in claimed:
        windows[row["platform"]].add(row["window"])
    for platform, found in sorted(windows.items()):
        if len(found) > 1:
            raise Ambiguous(
                say(
                    "{platform} states its claims for several windows, which count the same sales: {windows}.",
                    platform=platform,
                    windows=tuple(sorted(found)),
                ),
                mend=say("ask for one of them with window, or for another platform"),
            )
