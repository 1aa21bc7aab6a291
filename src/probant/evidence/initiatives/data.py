"""Expressions over the store: the register, and what belongs to it, added up by month there."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from probant.evidence.initiatives.question import Horizons
from probant.evidence.protocol import Tables

WHOLE = "(all)"
"""Business of a price that holds for all of them."""
_NUMBERS = ("pilot_cost", "expansion_cost")


def needs(question: Horizons, tables: Tables, initiative: str | None) -> Mapping[str, ir.Table]:
    """All that is known of one initiative, or of all, by name."""
    kept = {name: _asked(question, tables[name], initiative) for name in _TABLES}
    register = kept["initiatives"]
    return {
        "names": tables["initiatives"].select("business", "initiative").distinct().order_by("business", "initiative"),
        "register": _floats(register, _NUMBERS).order_by("business", "initiative"),
        "costs": costs(kept["initiative_costs"]),
        "tokens": tokens(register, tables["spans"], tables["agent_prices"]),
        "benefits": _standing(kept["initiative_benefits"]).order_by("business", "initiative", "benefit", "line"),
        "drivers": kept["initiative_drivers"].order_by("business", "initiative", "benefit", "factor"),
        "adoption": adoption(kept["initiative_adoption"]),
        "readings": kept["initiative_readings"].order_by("business", "initiative", "indicator", "state", "day"),
        "judgements": kept["initiative_judgements"].order_by("business", "initiative", "line", "author"),
    }


_TABLES = (
    "initiatives",
    "initiative_costs",
    "initiative_benefits",
    "initiative_drivers",
    "initiative_adoption",
    "initiative_readings",
    "initiative_judgements",
)


def costs(table: ir.Table) -> ir.Table:
    """One row per initiative, month, kind, state and currency: amount, low, high; NULL where none has a range.

    Reads initiative_costs(business, initiative, day, kind, state, currency, amount, low, high).
    """
    keys = ("business", "initiative", "month", "kind", "state", "currency")
    months = table.mutate(month=table.day.truncate("M"))
    sums = {name: months[name].sum().cast("float64") for name in ("amount", "low", "high")}
    return months.group_by(*keys).agg(**sums).order_by(*keys)


def tokens(register: ir.Table, spans: ir.Table, prices: ir.Table) -> ir.Table:
    """One row per initiative, month and currency: cost of the traces of its agent, and spans without a price.

    Reads initiatives(business, initiative, agent), spans(trace, span, business, agent, model, day, currency, cost and
    the counts of tokens) and agent_prices. A trace belongs to the agent that any of its spans names. A span costs what
    it states, else what the price book says of its tokens; where that is silent on some of them, it has no price.
    """
    named = spans.filter(spans.agent.notnull()).select("trace", "agent").distinct()
    paid = register.filter(register.agent.notnull()).select("business", "initiative", "agent")
    ours = paid.inner_join(named, "agent").select("business", "initiative", "trace")
    used = spans.filter(spans.input_tokens.notnull() | spans.output_tokens.notnull()).semi_join(ours, "trace")
    asked = _by_book(used.filter(used.cost.isnull()), prices)
    both = used.left_join(asked, ["trace", "span"]).select(
        "trace",
        month=used.day.truncate("M"),
        cost=ibis.coalesce(used.cost.cast("float64"), asked.by_book),
        currency=ibis.coalesce(used.currency, asked.money),
    )
    keys = ("business", "initiative", "month", "currency")
    return (
        both.inner_join(ours, "trace")
        .group_by(*keys)
        .agg(amount=ibis._.cost.sum(), spans=ibis._.count(), unpriced=ibis._.count(where=ibis._.cost.isnull()))
        .order_by(*keys)
    )


def _by_book(used: ir.Table, prices: ir.Table) -> ir.Table:
    """Per span without a stated cost: trace, span, cost by the price book and its currency; NULL where it is silent."""
    cached, kept = used.cached_tokens.fill_null(0), used.cache_write_tokens.fill_null(0)
    counts = {
        "input": used.input_tokens.fill_null(0) - cached - kept,
        "cached": cached,
        "cache_write": kept,
        "output": used.output_tokens.fill_null(0),
    }
    fixed = ("trace", "span", "business", "model", "day")
    parts = [
        used.select(*fixed, kind=ibis.literal(kind), many=one).filter(ibis._.many != 0) for kind, one in counts.items()
    ]
    met = _priced(ibis.union(*parts), prices)
    # A price of the business goes before one of all.
    own = met.group_by("trace", "span", "kind").agg(
        many=met.many.max(),
        price=met.price.argmax((met.firm == met.business).cast("int8")).cast("float64"),
        money=met.money.argmax((met.firm == met.business).cast("int8")),
    )
    sums = own.group_by("trace", "span").agg(
        silent=own.price.isnull().any() | (own.many < 0).any(),
        exact=(own.many * own.price).sum() / 1e6,
        money=own.money.max(),
    )
    return sums.select("trace", "span", "money", by_book=ibis.ifelse(sums.silent, ibis.null("float64"), sums.exact))


def _priced(long: ir.Table, prices: ir.Table) -> ir.Table:
    """Counts of tokens with every price that the book has for their model, kind and day, of the business or of all."""
    since = ibis.window(group_by=("business", "model", "tokens"), order_by="day")
    book = prices.select(
        "price",
        firm=prices.business,
        named=prices.model,
        kind=prices.tokens,
        money=prices.currency,
        first=prices.day,
        until=prices.day.lead().over(since),
    )
    return long.left_join(
        book,
        [
            long.model == book.named,
            long.kind == book.kind,
            (long.business == book.firm) | (book.firm == WHOLE),
            book["first"] <= long.day,
            book.until.isnull() | (long.day < book.until),
        ],
    )


def adoption(table: ir.Table) -> ir.Table:
    """One row per initiative and month: licensed, active, `used` (active people times their assisted share).

    Reads initiative_adoption(business, initiative, day, licensed, active, assisted). Where the assisted share
    of a team is not known, all of its active people's work counts as assisted; `unknown` counts such rows.
    """
    keys = ("business", "initiative", "month")
    people = table.mutate(month=table.day.truncate("M"), part=table.active * table.assisted.fill_null(1.0))
    return (
        people.group_by(*keys)
        .agg(
            licensed=people.licensed.sum(),
            active=people.active.sum(),
            used=people.part.sum(),
            unknown=people.count(where=people.assisted.isnull()),
        )
        .order_by(*keys)
    )


def _asked(question: Horizons, table: ir.Table, initiative: str | None) -> ir.Table:
    kept = table
    if not question.every_business:
        kept = kept.filter(kept.business == question.business)
    return kept if initiative is None else kept.filter(kept.initiative == initiative)


def _standing(benefits: ir.Table) -> ir.Table:
    return benefits.filter(~benefits.withdrawn.fill_null(False))


def _floats(table: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """Money as floats: estimates are made of it here, and no books are kept."""
    return table.mutate(**{name: table[name].cast("float64") for name in names})
