"""reconciliation.overclaim over a few rows typed by hand: what it sets against what, and what it refuses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import sqrt

import pytest

from probant.errors import Ambiguous, TooLittle, UnknownName
from probant.evidence.reconciliation.engine import Overclaim
from probant.evidence.reconciliation.question import OverclaimQuestion
from probant.evidence.reconciliation.reading import read
from probant.vocabulary import Grade, Period

MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)


def claim(day, channel, platform, conversions, **more):
    row = {"day": day, "business": "shop", "currency": "EUR", "channel": channel, "platform": platform}
    counted = None if conversions is None else Decimal(conversions)
    return {**row, "conversions": counted, "value": counted and counted * 50, **more}


def sold(day, orders, **more):
    return {
        "day": day,
        "business": "shop",
        "currency": "EUR",
        "orders": orders,
        "revenue": Decimal(orders * 50),
        **more,
    }


def days(count):
    return [MONDAY + timedelta(days=n) for n in range(count)]


def order(number, day, visitor):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    row = {"conversion": f"o{number}", "at": at, "day": day, "business": "shop", "kind": "order", "currency": "EUR"}
    return {**row, "visitor": visitor, "value": Decimal(50)}


def touch(number, visitor, channel, before, kind="click"):
    """A contact so many hours before noon of the first Monday."""
    at = datetime(2026, 3, 2, 12, tzinfo=UTC) - timedelta(hours=before)
    row = {"touch": f"t{number}", "at": at, "day": at.date(), "business": "shop", "visitor": visitor}
    return {**row, "channel": channel, "kind": kind}


@pytest.fixture
def asked(sample):
    def ask(claims, *, business="shop", **tables):
        question = OverclaimQuestion(business=business, **tables.pop("question", {}))
        held = {**{name: sample.table(name, ()) for name in sample.tables()}, "claims": sample.table("claims", claims)}
        held |= {name: sample.table(name, rows) for name, rows in tables.items()}
        return sample.ask(Overclaim(), question, held), question, held

    return ask


def value(evidence, subject):
    return pytest.approx(evidence.estimates[subject].value)


def test_claims_are_set_against_the_books(asked):
    claims = [claim(day, "social", "meta", 2) for day in days(14)] + [
        claim(day, "search", "google", 1) for day in days(14)
    ]
    evidence, _, _ = asked(claims, outcomes=[sold(day, 2) for day in days(14)])
    assert value(evidence, "(all) / orders") == 1.5
    assert value(evidence, "(all) / revenue") == 1.5
    assert value(evidence, "social / orders") == 1.0
    assert value(evidence, "search / orders") == 0.5
    assert evidence.estimates["(all) / orders"].unit == "conversions / order"
    assert evidence.estimates["(all) / orders"].interval is None  # two weeks are too few to say
    assert evidence.period == Period(MONDAY, MONDAY + timedelta(days=14))
    assert evidence.grade is Grade.E
    first = evidence.checks[0]
    assert first.passed is False
    assert "claim 42 conversions where there were 28 orders: at least 14" in str(first.words)


def test_analytics_credits_the_last_click_and_is_scaled_up_to_whom_it_misses(asked):
    """Four orders, two tracked: one after a click of search that followed one of social, one after an impression."""
    touches = [
        touch(1, "v1", "social", 30),
        touch(2, "v1", "search", 20),
        touch(3, "v1", "direct", 1, "visit"),
        touch(4, "v2", "social", 5, "impression"),
        touch(5, "v2", "search", 24 * 40),
        touch(6, "v3", "search", 2),
    ]
    orders = [order(1, MONDAY, "v1"), order(2, MONDAY, "v2"), order(3, SUNDAY, None), order(4, MONDAY, "v4")]
    claims = [
        claim(day, *who, int(day == MONDAY)) for day in days(7) for who in (("search", "google"), ("social", "meta"))
    ]
    evidence, _, _ = asked(claims, touches=touches, conversions=orders)
    assert evidence.ids == {"books": "conversions"}
    assert value(evidence, "(not tracked) / orders") == 0.5
    assert value(evidence, "search / analytics") == 0.5  # claims 1; credit 4 x 1/2 = 2
    assert "credits social with no order" in str(evidence.unknown["social / analytics"])
    assert value(evidence, "(met by several platforms) / tracked orders") == 0.5


def test_where_half_is_not_tracked_the_grade_falls(asked):
    orders = [order(1, MONDAY, "v1"), order(2, MONDAY, None), order(3, SUNDAY, None)]
    evidence, _, _ = asked(
        [claim(day, "search", "google", 1) for day in days(7)],
        touches=[touch(1, "v1", "search", 1)],
        conversions=orders,
    )
    assert evidence.grade is Grade.F
    assert "less than half" in str(evidence.reasons[0])


def test_leads_stand_in_for_orders_where_nobody_counts_orders(asked):
    leads = [{"lead": f"l{n}", "business": "pro", "created_on": day} for n, day in enumerate(days(7))]
    claims = [claim(day, "linkedin", "linkedin", 2, business="pro", value=None) for day in days(7)]
    evidence, _, _ = asked(claims, business="pro", leads=leads)
    assert value(evidence, "(all) / leads") == 2.0
    assert evidence.estimates["(all) / leads"].unit == "conversions / lead"
    assert not [name for name in evidence.estimates if "revenue" in name]


def test_a_month_is_spread_over_its_weeks_and_said(asked):
    month = claim(MONDAY, "search", "microsoft", 28, span_days=28)
    evidence, _, _ = asked([month], outcomes=[sold(day, 2) for day in days(28)])
    assert value(evidence, "(all) / orders") == 0.5
    assert any("longer than a week" in str(check.words) for check in evidence.checks if check.passed is False)


def test_weeks_behind_the_figures_add_up_to_them(asked, sample):
    claims = [claim(day, "social", "meta", 1 + n % 3) for n, day in enumerate(days(21))]
    evidence, question, held = asked(claims, outcomes=[sold(day, 3) for day in days(21)])
    weeks = read(question, sample.fetch(Overclaim().needs(question, held))).weeks
    assert weeks.by_channel()["social"].sum() / weeks.booked.sum() == value(evidence, "(all) / orders")
    assert list(weeks.starts) == [MONDAY, MONDAY + timedelta(7), MONDAY + timedelta(14)]


def test_analytics_counts_for_every_channel_and_claims_nothing_for_itself(asked):
    claims = [claim(day, "search", "google", 1) for day in days(14)]
    seen = [claim(day, channel, "ga4", 1) for day in days(14) for channel in ("search", "direct")]
    books = [sold(day, 2) for day in days(14)]
    evidence, _, _ = asked([*claims, *seen], outcomes=books)
    assert value(evidence, "(all) / orders") == 0.5
    assert "direct / orders" not in evidence.estimates
    assert any("ga4 count for every channel" in str(limit) for limit in evidence.limits)
    counted, _, _ = asked([*claims, *seen], outcomes=books, question={"analytics": ()})
    assert value(counted, "(all) / orders") == 1.5
    with pytest.raises(TooLittle, match="No platform claims any conversion"):
        asked(seen, outcomes=books)


def test_the_same_orders_of_fewer_customers_say_less_of_whom_analytics_misses(asked):
    """Sixteen orders, half of them tracked: of sixteen customers, or of four with four orders each."""
    orders = [order(n, SUNDAY if n == 15 else MONDAY, f"v{n}" if n < 8 else None) for n in range(16)]
    touches = [touch(n, f"v{n}", "search", 1) for n in range(8)]
    widths = []
    for many in (16, 4):
        named = [{**one, "customer": f"c{n * many // 16}"} for n, one in enumerate(orders)]
        evidence, _, _ = asked(
            [claim(day, "search", "google", 1) for day in days(7)], touches=touches, conversions=named
        )
        around = evidence.estimates["(not tracked) / orders"].interval
        widths.append(around.high - around.low)
    assert widths[0] == pytest.approx(2 * 1.644854 * sqrt((0.25 + 2.705543 / 64) / 16) / (1 + 2.705543 / 16), rel=1e-5)
    assert widths[1] == pytest.approx(2 * 1.644854 * sqrt((0.25 + 2.705543 / 16) / 4) / (1 + 2.705543 / 4), rel=1e-5)


def test_two_windows_of_one_platform_count_the_same_sales(asked):
    claims = [claim(MONDAY, "social", "meta", 1, window=window) for window in ("7d_click", "1d_click")]
    with pytest.raises(Ambiguous, match="several windows"):
        asked(claims, outcomes=[sold(day, 1) for day in days(7)])
    evidence, _, _ = asked(
        [claim(day, "social", "meta", 1, window=window) for day in days(7) for window in ("7d_click", "1d_click")],
        outcomes=[sold(day, 1) for day in days(7)],
        question={"window": "1d_click"},
    )
    assert value(evidence, "(all) / orders") == 1.0


def test_what_cannot_be_set_against_anything_is_refused(asked):
    one = [claim(day, "social", "meta", 1) for day in days(7)]
    with pytest.raises(TooLittle, match="how much was sold"):
        asked(one)
    with pytest.raises(TooLittle, match="no whole week in common"):
        asked(one, outcomes=[sold(day + timedelta(days=60), 1) for day in days(7)])
    with pytest.raises(TooLittle, match="claims any conversion"):
        asked([claim(day, "social", "meta", None) for day in days(7)])
    with pytest.raises(UnknownName, match="shop"):
        asked(one, business="shopp")


def test_money_in_two_currencies_is_not_divided(asked):
    claims = [
        claim(day, "social", "meta", 1, currency=code) for day, code in zip(days(7), ["EUR", "USD"] * 4, strict=False)
    ]
    evidence, _, _ = asked(claims, outcomes=[sold(day, 1) for day in days(7)])
    assert "(all) / revenue" not in evidence.estimates
    assert value(evidence, "(all) / orders") == 1.0
