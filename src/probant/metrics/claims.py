"""What platforms claim for themselves, shown as a claim and as nothing more."""

from __future__ import annotations

import ibis.expr.types as ir
from ibis import _

from probant.metrics.cut import Cut
from probant.metrics.definition import ANALYTICS, BOTH, Metric
from probant.metrics.parts import DIMENSIONS, Part, Rows, Tables
from probant.metrics.proof import SPEND_TEST
from probant.vocabulary import Grade
from probant.words import say

CLAIM_DAYS = 28
"""Platforms credit conversions to the day of the ad, and keep adding to it for weeks."""


def widest(tables: Tables, cut: Cut) -> ir.Table:  # noqa: ARG001 - the shape of Rows.read
    """Claims without their windows: day, the dimensions, conversions, value.

    Where a platform reports one thing under several attribution windows, they overlap and must not
    be added up: the largest counts.
    """
    claims = _claims(tables)
    whole = ("day", "span_days", "business", "area", "platform", "account", "campaign", "channel")
    return claims.group_by(*whole).agg(conversions=_.conversions.max(), value=_.value.max())


def claiming_spend(tables: Tables, cut: Cut) -> ir.Table:  # noqa: ARG001 - the shape of Rows.read
    """Spend of those channels of a business for which a value is claimed at all."""
    claims = _claims(tables)
    return tables["spend"].semi_join(claims.filter(claims.value.notnull()), ["business", "channel"])


def _claims(tables: Tables) -> ir.Table:
    """What platforms say of their own advertising: web analytics credits channels, and has none to sell."""
    claims = tables["claims"]
    return claims.filter(claims.platform.notin(ANALYTICS))


_CLAIMED = Rows(("claims",), DIMENSIONS, widest)
_VALUE = Part(_CLAIMED, _.value)
_MODEL = say("The platform's own rule, which credits the platform itself; several may claim one sale.")

CLAIMS = (
    Metric(
        name="claimed_conversions",
        label=say("Conversions claimed by platforms"),
        meaning=say("Conversions that ad platforms credit to themselves; added up, they may exceed all sales."),
        unit="conversions",
        better="neither",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=Part(_CLAIMED, _.conversions),
        maturity_days=CLAIM_DAYS,
        grade=Grade.F,
        attribution=_MODEL,
        proof=SPEND_TEST,
        vanity_prone=True,
    ),
    Metric(
        name="claimed_value",
        label=say("Conversion value claimed by platforms"),
        meaning=say("Value of the conversions that ad platforms credit to themselves."),
        unit="currency",
        better="neither",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=_VALUE,
        maturity_days=CLAIM_DAYS,
        grade=Grade.F,
        attribution=_MODEL,
        proof=SPEND_TEST,
        vanity_prone=True,
    ),
    Metric(
        name="roas_claimed",
        label=say("Return on advertising spend, as platforms claim"),
        meaning=say("Value that ad platforms credit to themselves, over the spend on the channels that make claims."),
        unit="currency / currency",
        better="neither",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=_VALUE,
        denominator=Part(Rows(("claims", "spend"), DIMENSIONS, claiming_spend), _.amount),
        maturity_days=CLAIM_DAYS,
        grade=Grade.F,
        attribution=_MODEL,
        proof=SPEND_TEST,
        vanity_prone=True,
    ),
)
