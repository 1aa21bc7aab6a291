"""Several currencies where there should be one, none at all, and amounts in another unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import ibis.expr.types as ir

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row, grouped, place, positive
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME, UNITS = "currency", "units"
NAMELESS = "XXX"
CHEAP, DEAR = Decimal("0.002"), Decimal(500)
"""What a click costs at the least and at the most, in any currency of a large market, before the unit is doubted."""


def measures(subject: Subject, table: ir.Table, _: Scope) -> dict[str, ir.Value]:
    """Clicks that were paid, where the table counts them."""
    if "clicks" not in subject.columns or subject.money is None:
        return {}
    paid = table.clicks.notnull() & table.money.notnull()
    return {"clicks": table.clicks.sum(where=paid), "clicked_money": table.money.sum(where=paid)}


def judge(subject: Subject, rows: Sequence[Row], _: Scope) -> Iterator[Flaw]:
    """Businesses with several currencies, or with none that is named; sources whose clicks cost what none does."""
    if subject.money is None:
        return
    for (business, _), whole in grouped(subject, rows, source=False).items():
        money = {row["currency"]: Decimal() for row in whole if row["money"]}
        for row in whole:
            if row["money"]:
                money[row["currency"]] += row["money"]
        if len(money) > 1:
            yield _several(subject, business, money)
        elif NAMELESS in money:
            yield _nameless(subject, business, money[NAMELESS])
    for row in rows:
        if row.get("clicks"):
            cost = Decimal(row["clicked_money"]) / row["clicks"]
            if cost and not CHEAP <= cost <= DEAR:
                yield _unit(subject, row, cost)


def _several(subject: Subject, business: str, money: dict[str, Decimal]) -> Flaw:
    ranked = sorted(money, key=lambda code: (-money[code], code))
    return Flaw(
        NAME,
        subject.table,
        business,
        (),
        severity=Severity.SERIOUS,
        words=say(
            "Its money is in several currencies: {currencies}. Sums over them mean nothing.", currencies=tuple(ranked)
        ),
        cure=say("convert before loading, or give each currency a business of its own"),
        money=positive(money[ranked[1]]),
        currency=ranked[1],
        lowers=1,
    )


def _nameless(subject: Subject, business: str, money: Decimal) -> Flaw:
    return Flaw(
        NAME,
        subject.table,
        business,
        (),
        severity=Severity.NOTE,
        words=say("The data name no currency."),
        cure=say("name it in probant.toml, under [project] or under constants of the source"),
        money=positive(money),
        currency=NAMELESS,
    )


def _unit(subject: Subject, row: Row, cost: Decimal) -> Flaw:
    return Flaw(
        UNITS,
        subject.table,
        *place(subject, row),
        severity=Severity.SERIOUS,
        words=say(
            "A click costs {cost:{currency}}: the amounts may be in another unit.", cost=cost, currency=row["currency"]
        ),
        cure=say("see whether the export gives cents, thousands or millionths, and divide before loading"),
        money=positive(row["clicked_money"]),
        currency=row["currency"],
        lowers=1,
    )
