"""What is looked at before a platform's figure is shown, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping

from probant.evidence.claims.totals import Claim, total_value
from probant.vocabulary import Check
from probant.words import Words, say


def against_revenue(found: Mapping[str, Claim], revenue: float | None, currency: str) -> Check:
    """Whether more is claimed than was earned on the same days."""
    name, value = "claims_within_revenue", total_value(found)
    if not revenue or revenue < 0:
        return Check(
            name,
            None,
            say("Revenue of the same days, in the same currency, is not known; the claims cannot be set against it."),
        )
    facts = {"claimed": value, "revenue": revenue, "share": value / revenue, "unit": currency}
    if value > revenue:
        words = say(
            "The claims exceed the revenue of the same days: {claimed:{unit}} of {revenue:{unit}} ({share:share}). "
            "Some sales are claimed twice, or are not yours.",
            **facts,
        )
        return Check(name, False, words)
    return Check(name, True, say("The claims are {share:share} of the revenue of the same days.", **facts))


def stated_values(found: Mapping[str, Claim]) -> Check:
    """Whether every row states a value."""
    silent, rows = sum(claim.silent for claim in found.values()), sum(claim.rows for claim in found.values())
    if silent:
        words = say("{silent} of {rows} rows state no value and are not in the sum.", silent=silent, rows=rows)
        return Check("values_stated", False, words)
    return Check("values_stated", True, say("Every row states a value."))


def unstated(claim: Claim) -> Words:
    """Why there is no estimate for a channel."""
    return say(
        "{platform} states no value, only {conversions} conversions.",
        platform=claim.platform,
        conversions=claim.conversions,
    )


def limits(found: Mapping[str, Claim]) -> tuple[Words, ...]:
    """What a claim is not."""
    windows = tuple(sorted({claim.window for claim in found.values()}))
    platforms = tuple(sorted({claim.platform for claim in found.values()}))
    return (
        say(
            "The platforms report this of themselves ({platforms}): who saw or clicked, not who bought because of it.",
            platforms=platforms,
        ),
        say("Several platforms claim the same sale; their claims do not add up to revenue."),
        say("A sale counts if it falls into the platform's own attribution window: {windows}.", windows=windows),
        say(
            "Only an experiment shows what would not have been sold otherwise: pause the ads in areas drawn at random."
        ),
    )
