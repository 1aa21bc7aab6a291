"""Each check on a table with one flaw, and on one without."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from probant.contract.catalog import CONTRACTS
from probant.store.quality.checks import LOOKS, expressions, flaws
from probant.store.quality.flaw import Severity
from probant.store.quality.scope import Scope
from probant.store.quality.subject import SUBJECTS
from probant.vocabulary import Period
from probant.words import say

FIRST = date(2026, 1, 5)


def spent(day, channel="search", amount=None, **more):
    amount = 100 + day.day if amount is None else amount
    row = {
        "day": day,
        "business": "shop",
        "account": "a",
        "channel": channel,
        "currency": "EUR",
        "amount": Decimal(amount),
    }
    return {**row, "impressions": 1000, "clicks": 100, **more}


def days(count, start=FIRST):
    return [start + timedelta(days=n) for n in range(count)]


def order(number, day=FIRST, **more):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    row = {"conversion": f"o{number}", "at": at, "day": day, "business": "shop", "kind": "order", "currency": "EUR"}
    return {**row, "customer": f"c{number}", "visitor": f"v{number}", "value": Decimal(20 + number), **more}


@pytest.fixture
def found(sample):
    def look(name, rows, **scope):
        held = {**{table: sample.table(table, ()) for table in CONTRACTS}, name: sample.table(name, rows)}
        asked = Scope(**scope)
        results = sample.fetch(expressions(held, [name], asked))
        return flaws({grain: table.to_pylist() for grain, table in results.items()}, asked)

    return look


def only(flaws, check):
    (one,) = [flaw for flaw in flaws if flaw.check == check]
    return one


def test_a_sound_table_has_no_flaw(found):
    rows = [
        spent(day, channel, 100 + day.day * size) for day in days(60) for channel, size in (("search", 1), ("tv", 2))
    ]
    assert found("spend", rows, today=FIRST + timedelta(days=61), pattern="@") == ()


def test_cells_that_are_empty_touch_the_money_of_their_rows(found):
    rows = [spent(day, clicks=None if n < 4 else 100, amount=10) for n, day in enumerate(days(10))]
    flaw = only(found("spend", rows), "completeness")
    assert (flaw.severity, flaw.money, flaw.currency, flaw.lowers) == (Severity.WARNING, Decimal(40), "EUR", 0)
    assert flaw.source == ("a", "search")
    assert "“clicks” is empty in 40.0% of the rows" in str(flaw.words)


def test_money_that_is_half_empty_costs_a_grade(found):
    rows = [{"day": day, "business": "shop", "currency": "EUR", "revenue": None if n % 2 else Decimal(5), "orders": 1,
             "contribution_margin": Decimal(1)} for n, day in enumerate(days(10))]  # fmt: skip
    flaw = only(found("outcomes", rows), "completeness")
    assert flaw.lowers == 1
    assert flaw.money is None


def test_a_column_that_is_never_filled_is_only_noted(found):
    flaw = only(
        found("spend", [spent(day, clicks=None, impressions=None, amount=10) for day in days(10)]), "completeness"
    )
    assert (flaw.severity, flaw.money) == (Severity.NOTE, Decimal(100))
    assert "never fills impressions, clicks" in str(flaw.words)


def test_missing_days_are_counted_and_priced_at_what_is_usual(found):
    held = [day for n, day in enumerate(days(30)) if not 10 <= n < 14]
    flaw = only(found("spend", [spent(day, amount=10) for day in held]), "gaps")
    assert (flaw.severity, flaw.money, flaw.lowers) == (Severity.SERIOUS, Decimal("40.00"), 1)
    assert "4 (2026-01-15 to 2026-01-18)" in str(flaw.words)


def test_a_week_that_one_row_covers_is_no_gap(found):
    weeks = [spent(FIRST + timedelta(weeks=n), span_days=7) for n in range(8)]
    assert not [flaw for flaw in found("spend", weeks) if flaw.check == "gaps"]


def test_a_channel_that_pauses_while_others_go_on_is_noted(found):
    rows = [spent(day, amount=10) for day in days(60)] + [
        spent(day, "tv", 5) for day in (*days(10), *days(10, FIRST + timedelta(40)))
    ]
    flaw = only(found("spend", rows), "gaps")
    assert (flaw.severity, flaw.source, flaw.lowers) == (Severity.NOTE, ("a", "tv"), 0)


def test_days_without_orders_are_a_gap_only_where_chance_would_not_leave_them(found):
    few = [order(n, day) for n, day in enumerate(days(60)) if n % 7 == 0]
    assert not [flaw for flaw in found("conversions", few) if flaw.check == "gaps"]
    many = [order(100 * n + k, day) for n, day in enumerate(days(60)) for k in range(4) if not 20 <= n < 26]
    assert only(found("conversions", many), "gaps").words.facts["days"] == 6


def test_lateness_counts_to_today_and_not_without_it(found):
    rows = [spent(day, amount=10) for day in days(30)]
    flaw = only(found("spend", rows, today=FIRST + timedelta(days=40)), "freshness")
    assert (flaw.severity, flaw.lowers, flaw.money) == (Severity.WARNING, 0, Decimal("100.00"))
    assert not [one for one in found("spend", rows) if one.check == "freshness"]
    assert not [one for one in found("spend", rows, today=FIRST + timedelta(days=33)) if one.check == "freshness"]


def test_a_source_that_stays_behind_the_others_is_late(found):
    rows = [spent(day, amount=10) for day in days(30)] + [spent(day, "tv", 5) for day in days(15)]
    flaw = only(found("spend", rows, today=FIRST + timedelta(days=31)), "freshness")
    assert flaw.source == ("a", "tv")


def test_the_same_order_under_two_identifiers_is_found(found):
    rows = [order(n) for n in range(60)] + [order(500 + n, customer=f"c{n}", value=Decimal(20 + n)) for n in range(3)]
    flaw = only(found("conversions", rows), "duplicates")
    assert (flaw.money, flaw.lowers, flaw.severity) == (Decimal(20 + 21 + 22), 1, Severity.SERIOUS)
    assert "3 of 63 rows" in str(flaw.words)


def test_orders_of_unknown_customers_are_not_taken_for_twins(found):
    rows = [order(n, customer=None, value=Decimal(20)) for n in range(60)]
    assert not [flaw for flaw in found("conversions", rows) if flaw.check == "duplicates"]


def test_one_source_under_two_names_is_found(found):
    rows = [spent(day, account=account) for day in days(30) for account in ("a", "b")]
    flaw = only(found("spend", rows), "doubled_source")
    assert (flaw.money, flaw.lowers) == (sum(Decimal(100 + day.day) for day in days(30)), 1)
    other = [
        spent(day, account=account, amount=100 + day.day + (account == "b"))
        for day in days(30)
        for account in ("a", "b")
    ]
    assert not [one for one in found("spend", other) if one.check == "doubled_source"]


def test_a_slip_of_the_decimal_mark_is_an_outlier_and_a_season_is_not(found):
    slip = [spent(day, amount=10000 if n == 20 else 100 + n) for n, day in enumerate(days(60))]
    flaw = only(found("spend", slip), "outliers")
    assert flaw.words.facts["day"] == FIRST + timedelta(days=20)
    assert flaw.money == pytest.approx(Decimal(9880), abs=2)
    assert flaw.lowers == 1
    rising = [spent(day, amount=round(100 * 1.03**n)) for n, day in enumerate(days(60))]
    assert not [one for one in found("spend", rising) if one.check == "outliers"]


def test_two_currencies_in_one_business_touch_the_smaller(found):
    rows = [spent(day, amount=10) for day in days(10)] + [spent(day, "tv", 3, currency="USD") for day in days(10)]
    flaw = only(found("spend", rows), "currency")
    assert (flaw.money, flaw.currency, flaw.lowers) == (Decimal(30), "USD", 1)


def test_a_click_that_costs_what_none_does_is_in_another_unit(found):
    flaw = only(found("spend", [spent(day, amount=60_000_000) for day in days(10)]), "units")
    assert (flaw.severity, flaw.money) == (Severity.SERIOUS, Decimal(600_000_000))


def test_months_without_days_are_found_by_their_money(found):
    rows = [spent(day, amount=10) for day in days(31)] + [spent(FIRST, "bing", 90, span_days=31)]
    flaw = only(found("spend", rows), "day_breakdown")
    assert (flaw.source, flaw.money, flaw.lowers) == (("a", "bing"), Decimal(90), 1)


def test_days_of_another_zone_are_found(found):
    late = [order(n, at=datetime(2026, 1, 6, 3, tzinfo=UTC)) for n in range(5)]  # 3 h UTC on the 6th, day is the 5th
    rows = [*late, *(order(100 + n) for n in range(20))]
    flaw = only(found("conversions", rows, timezone="Europe/Paris"), "time_zone")
    assert "20.0%" in str(flaw.words)
    assert flaw.money == sum(Decimal(20 + n) for n in range(5))
    assert not [one for one in found("conversions", rows, timezone="America/New_York") if one.check == "time_zone"]


def test_personal_data_are_found_and_shown_nowhere(found):
    rows = [spent(day, campaign="ann.smith@example.org" if n == 0 else "brand") for n, day in enumerate(days(5))]
    told = found("spend", rows, pattern=r"\S+@\S+", spot=lambda texts: (say("e-mail address"),) if texts else ())
    flaw = only(told, "personal_data")
    assert (flaw.source, flaw.severity) == (("campaign",), Severity.SERIOUS)
    assert "e-mail address" in str(flaw.words)
    assert "ann" not in str(flaw.words)


def test_segments_that_analytics_misses_beyond_chance_cost_a_grade(found):
    rows = [order(n, area="north", visitor=f"v{n}" if n % 10 else None) for n in range(200)]
    rows += [order(1000 + n, area="south", visitor=None if n % 4 else f"w{n}") for n in range(100)]
    flaw = only(found("conversions", rows), "coverage_bias")
    assert (flaw.table, flaw.lowers) == ("touches", 1)
    assert "south" in str(flaw.words)
    assert flaw.money == sum(Decimal(1020 + n) for n in range(100) if n % 4)


def test_few_people_who_order_often_are_no_segment(found):
    rows = [order(n, area="north") for n in range(200)]
    rows += [order(1000 + n, area="south", visitor=None, customer=f"few{n % 3}") for n in range(100)]
    assert not [flaw for flaw in found("conversions", rows) if flaw.check == "coverage_bias"]


def test_only_the_business_and_period_asked_about_are_looked_at(found):
    rows = [spent(day, amount=10) for day in days(30)] + [
        spent(day, "tv", 5, business="pro", currency="USD") for day in days(5)
    ]
    gap = [*rows, spent(FIRST + timedelta(days=90), amount=10)]
    assert [flaw.check for flaw in found("spend", gap, business="shop")] == ["gaps"]
    within = Period(FIRST, FIRST + timedelta(days=30))
    assert found("spend", gap, business="shop", period=within) == ()


def test_every_check_is_named_once_and_every_table_has_a_subject():
    assert len({look.name for look in LOOKS}) == len(LOOKS)
    assert set(SUBJECTS) == set(CONTRACTS)
    for subject in SUBJECTS.values():
        named = {subject.day, subject.money, *subject.by, *subject.matters, *subject.twin} - {None}
        assert named <= subject.columns, subject.table


def test_empty_tables_have_no_flaws(found):
    for name in CONTRACTS:
        assert found(name, [], today=FIRST, pattern="x") == ()
