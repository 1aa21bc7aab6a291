"""claims.platform over a few rows typed by hand: what it passes on, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from probant.errors import Ambiguous, Inconsistent, TooLittle, UnknownName
from probant.evidence.claims.engine import PlatformClaims
from probant.evidence.claims.question import ClaimsQuestion
from probant.vocabulary import Grade, Period

DAY = {"day": date(2026, 3, 2), "business": "shop", "currency": "EUR"}
META = {
    **DAY,
    "platform": "meta",
    "channel": "social",
    "window": "7d_click",
    "value": Decimal(300),
    "conversions": Decimal("2.5"),
}
GOOGLE = {**META, "platform": "google", "channel": "search", "value": Decimal(500)}
EARNED = {**DAY, "revenue": Decimal(1000)}
SPENT = {**DAY, "channel": "social", "amount": Decimal(120)}


@pytest.fixture
def claimed(sample):
    def ask(claims, *, outcomes=(EARNED,), spend=(SPENT,), **question):
        tables = {
            **sample.tables(),
            "claims": sample.table("claims", claims),
            "outcomes": sample.table("outcomes", outcomes),
            "spend": sample.table("spend", spend),
        }
        return sample.ask(PlatformClaims(), ClaimsQuestion(**question), tables)

    return ask


def test_a_claim_is_passed_on_without_an_interval_at_grade_f(claimed):
    evidence = claimed([META, GOOGLE])
    assert evidence.grade is Grade.F
    assert {name: (found.value, found.unit) for name, found in evidence.estimates.items()} == {
        "social": (300.0, "EUR"),
        "search": (500.0, "EUR"),
        "social / spend": (2.5, "EUR / EUR"),
    }
    assert all(found.interval is None for found in evidence.estimates.values())
    assert evidence.line is None


def test_what_analytics_counts_is_no_claim_unless_it_is_asked_for(claimed):
    seen = [{**META, "platform": "ga4", "channel": channel} for channel in ("social", "direct")]
    evidence = claimed([META, *seen])
    assert set(evidence.estimates) == {"social", "social / spend"}
    assert "30.0% of the revenue" in str(evidence.checks[0].words)
    assert set(claimed([META, *seen], platform="ga4").estimates) == {"social (ga4)", "direct"}
    assert "direct" in claimed([META, *seen], analytics=()).estimates


def test_more_claimed_than_earned_is_said(claimed):
    within, beyond = claimed([META, GOOGLE]), claimed([META, {**GOOGLE, "value": Decimal(900)}])
    assert within.checks[0].passed is True
    assert beyond.checks[0].passed is False
    assert "1,200 EUR of 1,000 EUR (120.0%)" in str(beyond.checks[0].words)


@pytest.mark.parametrize("outcomes", [(), ({**EARNED, "currency": "USD"},), ({**EARNED, "revenue": None},)])
def test_without_revenue_in_the_same_currency_nothing_is_compared(claimed, outcomes):
    assert claimed([META], outcomes=outcomes).checks[0].passed is None


def test_revenue_and_spend_count_on_the_days_of_the_claims_only(claimed):
    other_day = {"day": date(2026, 3, 9)}
    evidence = claimed([META], outcomes=(EARNED, {**EARNED, **other_day}), spend=(SPENT, {**SPENT, **other_day}))
    assert evidence.checks[0].words.facts["share"] == pytest.approx(0.3)
    assert evidence.estimates["social / spend"].value == pytest.approx(2.5)


def test_channels_that_two_platforms_claim_are_kept_apart_and_have_no_return(claimed):
    twice = [META, {**GOOGLE, "channel": "social"}]
    assert set(claimed(twice).estimates) == {"social (meta)", "social (google)"}
    assert set(claimed(twice, platform="meta").estimates) == {"social (meta)"}


def test_spend_in_another_currency_makes_no_return(claimed):
    assert set(claimed([META], spend=({**SPENT, "currency": "USD"},)).estimates) == {"social"}


def test_a_platform_without_values_is_not_known_rather_than_nothing(claimed):
    evidence = claimed([{**META, "value": None}, GOOGLE])
    assert "social" not in evidence.estimates
    assert "only 2.5 conversions" in str(evidence.unknown["social"])
    assert evidence.checks[1].passed is False
    assert "1 of 2 rows state no value" in str(evidence.checks[1].words)


def test_several_currencies_are_refused(claimed):
    with pytest.raises(Inconsistent, match="several currencies: EUR, USD"):
        claimed([META, {**GOOGLE, "currency": "USD"}])


def test_several_windows_of_one_platform_are_asked_about(claimed):
    views = {**META, "window": "1d_view"}
    with pytest.raises(Ambiguous, match=r"meta states its claims for several windows.*1d_view, 7d_click"):
        claimed([META, views])
    assert claimed([META, views], window="7d_click").estimates["social"].value == 300.0


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"platform": "mata"}, "No platform is named “mata”"),
        ({"business": "shap"}, "No business with claims is named “shap”"),
        ({"window": "7d_clik"}, "No attribution window is named “7d_clik”"),
    ],
)
def test_unknown_names_name_the_nearest(claimed, asked, seen):
    with pytest.raises(UnknownName, match=seen) as unknown:
        claimed([META, GOOGLE], **asked)
    assert "use “" in str(unknown.value.mend)


@pytest.mark.parametrize("asked", [{"start": date(2026, 3, 3)}, {"end": date(2026, 3, 2)}])
def test_a_period_without_claims_is_refused(claimed, asked):
    with pytest.raises(TooLittle, match="No platform claims anything"):
        claimed([META], **asked)


def test_the_period_is_that_of_the_rows(claimed):
    weekly = {**META, "day": date(2026, 3, 9), "span_days": 7}
    assert claimed([META, weekly]).period == Period(date(2026, 3, 2), date(2026, 3, 16))


def test_a_period_that_runs_backward_is_refused():
    with pytest.raises(ValidationError, match="is not after the start"):
        ClaimsQuestion(start=date(2026, 3, 2), end=date(2026, 3, 2))
